"""What stands in for Slicer, so that MISGround.py runs unchanged on slicer-core and PySide6: see README.md.

from host import start_host
host = start_host()
host.load_module("MISGround")
panel = host.show_module("MISGround")
"""

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:
    raise ImportError(
        f"Qt cannot be loaded ({error}). On Debian: apt-get install libegl1 libgl1 libxkbcommon0 libfontconfig1 "
        "libdbus-1-3 libglib2.0-0 fonts-dejavu-core"
    ) from error

from host.host import Host, start_host

__all__ = ["Host", "start_host"]
