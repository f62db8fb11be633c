"""What a Slicer build and the extensions index read: file lists against the disk, descriptions against each other."""

import json
import re
import subprocess
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


def listed(name: str) -> set[str]:
    text = (ROOT / "MISGround" / "CMakeLists.txt").read_text()
    block = re.search(rf"set\({name}\n(.*?)\n\)", text, re.S)
    assert block, name
    return {line.strip().replace("${MODULE_NAME}", "MISGround") for line in block[1].splitlines()}


def shipped(suffix_is_python: bool) -> set[str]:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "MISGround"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    names = {Path(name).relative_to("MISGround").as_posix() for name in tracked if (ROOT / name).is_file()}
    names -= {"CMakeLists.txt"}
    return {name for name in names if name.endswith(".py") == suffix_is_python}


def test_every_python_file_is_listed_for_the_build():
    assert listed("MODULE_PYTHON_SCRIPTS") == shipped(True)


def test_every_resource_is_listed_for_the_build():
    assert listed("MODULE_PYTHON_RESOURCES") == shipped(False)


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
