"""What a Slicer build and the extensions index read: file lists against the disk, descriptions against each other."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMA_KEYS = {
    "$schema", "build_dependencies", "build_subdirectory", "category", "dicom_support_rule", "enabled",
    "scm_revision", "scm_type", "scm_url", "tier",
}  # fmt: skip


def cmake_variable(name: str, text: str) -> str:
    found = re.search(rf'set\({name} "([^"]*)"\)', text)
    assert found, f"{name} is not a single quoted string in CMakeLists.txt"
    return found[1]


@pytest.fixture
def cmake():
    return (ROOT / "CMakeLists.txt").read_text()


@pytest.fixture
def s4ext():
    lines = (ROOT / "MISGround.s4ext").read_text().splitlines()
    return {line.split(" ", 1)[0]: line.partition(" ")[2].strip() for line in lines if line.strip()}


@pytest.fixture
def catalog_entry():
    return json.loads((ROOT / "MISGround.json").read_text())


@pytest.fixture(scope="module")
def shipped() -> set[str]:
    """Every file below MISGround that git would take: what a user must get."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "MISGround"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return {name.removeprefix("MISGround/") for name in tracked if (ROOT / name).is_file()} - {"CMakeLists.txt"}


def test_the_wheel_holds_every_file_of_the_library(shipped, tmp_path):
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE.txt", "MISGround"):
        whole = ROOT / name
        if whole.is_dir():
            shutil.copytree(whole, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif whole.exists():
            shutil.copy(whole, tmp_path / name)
    # In the environment as it is: no isolation, no network.
    code = "from setuptools.build_meta import build_wheel; build_wheel('dist')"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    # MISGround.py and Resources lie beside the library in Slicer; a wheel has Resources in it, and no Slicer module.
    wanted = {re.sub("^Resources/", "MISGroundLib/Resources/", name) for name in shipped - {"MISGround.py"}}
    assert held == wanted


def run_cmake(folder: Path) -> dict[str, list[str]]:
    """What MISGround/CMakeLists.txt hands to Slicer's macro, by CMake itself."""
    if not shutil.which("cmake"):
        pytest.skip("cmake is not installed; the same rules are read without it")
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16.3)\nproject(Stand_in NONE)\n"
        "macro(slicerMacroBuildScriptedModule)\n"
        '  cmake_parse_arguments(MY "WITH_GENERIC_TESTS" "NAME" "SCRIPTS;RESOURCES" ${ARGN})\n'
        '  file(WRITE ${CMAKE_BINARY_DIR}/scripts "${MY_SCRIPTS}")\n'
        '  file(WRITE ${CMAKE_BINARY_DIR}/resources "${MY_RESOURCES}")\n'
        "endmacro()\n"
        f'add_subdirectory("{ROOT.as_posix()}/MISGround" module)\n'
    )
    command = ["cmake", "-S", str(folder), "-B", str(folder / "build")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {kind: (folder / "build" / kind).read_text().split(";") for kind in ("scripts", "resources")}


def read_cmake(folder: Path) -> dict[str, list[str]]:
    """The same without CMake: the folders that are globbed, and the rule for what is left out."""
    text = (ROOT / "MISGround" / "CMakeLists.txt").read_text()
    left_out = re.search(r'list\(FILTER MODULE_FILES EXCLUDE REGEX "(.*)"\)', text)[1].replace("\\\\", "\\")
    below = [
        path
        for top in re.findall(r"_SOURCE_DIR}/(\w+)/\*$", text, re.M)
        for path in (ROOT / "MISGround" / top).rglob("*")
    ]
    files = [path.relative_to(ROOT / "MISGround").as_posix() for path in below if path.is_file()]
    files = [name for name in files if not re.search(left_out, name)]
    return {
        "scripts": ["MISGround.py", *(name for name in files if name.endswith(".py"))],
        "resources": [name for name in files if not name.endswith(".py")],
    }


@pytest.mark.parametrize("lists", [run_cmake, read_cmake])
def test_the_build_lists_every_file_of_the_library(lists, shipped, tmp_path):
    listed = lists(tmp_path)
    assert sorted(listed["scripts"]) == sorted(name for name in shipped if name.endswith(".py"))
    assert sorted(listed["resources"]) == sorted(name for name in shipped if not name.endswith(".py"))


def test_the_catalog_entry_has_only_keys_of_the_schema(catalog_entry):
    assert set(catalog_entry) <= SCHEMA_KEYS
    assert {"$schema", "category", "scm_url"} <= set(catalog_entry)


def test_the_three_descriptions_agree(cmake, s4ext, catalog_entry):
    assert re.search(r"^project\((\w+)\)", cmake, re.M)[1] == "MISGround"
    assert (ROOT / "MISGround.json").stem == (ROOT / "MISGround.s4ext").stem == "MISGround"
    assert s4ext["category"] == catalog_entry["category"]
    assert s4ext["scmurl"] == catalog_entry["scm_url"]
    assert s4ext["scm"] == catalog_entry["scm_type"]
    assert s4ext["scmrevision"] == catalog_entry["scm_revision"]
    assert s4ext["build_subdirectory"] == catalog_entry["build_subdirectory"]
    assert cmake_variable("EXTENSION_DEPENDS", cmake).split() == catalog_entry["build_dependencies"]
    assert s4ext["depends"].split() == catalog_entry["build_dependencies"]
    for key, variable in {
        "homepage": "EXTENSION_HOMEPAGE",
        "contributors": "EXTENSION_CONTRIBUTORS",
        "description": "EXTENSION_DESCRIPTION",
        "iconurl": "EXTENSION_ICONURL",
        "screenshoturls": "EXTENSION_SCREENSHOTURLS",
    }.items():
        assert s4ext[key] == cmake_variable(variable, cmake), key


def test_the_pictures_that_the_descriptions_name_exist(s4ext):
    for key in ("iconurl", "screenshoturls"):
        for url in s4ext[key].split():
            assert (ROOT / url.split("/main/", 1)[1]).is_file(), url


def test_testing_comes_before_packaging(cmake):
    assert cmake.index("if(BUILD_TESTING)") < cmake.index("Slicer_EXTENSION_GENERATE_CONFIG")
    assert cmake.index("Slicer_EXTENSION_GENERATE_CONFIG") < cmake.index("Slicer_EXTENSION_CPACK")


def test_the_clone_stays_under_the_limit_of_the_index():
    counts = subprocess.run(["git", "count-objects", "-v"], cwd=ROOT, capture_output=True, text=True, check=True)
    kilobytes = sum(int(size) for size in re.findall(r"^size(?:-pack)?: (\d+)$", counts.stdout, re.M))
    assert kilobytes < 100_000


def test_the_licence_is_apache_2():
    assert "Apache License" in (ROOT / "LICENSE.txt").read_text()[:200]
