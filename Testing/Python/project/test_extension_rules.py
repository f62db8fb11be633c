"""What the ExtensionsIndex and Slicer's HEAD ask of an extension: a test for each rule.

What only the application can show is in docs/real-slicer-checklist.md.
"""

import ast
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[3]
MODULE = ROOT / "MISGround"
MODULE_FILE = (MODULE / "MISGround.py").read_text(encoding="utf-8")
SOURCES = [MODULE / "MISGround.py", *sorted((MODULE / "MISGroundLib").rglob("*.py"))]
PANEL = [path for path in SOURCES if path.parent.name == "panel" or path.stem == "MISGround"]
CMAKE = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Slicer's schema 1.0.2, which allows no other key.
SCHEMA = {
    "$schema": str, "category": str, "scm_url": str, "scm_revision": str, "scm_type": str, "build_dependencies": list,
    "dicom_support_rule": str, "build_subdirectory": str, "enabled": bool, "tier": int,
}  # fmt: skip
# Those of the index that an extension such as this could be in.
CATEGORIES = ("Segmentation", "Quantification", "Informatics", "Analysis")
METADATA = ("HOMEPAGE", "CONTRIBUTORS", "DESCRIPTION", "ICONURL", "SCREENSHOTURLS", "DEPENDS", "RECOMMENDS", "KEYWORDS")


def cmake_variable(name: str) -> str:
    found = re.search(rf'^set\({name} "([^"]*)"\)$', CMAKE, re.M)
    assert found, f"{name} is not a single quoted string in CMakeLists.txt"
    return found[1]


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """The calls in a file, each with the dotted name of what is called."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.fixture
def entry():
    return json.loads((ROOT / "MISGround.json").read_text())


@pytest.fixture
def s4ext():
    lines = (ROOT / "MISGround.s4ext").read_text().splitlines()
    return {line.split(" ", 1)[0]: line.partition(" ")[2].strip() for line in lines if line.strip()}


def test_rule_1_the_catalog_entry_follows_the_schema_and_bears_the_project_s_name(entry):
    assert {"$schema", "category", "scm_url"} <= set(entry) <= set(SCHEMA)
    assert all(isinstance(value, SCHEMA[key]) for key, value in entry.items())
    assert entry["$schema"].endswith("slicer-extension-catalog-entry-schema-v1.0.2.json#")
    assert entry["scm_type"] in ("git", "local")
    assert 1 <= entry["tier"] <= 5
    assert re.search(r"^project\((\w+)\)", CMAKE, re.M)[1] == "MISGround"
    assert (ROOT / "MISGround.json").stem == (ROOT / "MISGround.s4ext").stem == "MISGround"


def test_rule_1_the_three_descriptions_agree(entry, s4ext):
    for key, name in {"category": "category", "scmurl": "scm_url", "scm": "scm_type", "scmrevision": "scm_revision",
                      "build_subdirectory": "build_subdirectory"}.items():  # fmt: skip
        assert s4ext[key] == entry[name], key
    assert s4ext["tier"] == str(entry["tier"])
    for name in METADATA:
        assert s4ext[name.lower()] == cmake_variable(f"EXTENSION_{name}"), name


def test_rule_2_category_and_repository_name_are_those_of_the_index(entry):
    assert entry["category"] in CATEGORIES
    assert f'translate("qSlicerAbstractCoreModule", "{entry["category"]}")' in MODULE_FILE
    assert entry["scm_url"].endswith("/SlicerMISGround.git")
    assert cmake_variable("EXTENSION_HOMEPAGE").endswith("/SlicerMISGround")


def test_rule_3_cmakelists_follows_the_template(entry):
    order = ["cmake_minimum_required(", "project(MISGround)", "find_package(Slicer REQUIRED)",
             "include(${Slicer_USE_FILE})", "add_subdirectory(MISGround)", "if(BUILD_TESTING)",
             "include(${Slicer_EXTENSION_GENERATE_CONFIG})", "include(${Slicer_EXTENSION_CPACK})"]  # fmt: skip
    places = [CMAKE.index(line) for line in order]
    assert places == sorted(places)
    assert cmake_variable("EXTENSION_DEPENDS").split() == entry["build_dependencies"] == ["PyTorch"]


def test_rule_4_the_clone_stays_under_the_limit_of_the_index():
    # Of what a clone brings: not of what lies in this repository beside it.
    command = ["git", "rev-list", "--objects", "--disk-usage", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100_000_000


def test_rule_5_licences_and_the_research_statement_are_there():
    assert "Apache License" in (ROOT / "LICENSE.txt").read_text()[:200]
    statement = re.compile(r"research\s+use\s+only", re.I)
    form = (MODULE / "Resources" / "UI" / "MISGround.ui").read_text(encoding="utf-8")
    for text in (README, MODULE_FILE, form, cmake_variable("EXTENSION_DESCRIPTION")):
        assert statement.search(text)
    for restricted in ("Gemma", "Health AI Developer Foundations", "research only"):
        assert restricted in README


def test_rule_6_torch_comes_by_the_pytorch_extension_and_no_package_is_installed_at_import():
    for path in SOURCES:
        for name, call in calls(path):
            if name.endswith(("pip_install", "pip_ensure", "installTorch")):
                assert path.name == "model_section.py", path
                if name.endswith("installTorch"):
                    assert "askConfirmation=True" in ast.unparse(call)
                if name.endswith("pip_ensure"):
                    assert "requester='MISGround'" in ast.unparse(call)
    for path in PANEL:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert not [node for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)], path
    lines = (MODULE / "Resources" / "requirements.txt").read_text().splitlines()
    needed = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert needed[0].name == "torch"
    assert all(">=" in str(one.specifier) for one in needed)


def test_rule_6_the_exact_class_of_transformers_is_looked_for(host):
    from MISGroundLib.panel.model_section import PREFLIGHT

    # Younger than Qwen3-VL's own class: an older release has that, and not the picture processors without torchvision.
    assert PREFLIGHT == ("transformers", "models/qwen2_vl/image_processing_pil_qwen2_vl.py")


def test_rule_7_no_model_is_downloaded_unless_the_user_allows_it():
    from MISGroundLib.settings import Settings, declared_settings

    allowed = {one.name: one for one in declared_settings(Settings)}["allow_download"]
    assert allowed.default is False
    assert not allowed.saved


def test_rule_8_nothing_is_sent_to_another_computer_unless_the_user_allows_it():
    from MISGroundLib.settings import Settings, declared_settings

    allowed = {one.name: one for one in declared_settings(Settings)}["allow_remote"]
    assert allowed.default is False
    assert not allowed.saved


def test_rule_9_texts_are_never_glued_of_an_f_string():
    for path in PANEL:
        for name, call in calls(path):
            # Those two show the library's templates and what the catalogue says of a model.
            if name == "_" or (name == "translate" and path.stem not in ("wording", "model_manager")):
                assert all(isinstance(one, ast.Constant) for one in call.args), f"{path.name}:{call.lineno}"


def test_rule_9_every_control_has_a_tooltip_and_no_colour_of_its_own():
    form = ElementTree.parse(MODULE / "Resources" / "UI" / "MISGround.ui")
    controls = ("QPushButton", "QToolButton", "QComboBox", "QTextEdit", "QLineEdit", "QSpinBox", "QDoubleSpinBox",
                "QCheckBox", "QTableWidget", "QProgressBar", "qMRMLNodeComboBox", "ctkCollapsibleButton")  # fmt: skip
    bare = [
        widget.get("name")
        for widget in form.iter("widget")
        if widget.get("class") in controls and widget.find("property[@name='toolTip']") is None
    ]
    assert not bare
    assert not list(form.iter("color"))
    for path in PANEL:
        assert not re.search(r"styleSheet.*(?:color|background)", path.read_text(encoding="utf-8")), path


def test_rule_9_popups_are_few():
    asked = [
        f"{path.name}: {name}"
        for path in PANEL
        for name, _ in calls(path)
        if re.search(r"util\.\w+Display$|QMessageBox|QInputDialog", name)
    ]
    confirm = "slicer.util.confirmOkCancelDisplay"
    # Before gigabytes of a model go from the disk; before packages are installed, in a Slicer before 5.12.
    assert sorted(asked) == [f"model_manager.py: {confirm}", f"model_section.py: {confirm}"]


def test_rule_10_the_module_describes_itself(host):
    host_module = _module(host)
    assert host_module.title == "MISGround"
    assert host_module.categories == ("Segmentation",)
    assert len(host_module.dependencies) == 0
    assert host_module.contributors
    assert "research use only" in host_module.helpText
    assert "documentation" in host_module.helpText
    assert host_module.acknowledgementText


def _module(host):
    import slicer

    if not hasattr(slicer.modules, "misground"):
        host.load_module("MISGround")
    return slicer.modules.misground


def test_rule_10_sample_data_is_offered_at_startup_in_a_category_of_its_own_with_checksums(host):
    import SampleData

    _module(host)
    assert SampleData.SampleDataLogic.titles["MISGround"]
    sources = SampleData.SampleDataLogic.sources["MISGround"]
    assert len(sources) >= 3
    for source in sources:
        kind, digest = source["checksums"].split(":")
        assert (kind, len(digest)) == ("SHA256", 64)
        assert source["uris"].endswith(f"/SHA256/{digest}")
        assert source["fileNames"]
        assert source["nodeNames"]
    assert len({source["sampleName"] for source in sources}) == len(sources)


def test_rule_11_readme_has_what_the_index_asks_for():
    assert README.splitlines()[0] == "# MISGround"
    assert "![" in README[: README.index("## ")]
    for part in ("## Install", "## The first query", "Sample Data >", "**Privacy.**", "Cite", "troubleshooting"):
        assert part in README


def test_rule_12_each_self_test_stands_alone():
    tree = ast.parse(MODULE_FILE)
    test = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "MISGroundTest")
    methods = {node.name: ast.unparse(node) for node in test.body if isinstance(node, ast.FunctionDef)}
    assert "slicer.mrmlScene.Clear()" in methods["setUp"]
    assert "self.setUp()" in methods["runTest"]
    assert len([name for name in methods if name.startswith("test_")]) >= 4
    assert "allowDownload" not in "".join(methods.values())


def test_rule_13_a_reload_takes_the_library_along_and_imp_is_gone():
    assert "del sys.modules[name]" in MODULE_FILE
    for path in SOURCES:
        assert not re.search(r"^\s*(?:import imp$|from imp )", path.read_text(encoding="utf-8"), re.M), path


def test_rule_3_the_pictures_that_the_descriptions_name_exist(s4ext):
    for key in ("iconurl", "screenshoturls"):
        for url in s4ext[key].split():
            assert (ROOT / url.split("/main/", 1)[1]).is_file(), url


# Of Slicer's HEAD.


def test_head_cmake_is_that_of_the_template():
    assert CMAKE.startswith("cmake_minimum_required(VERSION 3.28.0...3.28.0 FATAL_ERROR)\n")


def test_head_no_dicom_support_rule(entry):
    """Slicer suggests an extension with a rule to whoever loads such DICOM data. Any CT or MR is such data, and every
    Slicer can read it: that would be advertising. The day an answer is a DICOM object of its own kind, it needs one."""
    assert "dicom_support_rule" not in entry


def test_head_packages_go_through_slicer_packaging_where_it_exists(host, monkeypatch):
    import slicer.packaging

    from MISGroundLib.panel import model_section

    asked = []
    monkeypatch.setattr(slicer.packaging, "pip_check", lambda needed: asked.append(needed.name) or True)
    assert model_section.Dependencies().missing() == []
    assert asked == [needed.name for needed in model_section.required_packages()]


def test_head_nothing_heavy_is_imported_at_file_scope():
    tree = ast.parse(MODULE_FILE)
    imported = {
        name.split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= {"sys", "unittest", "pathlib", "slicer"}


def test_head_sources_are_ascii():
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [f"{path.name}:{number}" for number, line in enumerate(lines, 1) if not line.isascii()]


def test_head_qt_6_enums_are_scoped_and_flags_are_ored():
    for path in PANEL:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"qt\.Qt\.(?:CTRL|SHIFT|ALT|META|Align\w+)\s*\+", text), path
        assert not re.search(r"\bqt\.(?:QAction\(.*shortcut|QRegExp\b|QDesktopWidget|QTextCodec|QMatrix\b)", text), path
        assert not re.search(r"\.exec_\(", text), path  # exec() in Qt 6
    form = ElementTree.parse(MODULE / "Resources" / "UI" / "MISGround.ui")
    for kind in ("enum", "set"):
        assert all("::" in one.text for one in form.iter(kind)), "an enum without its class"


def test_head_no_asyncio_runs_in_the_application():
    for path in PANEL:
        assert "asyncio" not in path.read_text(encoding="utf-8"), path
