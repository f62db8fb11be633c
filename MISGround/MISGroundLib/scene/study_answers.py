"""What was answered of a volume node, kept with it and so with the scene: a study that is taken up again asks no more
than what is left, and two visits are compared without a further question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import slicer

from MISGroundLib.errors import clean
from MISGroundLib.extent import VolumeResult
from MISGroundLib.scene.volumes import check_volume_node, ijk_to_world, volume_info
from MISGroundLib.settings import Settings
from MISGroundLib.visits import Alignment, Scan, unregistered
from MISGroundLib.visits import register as register_scans

_ANSWER = "MISGround.StudyAnswer"
# Of a detection, what is long and not needed to show, count or compare its box.
_DROPPED = ("evidence", "planes")


def asked_of(node: Any, queries: Sequence[str], settings: Settings) -> dict[str, Any]:
    """What must be equal for an answer to be of this request: queries, settings, and the voxels and where they lie.

    Raises:
        UserError: the node cannot be asked about.
    """
    check_volume_node(node)
    array = slicer.util.arrayFromVolume(node)
    digest = hashlib.sha256(memoryview(array.reshape(-1)).cast("B"))
    digest.update(ijk_to_world(node).round(6).tobytes())
    asked = {"queries": list(queries), "settings": settings.compared(), "voxels": digest.hexdigest()[:16]}
    return dict(json.loads(json.dumps({**asked, "modality": volume_info(node).modality})))


def remember(node: Any, asked: dict[str, Any], result: VolumeResult) -> dict[str, Any]:
    """Keep an answer with its node, in place of an earlier one; returns it as `recall` will."""
    document = result.to_json()
    detections = [
        {name: value for name, value in one.items() if name not in _DROPPED} for one in document["detections"]
    ]
    kept = json.loads(json.dumps(clean({**document, "detections": detections})))
    node.SetAttribute(_ANSWER, json.dumps({"asked": clean(asked), "answer": kept}))
    return dict(kept)


def recall(node: Any, asked: dict[str, Any]) -> dict[str, Any] | None:
    """The answer to a request that is kept with a node: the content of result.json but for its evidence, or None."""
    try:
        kept = json.loads(node.GetAttribute(_ANSWER) or "null")
        return dict(kept["answer"]) if kept["asked"] == clean(asked) else None
    except (ValueError, KeyError, TypeError):  # none, or of another version
        return None


def alignment_of(
    first: Any, second: Any, *, register: bool = False, on_step: Callable[[float], None] | None = None
) -> Alignment:
    """How a place in the second volume node is one in the first: registered, or as transforms or files say.

    on_step: as of `visits.register`. Raises UserError where a node cannot be used, or the registration failed.
    """
    nodes = (first, second)
    for node in nodes:
        check_volume_node(node)
    if not register:
        return unregistered(transformed=any(node.GetParentTransformNode() is not None for node in nodes))
    return register_scans(_scan_of(first), _scan_of(second), on_step)


def _scan_of(node: Any) -> Scan:
    info = volume_info(node)
    return Scan(slicer.util.arrayFromVolume(node), ijk_to_world(node), info.modality, info.name)
