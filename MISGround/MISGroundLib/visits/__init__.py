"""Two visits of one patient side by side: the boxes of one query on two volumes, their sizes and places, as figures.

`alignment` says how places of the one volume are those of the other (as the files or the scene say, or registered);
`comparison` holds the boxes against one another. Answers come in as the content of result.json. May import SimpleITK
(in functions), geometry, errors and grounding.
"""

from __future__ import annotations

from MISGroundLib.visits.alignment import Alignment, Quality, Scan, register, unregistered
from MISGroundLib.visits.comparison import Comparison, Row, compare

__all__ = ["Alignment", "Comparison", "Quality", "Row", "Scan", "compare", "register", "unregistered"]
