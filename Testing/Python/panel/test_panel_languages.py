"""The panel in German, French, Spanish and Chinese: nothing is left in English, no translation breaks a sentence."""

import ast
import copy
import json
import re

import pytest
import slicer
import translations

LANGUAGES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES", "zh-CN": "zh_CN"}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_each_text_of_the_panel_has_a_translation(language):
    panel = set(translations.panel_texts())
    assert [key for key in translations.missing(language) if key in panel] == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_each_error_and_each_sentence_on_an_answer_has_a_translation(language):
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_translation_is_empty_or_the_english(language):
    for (_, source), translated in translations.translations(language).items():
        says_something = re.search(r"[a-z]{2,} [a-z]{2,}", translations.FIELD.sub("", source))
        assert translated.strip() and not (says_something and translated == source), source


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_translation_has_the_fields_of_its_text(language):
    """Where they differ, Slicer shows the English."""
    for (_, source), translated in translations.translations(language).items():
        assert sorted(translations.FIELD.findall(source)) == sorted(translations.FIELD.findall(translated)), source
        assert not re.search(r"^\s|\s$", translated), source


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_slicer_reads_is_what_translators_wrote(language):
    written = translations.file_of(language)
    known = translations.translations(language)
    assert written.read_text(encoding="utf-8") == translations.ts(language, known), "run python -m translations"
    assert written.with_suffix(".qm").read_bytes() == translations.qm(language), "run python -m translations"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_panel_speaks_the_application_s_language(host, open_panel, a_logic, a_volume, language):
    """From the form and from the code."""
    known = translations.translations(language)
    with host.language(LANGUAGES[language]):
        panel = open_panel(a_logic)
        assert panel.ui.groundButton.text == known["MISGround", "Ground"]
        assert panel.ui.researchLabel.text == known["MISGround", "For research use only. Not for clinical use."]
        panel.ask("liver\nspleen")
        found, absent = [row[1] for row in panel.rows]
        assert found.startswith(known["panel.display", "found"])
        assert absent.startswith(known["panel.display", "not found"])
        sentence = known["panel.display", "{found} of {count} found on the {slice}, in {seconds} s."]
        assert panel.status.startswith(sentence.partition("{slice}")[0].format(found=1, count=2))
        assert narrowest(panel) <= 340


def test_errors_in_german_wrap_in_a_narrow_panel(host, open_panel, a_logic, an_engine, a_volume):
    """What was typed wrong, what the model's process met, and what the model said of a target."""
    from MISGroundLib.engine.protocol import AnswerEvent
    from MISGroundLib.errors import UserError
    from MISGroundLib.vlm.mini import told_by_place

    known = {source: text for (_, source), text in translations.translations("de").items()}
    long = next(text for text in known if text.startswith("A query has {count} characters"))
    memory = next(text for text in known if text.startswith("The graphics card ran out of memory."))
    place = told_by_place("das Gefäß vor der Wirbelsäule")
    with host.language("de_DE"):
        panel = open_panel(a_logic)
        panel.widget.parent.resize(340, 860)
        panel.ui.queriesEdit.setPlainText("x" * 201)
        panel.press_ctrl_enter()
        assert shown(panel) == known[long].format(count=201, maximum_query_length=200)
        an_engine.answers = [UserError(memory)]
        panel.ask("Leber")
        assert shown(panel) == known[memory]
        an_engine.answers = [AnswerEvent("", 0, "", [], 0.0, [place], unknown=True)]
        panel.ask("Leber")
        told = known[place.template].format(**place.values)
        assert shown(panel).endswith(told[-100:]), "the end of a long text is what to do"
        assert panel.rows[0][1] == "diesem Modell nicht bekannt"


def shown(panel):
    """The status line, all of it to be seen."""
    assert narrowest(panel) <= 340
    label = panel.ui.statusLabel._qt
    assert label.wordWrap() and label.height() >= label.heightForWidth(label.width())
    return panel.status


def narrowest(panel):
    """In pixels, with the buttons of every module that boxes can go to."""
    panel.ui.cropButton.visible = panel.ui.nnInteractiveButton.visible = True
    slicer.app.processEvents()
    return slicer.util.findChild(panel.widget.parent, "MISGround").minimumSizeHint.width()


def test_a_language_without_a_translation_is_english(host, open_panel, a_logic, a_volume):
    with host.language("hu_HU"):
        panel = open_panel(a_logic)
        assert panel.ui.groundButton.text == "Ground" and narrowest(panel) <= 340


def sentences_outside(path):
    """Constants with a space between words that stand where no translation reaches them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    excused = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            excused.add(id(body[0].value))
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            # Logs and defects are for developers, in English.
            if name in ("_", "translate", "TypeError", "ValueError") or name.startswith("logging."):
                excused |= {id(inner) for inner in ast.walk(node)}
    return [
        f"{path.name}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in excused
        and re.search(r"[a-z]{2,},? [a-z]", node.value)
    ]


def test_no_sentence_of_the_panel_escapes():
    panel = sorted((translations.MODULE / "MISGroundLib" / "panel").glob("*.py"))
    found = [one for path in panel for one in sentences_outside(path)]
    assert found == []


def test_nothing_that_is_said_is_put_together_before_it_can_be_translated():
    glued = [
        f"{path.name}:{leaf.lineno}: {ast.unparse(leaf)}"
        for path in [*translations.library_files(), *translations.SPOKEN]
        for leaf in translations.said_in(path, translations.ERRORS + translations.SENTENCES)
        if isinstance(leaf, ast.JoinedStr | ast.BinOp) and re.search(r"[a-z]{2,} [a-z]", ast.unparse(leaf))
    ]
    assert glued == [], 'write UserError("... {x}", x=x)'
    assert len(translations.error_texts()) > 250 and len(translations.sentence_texts()) > 130


def test_an_error_is_shown_in_the_user_s_language_wherever_it_was_raised(host, tmp_path, monkeypatch):
    """In our process with its values, and in the worker's, from which it comes as an event."""
    from MISGroundLib.engine.protocol import Failed, decode_event, encode_event, explain_failure
    from MISGroundLib.errors import UserError
    from MISGroundLib.panel.wording import worded

    source = "{plane} planes need {count:.0f} slices."
    known = {(translations.LIBRARY_CONTEXT, source): "Mit {count:.0f} Schichten: {plane}."}
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    monkeypatch.setattr(translations, "texts", lambda: list(known))
    translations.file_of("de").write_text(translations.ts("de", known), encoding="utf-8")
    translations.file_of("de").with_suffix(".qm").write_bytes(translations.qm("de"))
    error = UserError(source, plane="axial", count=3.0)
    assert worded(error) == str(error) == "axial planes need 3 slices."
    code, told = explain_failure(error)
    event = decode_event(encode_event(Failed("1", code, str(told), "", **told.worded())))
    with host.language("de_DE", tmp_path):
        assert worded(error) == worded(event) == "Mit 3 Schichten: axial."
        assert str(error) == "axial planes need 3 slices.", "in logs and files it is English"
        assert worded(UserError("Not {translated}.")) == "Not {translated}."
        assert worded(Failed("1", "crashed", "As it stands.")) == "As it stands."


def test_what_is_said_of_an_answer_crosses_from_the_worker_and_is_shown_in_the_user_s_language(host):
    """Sentences within sentences too; in files and on the command line they are their English text."""
    from MISGroundLib.engine.protocol import AnswerEvent, decode_event, encode_event
    from MISGroundLib.errors import Sentence, UserError, joined, listed
    from MISGroundLib.grounding import Detection
    from MISGroundLib.panel.wording import worded

    planes = listed([Sentence(name) for name in ("axial", "coronal", "sagittal")])
    note = joined([Sentence("{planes} agree", planes=planes), Sentence("planes disagree")], "; ")
    assert note == "axial, coronal and sagittal agree; planes disagree"
    event = decode_event(encode_event(AnswerEvent("1", 0, "[]", [], 0.5, [note, "of a server"], notes=[note])))
    kept = Detection("liver", "liver", "absent", 0.5, problems=event.problems, notes=event.notes)
    assert kept.problems == [str(note), "of a server"] and json.loads(json.dumps(kept.notes)) == [str(note)]
    assert copy.deepcopy(note).values["part0"] == "axial, coronal and sagittal agree"
    known = translations.translations("de")
    of_planes = [known["MISGroundLib", name] for name in ("axial", "coronal", "sagittal")]
    german = known["MISGroundLib", "{planes} agree"].format(planes="{}, {} und {}".format(*of_planes))
    with host.language("de_DE"):
        told = f"{german}; {known['MISGroundLib', 'planes disagree']}"
        assert [worded(one) for one in kept.problems] == [told, "of a server"]
        assert worded(UserError(note)) == told and str(UserError(note)) == note
