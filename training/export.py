"""From a checkpoint to a folder for transformers: `python -m training.export --run training/runs/x --out FOLDER`."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedTokenizerFast

from MISGroundLib.vlm.mini_model import MiniForConditionalGeneration, MiniImageProcessor
from training.model import SIDE, load_run, make_config, make_model, make_tokenizer
from training.structures import COUNT, STRUCTURES

MAXIMUM_BYTES = 14_000_000
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def export_model(model: MiniForConditionalGeneration, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Write weights (bfloat16 safetensors), configs, tokenizer, processor, misground.json and the checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = MiniForConditionalGeneration(make_config(tokenizer))
    copy.load_state_dict(model.state_dict())
    copy = copy.to(torch.bfloat16)
    copy.generation_config.eos_token_id = tokenizer.eos_token_id
    copy.generation_config.pad_token_id = tokenizer.pad_token_id
    copy.save_pretrained(folder)
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    MiniImageProcessor(
        tokens=COUNT,
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
        size={"height": SIDE, "width": SIDE},
        do_center_crop=False,
    ).save_pretrained(folder)
    write_json(
        folder / "misground.json",
        {
            "name": "misground-mini",
            "structures": list(STRUCTURES),
            "side_px": SIDE,
            "crop": True,
            "coordinates": "median",
            "modalities": ["CT", "MR"],
            "planes": ["axial", "coronal", "sagittal"],
            "use": "research use only",
        },
    )
    write_checksums(folder)
    size = (folder / "model.safetensors").stat().st_size
    if size > MAXIMUM_BYTES:
        raise ValueError(f"the weights take {size} bytes: at most {MAXIMUM_BYTES}")


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Indented JSON with a newline at the end."""
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def write_checksums(folder: Path) -> None:
    """SHA256SUMS over all the folder's other files, as sha256sum -c reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def export_run(run: Path | None, folder: Path) -> None:
    """Export a run's checkpoint; without a run, an untrained model (to test what stands on the folder)."""
    tokenizer = make_tokenizer()
    export_model(make_model(tokenizer) if run is None else load_run(run)[0], tokenizer, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, help="a run's folder; left out: an untrained model")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export_run(arguments.run, arguments.out)


if __name__ == "__main__":
    main()
