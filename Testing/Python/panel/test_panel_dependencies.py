"""What is missing is found without an import, and installed only when the user agrees: torch first."""

import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from MISGroundLib.errors import UserError

COMPLETE = {
    "torch": "2.13.0+cpu",
    "transformers": "5.23.0",
    "safetensors": "0.8",
    "pillow": "12.0",
    "httpx": "0.28.1",
    "psutil": "7.0",
}


@pytest.fixture
def dependencies(host):
    """The library's module; it needs `slicer`, so it is imported once the host runs."""
    from MISGroundLib.panel import model_section

    return model_section


@pytest.fixture
def a_python():
    """Installed packages by name, and what was done to them."""
    return SimpleNamespace(installed=dict(COMPLETE), done=[])


@pytest.fixture
def some_dependencies(dependencies, a_python):
    def install_torch(specifier):
        a_python.done.append(f"torch{specifier}")
        a_python.installed["torch"] = "2.9.0"
        return True

    def install_packages(packages):
        a_python.done += [str(needed) for needed in packages]
        a_python.installed.update({needed.name: COMPLETE[needed.name] for needed in packages})

    return dependencies.Dependencies(a_python.installed.get, install_torch, install_packages)


def test_nothing_is_asked_where_nothing_is_missing(dependencies, some_dependencies, a_python):
    some_dependencies.ensure()
    assert a_python.done == []


def test_torch_comes_before_the_rest(dependencies, some_dependencies, a_python):
    a_python.installed.clear()
    some_dependencies.ensure()
    assert a_python.done[0] == "torch>=2.6"
    assert [Requirement(text).name for text in a_python.done[1:]] == [
        "transformers",
        "safetensors",
        "pillow",
        "psutil",
        "httpx",
    ]


def test_a_package_that_is_too_old_is_missing(dependencies, some_dependencies, a_python):
    a_python.installed["transformers"] = "4.57.1"
    assert [needed.name for needed in some_dependencies.missing()] == ["transformers"]


def test_a_torch_that_is_too_old_is_never_replaced_behind_the_users_back(dependencies, some_dependencies, a_python):
    a_python.installed["torch"] = "2.1.0"
    with pytest.raises(UserError, match=r"installed PyTorch 2\.1\.0 does not fit"):
        some_dependencies.ensure()
    assert a_python.done == []


def test_the_user_says_no(dependencies, a_python):
    del a_python.installed["torch"]
    with pytest.raises(UserError, match="PyTorch was not installed"):
        dependencies.Dependencies(a_python.installed.get, lambda _: False, None).ensure()


def test_no_pytorch_extension(dependencies, a_python):
    del a_python.installed["torch"]
    with pytest.raises(UserError, match="Install the extension named PyTorch"):
        dependencies.Dependencies(a_python.installed.get).ensure()


def test_the_pytorch_extension_is_asked_with_confirmation(dependencies, a_python, monkeypatch):
    calls = []

    class PyTorchUtilsLogic:
        def installTorch(self, **options):
            calls.append(options)
            a_python.installed["torch"] = "2.9.0"
            return object()

    monkeypatch.setitem(sys.modules, "PyTorchUtils", SimpleNamespace(PyTorchUtilsLogic=PyTorchUtilsLogic))
    del a_python.installed["torch"]
    dependencies.Dependencies(a_python.installed.get).ensure()
    assert calls == [{"askConfirmation": True, "torchVersionRequirement": ">=2.6"}]


def test_packages_go_through_slicer_packaging(dependencies, a_python, monkeypatch):
    import slicer.packaging

    calls = []

    def pip_ensure(requirements, requester=None, **_):
        calls.append(([str(needed) for needed in requirements], requester))
        a_python.installed["transformers"] = "5.23.0"

    monkeypatch.setattr(slicer.packaging, "pip_ensure", pip_ensure)
    del a_python.installed["transformers"]
    dependencies.Dependencies(a_python.installed.get).ensure()
    assert calls == [(["transformers<6,>=5.4"], "MISGround")]


def test_a_failed_installation_says_what_to_do(dependencies, a_python, monkeypatch):
    import slicer.packaging

    def pip_ensure(*_, **__):
        raise RuntimeError("User declined package installation")

    monkeypatch.setattr(slicer.packaging, "pip_ensure", pip_ensure)
    del a_python.installed["transformers"]
    with pytest.raises(UserError, match="declined package installation"):
        dependencies.Dependencies(a_python.installed.get).ensure()


def test_a_slicer_without_slicer_packaging_asks_and_uses_pip_install(dependencies, a_python, monkeypatch):
    import slicer

    calls = []

    def pip_install(names):
        calls.append(names)
        a_python.installed["transformers"] = "5.23.0"

    monkeypatch.setitem(sys.modules, "slicer.packaging", None)
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda *_, **__: True)
    monkeypatch.setattr(slicer.util, "pip_install", pip_install)
    del a_python.installed["transformers"]
    dependencies.Dependencies(a_python.installed.get).ensure()
    assert calls == [["transformers<6,>=5.4"]]


def test_a_transformers_without_the_model_is_found_out(dependencies, some_dependencies, a_python, monkeypatch):
    monkeypatch.setattr(dependencies, "PREFLIGHT", ("transformers", "models/none_such/modeling.py"))
    del a_python.installed["safetensors"]
    with pytest.raises(UserError, match="cannot read pictures"):
        some_dependencies.ensure()


def test_a_test_run_installs_nothing(host, some_dependencies, a_python):
    del a_python.installed["torch"]
    with host.testing(), pytest.raises(UserError, match="missing: torch"):
        some_dependencies.ensure()
    assert a_python.done == []


def test_this_python_has_everything(dependencies):
    assert dependencies.Dependencies().missing() == []


def test_the_bounds_are_those_of_pyproject(dependencies):
    project = tomllib.loads((Path(__file__).resolve().parents[3] / "pyproject.toml").read_text())["project"]
    declared = {Requirement(text).name: Requirement(text).specifier for text in project["dependencies"]}
    for needed in dependencies.required_packages():
        assert declared[needed.name] == needed.specifier


def test_what_is_missing_is_said_in_the_panel(open_panel, a_logic, a_volume, an_engine):
    class Missing:
        def missing(self):
            return [Requirement("torch")]

        def ensure(self):
            raise UserError("PyTorch is missing. Install the extension named PyTorch.")

    panel = open_panel(a_logic, Missing())
    panel.ask("liver")
    assert panel.status == "PyTorch is missing. Install the extension named PyTorch."
    assert an_engine.asked == []
    assert panel.ui.queriesEdit.toPlainText() == "liver"
