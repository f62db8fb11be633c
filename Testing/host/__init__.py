"""What stands in for the Slicer application, so that MISGround.py runs unchanged on slicer-core and PySide6.

from host import start_host
host = start_host()
host.load_module("MISGround")
panel = host.show_module("MISGround")
"""

from host import immortal_constants  # noqa: F401
from host.host import Host, start_host

__all__ = ["Host", "start_host"]
