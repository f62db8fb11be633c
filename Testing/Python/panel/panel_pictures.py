"""Pictures of the panel in each of its states: `python Testing/Python/panel/panel_pictures.py FOLDER`.

With --dark, or --language de_DE; for twice the size set QT_SCALE_FACTOR=2. The engine is the tests' own: it answers
from a script, no model is loaded.
"""

import argparse
import contextlib
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[3] / "MISGround")]

WIDTH, HEIGHT = 340, 860


def darken():
    """A palette as a dark desktop has it."""
    from PySide6.QtGui import QColor, QPalette
    from PySide6.QtWidgets import QApplication

    palette, role, group = QPalette(QColor("#353535")), QPalette.ColorRole, QPalette.ColorGroup
    palette.setColor(role.Base, QColor("#232323"))
    palette.setColor(role.AlternateBase, QColor("#2d2d2d"))
    for text in (role.Text, role.WindowText, role.ButtonText, role.ToolTipText):
        palette.setColor(text, QColor("#eeeeee"))
        palette.setColor(group.Disabled, text, QColor("#8a8a8a"))
    palette.setColor(role.PlaceholderText, QColor("#999999"))
    palette.setColor(role.Highlight, QColor("#2a82da"))
    palette.setColor(role.HighlightedText, QColor("#ffffff"))
    QApplication.setPalette(palette)


def take(folder, dark=False, language=None):
    """Write the pictures, in English or in the language of a locale; returns their paths."""
    from host import start_host

    host = start_host()
    with host.language(language) if language else contextlib.nullcontext():
        return _take(host, folder, dark)


def _take(host, folder, dark):
    import slicer

    host.load_module("MISGround")
    if dark:
        darken()
    from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox
    from Python.fake_engine import FakeEngine
    from Python.panel.conftest import NothingMissing, make_volume
    from Python.panel.panel_driver import PanelDriver, boxes

    def told(label, box, score):
        statistics = {"steps": 31, "rescored": 6, "changed": 1, "deferred": 25, "changes": []}
        raw = f'[{{"bbox_2d": [120, 340, 410, 700], "label": "{label}"}}]'
        return AnswerEvent("", 0, raw, [DetectedBox(box, label, score)], score, statistics=statistics)

    make_volume("CT abdomen")
    engine = FakeEngine()
    parent = slicer.qMRMLWidget()
    import qt

    parent.setLayout(qt.QVBoxLayout())
    parent.setMRMLScene(slicer.mrmlScene)
    module = sys.modules["MISGround"]
    widget = module.MISGroundWidget(parent, logic=module.MISGroundLogic(engine=engine), dependencies=NothingMissing())
    widget.setup()
    widget.panel.parameters.scope = "slice"
    parent.resize(WIDTH, HEIGHT)
    parent.show()
    parent.activateWindow()
    host.wait_until(lambda: parent.isActiveWindow)
    panel, written = PanelDriver(widget), []

    def shoot(name):
        host.process_events(0.3)
        written.append(host.screenshot(parent, Path(folder) / f"{name}.png", (WIDTH, HEIGHT)))

    shoot("idle")
    panel.type("left kid")
    shoot("typing")
    engine.answers = [told("liver", (10, 20, 40, 30), 0.9), told("spleen", (5, 5, 20, 20), 0.12), None]
    engine.tokens = 400
    panel.ui.queriesEdit.setPlainText("liver\nspleen\naorta")
    panel.press_ctrl_enter()
    end = time.monotonic() + 1.0
    panel.wait(lambda: time.monotonic() > end)
    shoot("searching")
    panel.press_escape()
    panel.wait(lambda: not panel.is_running)
    engine.tokens = 2
    panel.ask("liver\nspleen\naorta")
    panel.click_row(0)
    shoot("results")
    panel.click_row(1)
    panel.click("detailsButton")
    shoot("unsure")
    panel.click_row(0)
    panel.click("adjustButton")
    host.user.drags(boxes()[0])
    shoot("editing")
    panel.click("acceptButton")
    panel.click_row(1)
    panel.click("rejectButton")
    shoot("reviewed")
    panel.click("detailsButton")
    panel.ui.historySection.collapsed = False
    shoot("history")
    panel.ui.historySection.collapsed = True
    unknown = "misground-mini does not know 'tumour'. `misground models` lists its structures."
    engine.answers = [AnswerEvent("", 0, "", [], 0.0, problems=[unknown], unknown=True)]
    panel.ask("tumour")
    panel.click_row(0)
    shoot("unknown")
    panel.ui.knownSection.collapsed = True
    engine.answers = [RuntimeError("The model's process stopped. The next query starts it again.")]
    panel.ask("liver")
    shoot("error")
    panel.click("modelsButton")
    manager = widget.panel._models.manager
    manager.ui.modelTable.selectRow(2)
    host.process_events(0.3)
    written.append(host.screenshot(manager.widget, Path(folder) / "models.png"))
    widget.cleanup()
    return written


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--dark", action="store_true")
    options.add_argument("--language", help="a locale such as de_DE")
    chosen = options.parse_args()
    for path in take(chosen.folder, chosen.dark, chosen.language):
        print(path)
