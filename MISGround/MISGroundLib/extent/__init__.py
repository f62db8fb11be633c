"""Where something lies in a whole volume: slices are asked one after the other until each target has one 3D box.

`find_extent` blocks; `ExtentRun` is moved on by a timer, and `ItemsRun` searches the items of a 4D sequence. Strategies
and budget are a `SearchPlan`. `across_slices` asks about several slices in one question. A volume comes in as a
`SliceSource` and an engine as grounding's, so that nothing here needs Slicer or a model. May import grounding, slices,
sides, anatomy, geometry and the engine's protocol.
"""

from __future__ import annotations

from MISGroundLib.extent.item_searching import ItemsRun
from MISGroundLib.extent.planning import STRATEGIES, SearchPlan
from MISGroundLib.extent.searching import ExtentRun, Progress, find_extent, targets_of
from MISGroundLib.extent.volume_answer import Extent, Facts, Target
from MISGroundLib.extent.volume_frame import SliceSource, VolumeFrame, volume_frame
from MISGroundLib.extent.volume_result import SequenceResult, VolumeResult

__all__ = [
    "STRATEGIES",
    "Extent",
    "ExtentRun",
    "Facts",
    "ItemsRun",
    "Progress",
    "SearchPlan",
    "SequenceResult",
    "SliceSource",
    "Target",
    "VolumeFrame",
    "VolumeResult",
    "find_extent",
    "targets_of",
    "volume_frame",
]
