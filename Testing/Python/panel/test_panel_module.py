"""The module as Slicer runs it: opened, left, reloaded, tested, unloaded."""

import sys
from unittest import mock

import slicer


def test_its_own_tests_pass(the_module, host, scene):
    result = host.run_self_tests("MISGround")
    own = [name for name in dir(the_module.MISGroundTest) if name.startswith("test_")]
    assert result.testsRun == len(own) == 4
    assert result.wasSuccessful()


def test_reload_and_test_says_how_many_passed(the_module, host, scene, monkeypatch):
    said = []
    monkeypatch.setattr(the_module.MISGroundTest, "delayDisplay", lambda self, text, *_: said.append(text))
    skipping = {"test_the_embedded_model_answers": lambda self: self.skipTest("no packages")}
    for name, test in skipping.items():
        monkeypatch.setattr(the_module.MISGroundTest, name, test)
    slicer.selfTests["MISGround"]()
    assert said == ["no packages", "MISGround: 3 of 4 self-tests passed, 1 skipped."]


def test_reload_takes_the_library_along(the_shown_module):
    the_shown_module.panel.ui.queriesEdit.setPlainText("liver")
    before = sys.modules["MISGroundLib.panel.widget"]
    # Restored afterwards, so that later tests go on with the modules that they imported.
    with mock.patch.dict(sys.modules):
        the_shown_module.onReload()
        fresh = slicer.util.getModuleWidget("MISGround")
        assert fresh is not the_shown_module
        assert the_shown_module.panel is None
        assert sys.modules["MISGroundLib.panel.widget"] is not before
        assert fresh.panel.ui.queriesEdit.toPlainText() == "liver"
        fresh.cleanup()


def test_no_process_runs_before_the_first_query(the_shown_module):
    assert the_shown_module.logic._engine is None


def test_a_second_cleanup_does_no_harm(a_panel):
    a_panel.widget.cleanup()
    a_panel.widget.cleanup()
    assert a_panel.widget.panel is None


def test_importing_the_module_file_imports_nothing_heavy(host):
    import subprocess

    code = (
        "import sys; sys.path[:0] = ['MISGround', 'Testing', '.']; from host import start_host; h = start_host();"
        "h.load_module('MISGround'); print(sorted({'torch', 'transformers'} & set(sys.modules))); h.shutdown()"
    )
    root = slicer.modules.misground.path.rsplit("/", 2)[0]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip().endswith("[]")
    assert done.returncode == 0


def test_while_another_module_is_shown_the_panel_is_not_tied_to_the_parameter_node(a_panel):
    a_panel.type("liver")
    node = a_panel.parameters
    a_panel.widget.exit()
    node.queries, node.seed = "from a script", 5
    assert a_panel.ui.queriesEdit.toPlainText() == "liver"
    a_panel.widget.enter()
    assert a_panel.ui.queriesEdit.toPlainText() == "from a script"
    assert a_panel.ui.seedSpinBox.value == 5


def test_a_text_outlives_a_scene_that_is_closed_while_another_module_is_shown(a_panel):
    a_panel.type("liver")
    a_panel.widget.exit()
    slicer.mrmlScene.Clear()
    a_panel.widget.enter()
    assert a_panel.ui.queriesEdit.toPlainText() == "liver"
    assert a_panel.parameters.queries == "liver"


def test_the_parameter_node_is_let_go_in_exit_and_tied_again_in_enter_alone(a_panel):
    a_panel.type("liver")
    first = a_panel.parameters
    a_panel.widget.exit()
    assert a_panel.parameters is None
    assert not first._ties
    slicer.mrmlScene.Clear()
    assert a_panel.parameters is None, "a closed scene ties the panel again while another module is shown"
    slicer.mrmlScene.StartState(slicer.mrmlScene.ImportState)
    slicer.mrmlScene.EndState(slicer.mrmlScene.ImportState)
    assert a_panel.parameters is None
    a_panel.widget.enter()
    assert a_panel.parameters is not None


def test_a_scene_loaded_while_another_module_is_shown_brings_its_own_settings(a_panel, a_logic, tmp_path):
    a_panel.type("spleen")
    a_panel.parameters.seed = 7
    file = str(tmp_path / "scene.mrml")
    slicer.mrmlScene.Commit(file)
    a_panel.parameters.seed = 8
    a_panel.widget.exit()
    slicer.mrmlScene.Clear()
    slicer.mrmlScene.SetURL(file)
    slicer.mrmlScene.Import()
    a_panel.widget.enter()
    assert a_panel.parameters.seed == 7


def test_settings_outlive_a_scene_that_is_closed_twice_while_another_module_is_shown(a_panel):
    a_panel.parameters.seed = 8
    a_panel.widget.exit()
    slicer.mrmlScene.Clear()
    slicer.mrmlScene.Clear()
    a_panel.widget.enter()
    assert a_panel.parameters.seed == 8


def test_what_went_wrong_meanwhile_is_still_said_when_the_module_is_shown_again(a_panel, an_engine, a_volume):
    an_engine.tokens = 200
    a_panel.type("liver")
    a_panel.press_ctrl_enter()
    a_panel.widget.exit()
    slicer.mrmlScene.RemoveNode(a_volume)
    a_panel.wait(lambda: not a_panel.is_running)
    a_panel.widget.enter()
    assert a_panel.status.startswith("The volume left the scene")
