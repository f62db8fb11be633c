"""views.png of a saved scene: drawn in a process of its own, as missing graphics may crash it, or inside Slicer.

`slicer` and `vtk` are imported in functions: the drawing process looks for graphics before it loads them.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

from MISGroundLib.errors import UserError
from MISGroundLib.files import replaced
from MISGroundLib.scene.reading import native_folder, native_path

_PACKAGES = "libegl1 libegl-mesa0 libgl1-mesa-dri"
_NO_GRAPHICS = 3
_TIMEOUT_SECONDS = 180


def render(bundle: str | os.PathLike[str], picture: str | os.PathLike[str]) -> None:
    """Draw the four views of a scene bundle (.mrb) to a PNG, without a display.

    Inside Slicer they are drawn in its own process, by its own displayable managers on a scene apart: the user's scene
    and views are not touched.

    Raises:
        UserError: it could not be drawn; where graphics are missing, the message names the packages to install.
    """
    target = Path(picture).absolute()
    if not zipfile.is_zipfile(bundle):
        raise UserError("{target} was left out: {bundle} is no scene bundle.", target=target, bundle=bundle)
    if "slicer" in Path(sys.executable).name.lower():
        _draw_in_slicer(Path(bundle).resolve(), target)
        return
    library = str(Path(__file__).resolve().parents[2])
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (library, environment.get("PYTHONPATH"))))
    # Slicer takes names in UTF-8 alone, and its bundle reader does not find a relative path.
    with (
        native_path(Path(bundle).absolute()) as readable,
        native_folder(target.parent) as folder,
        replaced(folder / target.name) as temporary,
    ):
        command = [sys.executable, "-m", "MISGroundLib.scene.views_png", str(readable), str(temporary)]
        # Nothing is ever written to it: it ends when this process does, and the drawing with it.
        lifeline, held = os.pipe()
        try:
            done = subprocess.run(
                command,
                env=environment,
                stdin=lifeline,
                capture_output=True,
                text=True,
                timeout=_TIMEOUT_SECONDS,
                errors="replace",
            )
        except subprocess.TimeoutExpired as error:
            raise UserError(
                "{target} was left out: drawing took over {timeout_seconds} seconds.",
                target=target,
                timeout_seconds=_TIMEOUT_SECONDS,
            ) from error
        finally:
            os.close(lifeline)
            os.close(held)
        # A crash (negative code) is what a half-installed OpenGL does.
        if done.returncode == _NO_GRAPHICS or done.returncode < 0:
            raise UserError(
                "{target} was left out: this machine cannot draw without a display. "
                "Install "
                "libegl1 libegl-mesa0 libgl1-mesa-dri"
                " (apt-get install "
                "libegl1 libegl-mesa0 libgl1-mesa-dri"
                ") and run again.",
                target=target,
            )
        if done.returncode != 0 or not temporary.is_file():
            reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"
            raise UserError("{target} was left out: {reason}", target=target, reason=reason)


def _draw_in_slicer(bundle: Path, target: Path) -> None:
    import slicer

    if slicer.app.layoutManager() is None:
        raise UserError(
            "{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.",
            target=target,
            bundle=bundle,
        )
    with replaced(target) as temporary:
        try:
            _draw(str(bundle), temporary)
        except UserError:
            raise
        except Exception as error:
            raise UserError("{target} was left out: {error}", target=target, error=error) from error


def _draw(bundle: str, picture: Path) -> None:
    """Raises ValueError for a bundle that cannot be read."""
    from MISGroundLib.scene.four_up import four_up
    from MISGroundLib.scene.headless import boot

    with boot() as headless:
        if not headless.scene.ReadFromMRB(bundle, True):
            raise ValueError(f"{bundle} cannot be read")
        four_up(headless).save(picture, "PNG")


def _has_graphics() -> bool:
    """Whether VTK gets an OpenGL context for an off-screen window."""
    if sys.platform.startswith("linux"):
        try:
            ctypes.CDLL("libEGL.so.1")
        except OSError:
            return False
        # Also where there is a display: nothing should flash up on it.
        os.environ["VTK_DEFAULT_OPENGL_WINDOW"] = "vtkEGLRenderWindow"
    import vtk

    window = vtk.vtkRenderWindow()
    window.SetOffScreenRendering(True)
    works = bool(window.SupportsOpenGL())
    window.Finalize()
    return works


def _end_with_parent() -> None:
    # Not by sys.stdin: its lock, held while it waits, aborts the interpreter at its end.
    while os.read(0, 4096):
        pass
    os._exit(1)


def main(bundle: str, picture: str) -> int:
    """The child process: 0 when drawn, 3 where there are no graphics, 1 and a line on stderr for anything else."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not _has_graphics():
        return _NO_GRAPHICS
    try:
        _draw(bundle, Path(picture))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
