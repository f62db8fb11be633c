"""The module as Slicer runs it: opened, left, reloaded, tested, unloaded."""

import sys
from unittest import mock

import slicer


def test_its_own_tests_pass(the_module, host, scene):
    result = host.run_self_tests("MISGround")
    assert result.testsRun >= 4
    assert result.wasSuccessful()


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
