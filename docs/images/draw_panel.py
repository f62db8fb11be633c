"""Draw docs/images/panel.png: the module's panel on the test host, after the embedded model searched a whole volume.

python docs/images/draw_panel.py SCAN.nii.gz
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing")]

QUERIES = "liver\nleft kidney\nright kidney\nspleen\nurinary bladder\npatella"


def main(scan: str) -> None:
    """Open the panel, search the scan, choose the first row, and take the picture."""
    from host import start_host

    host = start_host()
    host.load_module("MISGround")
    import slicer

    from MISGroundLib.scene.reading import read_volume
    from MISGroundLib.scene.volumes import add_volume_node

    add_volume_node(slicer.mrmlScene, read_volume(scan))
    widget = host.show_module("MISGround")
    widget.parent.show()
    widget.panel.ui.queriesEdit.setPlainText(QUERIES)
    widget.panel.ground()
    if not host.wait_until(lambda: not widget.panel.is_running, 300.0):
        sys.exit("no answer within five minutes")
    print(widget.panel.ui.statusLabel.text)
    widget.panel.ui.resultsTable.setCurrentCell(0, 0)
    host.process_events(0.2)
    print(widget.panel.ui.statusLabel.text)
    host.screenshot(widget.parent, ROOT / "docs" / "images" / "panel.png", (420, 740))
    host.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
