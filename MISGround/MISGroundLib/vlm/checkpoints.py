"""Which family or checkpoint a model is: by its name, its config.json, or the user's word. No torch.

A box read in the wrong format can lie upside down and look right. So nothing is guessed: where two entries of
known_families.py fit a model and differ, it is refused, and the remedies are the key "misground" in its config.json or
the box format that the user tells, which decides over all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from MISGroundLib.errors import Sentence, UserError, listed
from MISGroundLib.settings import AUTOMATIC_BOXES
from MISGroundLib.vlm.boxes import BOX_FORMATS
from MISGroundLib.vlm.families import MINI_NAME, Family
from MISGroundLib.vlm.known_families import (
    ASKS,
    CHECKPOINTS,
    FAMILIES,
    FAMILY_NAMES,
    LISTING,
    LONG_ANSWERS,
    MINI,
    POINTERS,
    REFUSED,
    SEGMENTERS,
    Checkpoint,
    plain,
)

# By what its name tells, as a server's.
_NAMED = {**FAMILIES, **POINTERS}
# Those with one way to answer: no checkpoint of them is known to differ.
_ONE_WAY = {**SEGMENTERS, **POINTERS}

MINI_TYPE = "misground_mini"  # its model_type in config.json
_OTHERWISE = "Or give the box format (--box-format; in the panel under Decoding and device)."


def family_of(config: dict[str, Any], folder: Path, name: str = "", box_format: str = AUTOMATIC_BOXES) -> Family:
    """How to talk with the model in a folder.

    Args:
        config: its config.json. Where it has a key "misground", that names the checkpoint, the family or a format of
            boxes.BOX_FORMATS.
        folder: where it lies.
        name: what the user typed: the folder or a hub id.
        box_format: of settings.BOX_FORMATS; any but "automatic" decides.

    Returns:
        The family as the user's format or the config's key says; else the checkpoint that its name or config.json
        tells; else its architecture's family.

    Raises:
        UserError: for an architecture that is not known, listing those that are; for a model that fits two
            checkpoints which differ, or a checkpoint of another architecture; for a format that it cannot write.
    """
    kind = str(config.get("model_type"))
    if config.get("misground_profile") == MINI_NAME:
        if kind != MINI_TYPE:
            raise UserError(
                "The model in {folder} is misground-mini as an older MISGround had it, "
                "which was asked in other words. Choose misground-mini itself.",
                folder=folder,
            )
        return written_as(MINI, box_format)
    if kind in REFUSED:
        raise UserError("The model in {folder} cannot be asked. {refused}", folder=folder, refused=REFUSED[kind])
    if kind in _ONE_WAY:
        return written_as(_ONE_WAY[kind], box_format)
    if kind not in FAMILIES:
        known = ", ".join(f"{name} ({family.name})" for name, family in {**FAMILIES, **_ONE_WAY}.items())
        raise UserError(
            "The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a "
            "model of one of the types {known}.",
            folder=folder,
            kind=kind,
            known=known,
        )
    if box_format != AUTOMATIC_BOXES:
        return written_as(FAMILIES[kind], box_format)
    choices = [FAMILIES[kind], *(checkpoint.model for checkpoint in CHECKPOINTS if checkpoint.family == kind)]
    told = config.get("misground")
    if told is None:
        found = _fitting((Path(name).name, folder.name), config)
        if all(checkpoint.family == kind for checkpoint in found) and len(found) < 2:
            return found[0].model if found else FAMILIES[kind]
        why = Sentence(
            "The model in {folder}, of the family {family}, looks by its name or config.json like {like}.",
            folder=folder,
            family=FAMILIES[kind].name,
            like=listed([checkpoint.model.name for checkpoint in found]),
        )
    else:
        for model in choices:
            if model.name == told:
                return model
        if isinstance(told, str) and told in BOX_FORMATS:
            return written_as(FAMILIES[kind], told)
        says = '{file} says "misground": {told!r}, which no model of its type is.'
        why = Sentence(says, file=folder / "config.json", told=told)
    names = " / ".join(f'"{model.name}"' for model in choices)
    raise UserError(
        '{why} Say how it writes its boxes in its config.json: "misground": {names}. '
        "Or give the box format (--box-format; in the panel under Decoding and device).",
        why=why,
        names=names,
    )


def family_named(names: Iterable[str], box_format: str = AUTOMATIC_BOXES) -> Family:
    """How to talk with a model of which only names are known, as of a server's: its checkpoint, else its family.

    Args:
        names: the model's; the first that tells a family counts.
        box_format: of settings.BOX_FORMATS; any but "automatic" decides how its boxes are written.

    Raises:
        UserError: for names that tell nothing, listing the families, or that tell two which differ.
    """
    tried = list(dict.fromkeys(name for name in names if name))
    shown = " or ".join(map(repr, tried)) or repr("")
    matches = (key for name in tried for pattern, key in FAMILY_NAMES if re.search(pattern, plain(name)))
    family = next(matches, None)
    found = _fitting(tried, {})
    if box_format != AUTOMATIC_BOXES and (family or found):
        return written_as(_NAMED[family or found[0].family], box_format)
    if len(found) > 1 or any(family not in (None, checkpoint.family) for checkpoint in found):
        told = [*(checkpoint.model.name for checkpoint in found), *([_NAMED[family].name] if family else [])]
        raise UserError(
            "The name {shown} tells both {told}, and each writes boxes its own way. Start the server "
            "with --served-model-name and a name that holds one of them only. "
            "Or give the box format (--box-format; in the panel under Decoding and device).",
            shown=shown,
            told=listed(told),
        )
    if found:
        return found[0].model
    if family is not None:
        return _NAMED[family]
    known = ", ".join(_NAMED[key].name for _, key in FAMILY_NAMES)
    raise UserError(
        "The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of "
        "one of these, start its server with --served-model-name and a name that holds the family's.",
        shown=shown,
        known=known,
    )


def written_as(model: Family, box_format: str) -> Family:
    """A family whose boxes are asked for and read as the user says; itself for "automatic" and for its own format.

    Raises UserError for misground-mini, whose format is known, and for pixels of a picture that the family's processor
    may resize unseen.
    """
    if box_format == AUTOMATIC_BOXES:
        return model
    written = BOX_FORMATS[box_format]
    if not model.writes:
        raise UserError(
            "{name} gives its boxes as numbers, not as text in some format: leave the box format {automatic_boxes}.",
            name=model.name,
            automatic_boxes=AUTOMATIC_BOXES,
        )
    if model.name == MINI_NAME:
        raise UserError(
            "{mini_name} writes its boxes in one way, which is known: leave the box format {automatic_boxes}.",
            mini_name=MINI_NAME,
            automatic_boxes=AUTOMATIC_BOXES,
        )
    if written is model.box_format:
        return model
    if not written.scale and "Qwen2VL" not in model.picture_class:
        raise UserError(
            "The box format {box_format} counts the pixels of Qwen's own pictures, and {model_name} makes others. "
            "Choose a format that counts from 0 to 1000, or from 0 to 1.",
            box_format=box_format,
            model_name=model.name,
        )
    return replace(
        model,
        box_format=written,
        ask=ASKS[box_format] if model.chats else model.ask,
        unsure=Sentence("Its boxes are read as those of {name}, as you said.", name=written.name),
        max_new_tokens=max(model.max_new_tokens, LONG_ANSWERS.get(box_format, 0)),
        no_boxes="",
        pointing=None,
        counts=written in LISTING,
    )


def _fitting(names: Iterable[str], config: Mapping[str, Any]) -> list[Checkpoint]:
    """The checkpoints that fit, but for those that say the same as one before."""
    tried = list(names)
    fitting = [checkpoint for checkpoint in CHECKPOINTS if checkpoint.fits(tried, config)]
    return [one for place, one in enumerate(fitting) if one.model not in [other.model for other in fitting[:place]]]
