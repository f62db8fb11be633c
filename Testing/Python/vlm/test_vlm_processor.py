"""The image-only processor reads Qwen3-VL folders and says what is wrong with others."""

import numpy as np
import pytest
import torch
from PIL import Image

from MISGroundLib.errors import UserError
from MISGroundLib.vlm.families import FAMILIES
from MISGroundLib.vlm.pictures import load_processor
from Python.vlm.tiny_qwen3vl import make_tiny_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


def test_makes_all_that_the_model_needs(folder):
    processor = load_processor(folder, FAMILIES["qwen3_vl"])
    image = Image.fromarray(np.full((64, 64, 3), 255, np.uint8))
    messages = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "liver"}]}]
    text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    inputs = processor(text=[text], images=[image], return_tensors="pt")
    assert set(inputs) == {"input_ids", "attention_mask", "pixel_values", "image_grid_thw", "mm_token_type_ids"}
    image_tokens = int((inputs["input_ids"] == processor.image_token_id).sum())
    assert image_tokens == int(inputs["image_grid_thw"].prod()) // 4
    assert torch.equal(inputs["mm_token_type_ids"].bool(), inputs["input_ids"] == processor.image_token_id)
    assert inputs["pixel_values"].max() == 1.0


@pytest.mark.parametrize("missing", ["preprocessor_config.json", "tokenizer.json", "chat_template.jinja"])
def test_says_when_a_file_is_missing(folder, tmp_path, missing):
    for file in folder.iterdir():
        if file.name != missing:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    if missing == "chat_template.jinja":
        config = tmp_path / "tokenizer_config.json"
        config.write_text(config.read_text().replace('"chat_template"', '"unused"'))
    with pytest.raises(UserError):
        load_processor(tmp_path, FAMILIES["qwen3_vl"])
