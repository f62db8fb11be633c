"""Contact sheets: pictures with the true box (green) and the model's (yellow) of one structure each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from MISGroundLib.engine.protocol import Question
from training.pictures import Picture
from training.tissues import STRUCTURES

if TYPE_CHECKING:
    from training.evaluate import MiniModel

_TILE = 240
_COLUMNS = 6
_FAVOURITES = ("liver", "left kidney", "vertebrae", "spleen", "right kidney", "aorta", "urinary bladder", "heart")


def draw_sheet(model: MiniModel, pictures: list[Picture], path: Path, tiles: int = 36) -> None:
    """Ask for one present structure on each of some pictures, and draw truth and answer."""
    chosen = pictures[:: max(1, len(pictures) // tiles)][:tiles]
    rows = -(-len(chosen) // _COLUMNS)
    sheet = Image.new("RGB", (_TILE * _COLUMNS, _TILE * rows))
    for number, picture in enumerate(chosen):
        present = [name for name in _FAVOURITES if STRUCTURES.index(name) + 1 in picture.boxes]
        name = present[number % len(present)] if present else STRUCTURES[min(picture.boxes) - 1]
        question = Question(name, picture.plane, "CT", picture.position_fraction)
        answer = model.ask(picture.pixels, [question])[0]
        scale = (_TILE - 4) / max(picture.pixels.shape)
        tile = Image.fromarray(picture.pixels).convert("RGB")
        tile = tile.resize((max(1, round(tile.width * scale)), max(1, round(tile.height * scale))))
        draw = ImageDraw.Draw(tile)
        truth = picture.boxes[STRUCTURES.index(name) + 1]
        draw.rectangle([v * scale for v in truth], outline=(0, 255, 0), width=2)
        for box in answer.boxes:
            draw.rectangle([v * scale for v in box.box_px], outline=(255, 220, 0), width=2)
        draw.text((3, 3), name if answer.boxes else f"{name}: not found", fill=(255, 255, 255))
        sheet.paste(tile, (_TILE * (number % _COLUMNS), _TILE * (number // _COLUMNS)))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
