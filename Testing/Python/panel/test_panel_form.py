"""The form: every control explains itself, and nothing that the model writes is read as rich text."""

from pathlib import Path

import pytest
import slicer

from MISGroundLib.grounding import Detection
from Python.panel.conftest import make_volume

CONTROLS = (
    "QPushButton", "QToolButton", "QListWidget", "QLineEdit", "QPlainTextEdit",
    "QComboBox", "QTextEdit", "QSpinBox", "QDoubleSpinBox", "QCheckBox", "QTableWidget", "QProgressBar",
    "qMRMLNodeComboBox", "ctkCollapsibleButton",
)  # fmt: skip


@pytest.fixture
def results(host):
    """The library's module; it needs `slicer`, so it is imported once the host runs."""
    from MISGroundLib.panel import display

    return display


def test_every_control_has_a_tooltip(a_panel):
    controls = [w for w in vars(a_panel.ui).values() if w.className() in CONTROLS and not w.name.startswith("qt_")]
    assert len(controls) >= 20
    assert [control.name for control in controls if not control.toolTip] == []


def test_it_says_research_use(a_panel):
    assert a_panel.ui.researchLabel.text == "For research use only. Not for clinical use."
    assert a_panel.ui.researchLabel.visible


def test_it_opens_calm(a_panel):
    ui = a_panel.ui
    assert not ui.progressBar.visible
    assert not ui.statusLabel.visible
    assert not ui.answerLabel.visible
    assert ui.settingsButton.collapsed
    assert not ui.downloadCheckBox.checked
    assert a_panel.rows == []


def test_the_placeholder_gives_examples(a_panel):
    assert a_panel.ui.queriesEdit.placeholderText == "For example: left kidney; liver; vertebrae"


def test_a_word_that_semantic_sampling_changed_is_marked(results):
    detection = Detection("liver", "liver", "found", 0.9, statistics={"changed": 2})
    assert results.result_text(detection) == "found *"
    assert "another word than the model&#x27;s first choice 2 times" in results.row_tooltip(detection)


def test_no_readable_answer_is_not_called_absent(results):
    detection = Detection("liver", "liver", "unusable", None, raw="sure!", problems=["The answer holds no box."])
    assert results.result_text(detection) == "no usable answer"
    assert results.score_text(detection) == ""
    assert "The answer holds no box." in results.row_tooltip(detection)
    assert "sure!" in results.row_tooltip(detection)


def test_an_unknown_target_is_not_called_absent(results):
    message = "misground-mini does not know 'tumor'. `misground models` lists its 77 structures."
    detection = Detection("tumor", "tumor", "unknown", None, problems=[message])
    assert results.result_text(detection) == "not known to this model"
    assert results.score_text(detection) == ""
    assert results.row_tooltip(detection).count("<p>") == 1


def test_a_label_that_differs_from_the_query_is_shown(results):
    assert results.target_text(Detection("kidneys", "left kidney", "found", 0.9)) == "kidneys → left kidney"
    assert results.target_text(Detection("Liver", "liver", "found", 0.9)) == "Liver"


def test_what_the_model_writes_is_not_rich_text(results):
    text = results.row_tooltip(Detection("liver", "liver", "found", 0.9, raw="<img src='http://x'>"))
    assert "<img" not in text
    assert "&lt;img" in text


def test_the_module_describes_itself(the_module, host):
    module = slicer.modules.misground
    assert module.title == "MISGround"
    assert list(module.categories) == ["Segmentation"]
    assert list(module.dependencies) == []
    assert module.contributors
    assert "research use only" in module.helpText
    assert module.acknowledgementText
    assert Path(module.path).name == "MISGround.py"


def test_nothing_pops_up(a_panel, host):
    a_panel.ask("liver")
    a_panel.press_ctrl_enter()
    assert host.popups == []


def test_a_long_name_does_not_widen_the_panel(open_panel, a_logic, scene):
    make_volume("a series with a name so long that no panel of a usual width can show the whole of it at once")
    panel = open_panel(a_logic)
    assert panel.widget.parent.minimumSizeHint.width() < 400
