"""What stands in for the Slicer application, so that MISGround.py runs unchanged on slicer-core and PySide6.

MRML, its logics and slicer.util are Slicer's own; the rest is written after Slicer's sources and was compared with the
application, clicked through by hand (docs/real-slicer-checklist.md). What it stands for:
- face/: `qt` and `ctk` as PythonQt has them. Stricter on purpose, to catch our own slips: None or a number for a text,
  2.7 for an int, "yes" for a bool, an unknown signal or .ui property raise here; PythonQt converts or prints a line.
- scene_life.py: what Slicer does to the scene beside a module: hierarchy items come and go with their nodes, a box that
  comes back has a new display node, and (host.user) acts in the views push undo states once the scene's undo is on.
- stand_ins/: application, layout (three slice views, a 3D view with a camera; nothing is drawn), modules, node chooser
  (picks no node that is added later), CTK's widgets. A tooltip reads back as an escaped paragraph.
- self_tests.py: the loader counts every test class in the module's namespace, imported ones too.
- Not here: Extensions Manager, DICOM and Segment Editor modules, translations, real painting, other systems than this.

from host import start_host
host = start_host()
host.load_module("MISGround")
panel = host.show_module("MISGround")
"""

from host import immortal_constants  # noqa: F401

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:
    raise ImportError(
        f"Qt cannot be loaded ({error}). On Debian: apt-get install libegl1 libgl1 libxkbcommon0 libfontconfig1 "
        "libdbus-1-3 libglib2.0-0 fonts-dejavu-core"
    ) from error

from host.host import Host, start_host

__all__ = ["Host", "start_host"]
