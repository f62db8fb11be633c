"""Where a box comes from, as attributes of its node: enough to ask the same question again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from MISGroundLib.errors import clean, clean_text
from MISGroundLib.grounding import Detection, GroundingResult

PREFIX = "MISGround."
# Kept as JSON, so that numbers and lists come back as they were.
_JSON = {"Score", "Decoding", "Seed", "PixelToRAS", "SliceSizePx", "SliceThicknessMm", "BoxPx", "WindowLevel"}


def record(node: Any, result: GroundingResult, detection: Detection, volume_node: Any | None) -> None:
    """Write a detection's origin onto its node, as attributes named "MISGround.<name>"."""
    image, model = result.slice_image, result.model
    facts = {
        "Query": detection.query,
        "Label": detection.label,
        "Score": detection.score,
        "RawAnswer": detection.raw,
        "BoxPx": list(detection.box_px or ()),
        "Model": str(model.get("name", result.settings.model)),
        "ModelRevision": str(model.get("revision", "")),
        "Device": str(model.get("device", result.settings.device)),
        "Decoding": asdict(result.settings.decoding),
        "Seed": result.settings.seed,
        "Plane": image.grid.plane,
        "PixelToRAS": image.grid.pixel_to_ras.tolist(),
        "SliceSizePx": list(image.grid.size_px),
        "SliceThicknessMm": image.grid.thickness_mm,
        "WindowLevel": [image.window, image.level],
        "WindowSource": image.window_source,
        "VolumeID": volume_node.GetID() if volume_node is not None else "",
        "VolumeName": image.volume.name,
        "VolumeIdentifier": image.volume.identifier,
        "Software": f"{result.software['name']} {result.software['version']}",
        "Created": result.created,
    }
    for name, value in facts.items():
        node.SetAttribute(PREFIX + name, json.dumps(clean(value)) if name in _JSON else clean_text(str(value)))


def read(node: Any) -> dict[str, Any]:
    """What `record` wrote, without the prefix; empty for a node that is not MISGround's."""
    facts: dict[str, Any] = {}
    for name in node.GetAttributeNames() or ():
        if name.startswith(PREFIX):
            short, text = name.removeprefix(PREFIX), node.GetAttribute(name)
            facts[short] = json.loads(text) if short in _JSON else text
    return facts
