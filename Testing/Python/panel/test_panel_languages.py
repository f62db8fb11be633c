"""The panel in German, French, Spanish and Chinese: nothing is left in English, no translation breaks a sentence."""

import re

import pytest
import slicer
import translations

LANGUAGES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES", "zh-CN": "zh_CN"}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_each_text_of_the_panel_has_a_translation(language):
    assert translations.missing(language) == []


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
    """From the form and from the code; at 340 px nothing makes the panel wider."""
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
        assert slicer.util.findChild(panel.widget.parent, "MISGround").minimumSizeHint.width() <= 340


def test_a_language_without_a_translation_is_english(host, open_panel, a_logic, a_volume):
    with host.language("hu_HU"):
        assert open_panel(a_logic).ui.groundButton.text == "Ground"
