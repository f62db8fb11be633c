"""What a Slicer build and a wheel read: file lists against the disk."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


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
