"""Answers as each family writes them, for boxes (x0, y0, x1, y1) in whole numbers of the format's own scale."""

import json

from MISGroundLib.vlm import boxes as formats


def _objects(key, order=(0, 1, 2, 3)):
    def write(boxes):
        return f"```json\n{json.dumps([{key: [box[i] for i in order], 'label': label} for label, box in boxes])}\n```"

    return write


def _locations(token, label_first):
    def write(boxes):
        parts = []
        for label, (x0, y0, x1, y1) in boxes:
            numbers = (x0, y0, x1, y1) if label_first else (y0, x0, y1, x1)
            locations = "".join(token % n for n in numbers)
            parts.append(label + locations if label_first else f"{locations} {label}")
        return ("" if label_first else " ; ").join(parts)

    return write


def _pairs(boxes):
    return "".join(
        f"<|object_ref_start|>{label}<|object_ref_end|><|box_start|>({a},{b}),({c},{d})<|box_end|>"
        for label, (a, b, c, d) in boxes
    )


def _upward(boxes):
    """As MedVision-V0 does: 0 to 1, from the picture's lower left corner."""
    numbers = [[n / 1000 for n in (x0, 1000 - y1, x1, 1000 - y0)] for _, (x0, y0, x1, y1) in boxes]
    return f"<think>I look.</think> <answer> {', '.join(map(str, numbers))} </answer>"


def _objects_of_sam3(boxes):
    """As segmenting.py: 0 to 1, without labels."""
    written = [{"box": [n / 1000 for n in box], "score": 0.75} for _, box in boxes]
    return f"presence 0.91234: {json.dumps(written)}"


# format: (its writer, whether labels are written, the greatest number)
WRITERS = {
    formats.QWEN3_VL: (_objects("bbox_2d"), True, 1000),
    formats.QWEN2_5_VL.on(644): (_objects("bbox_2d"), True, 644),
    formats.QWEN2_VL: (_pairs, True, 1000),
    formats.INTERNVL: (lambda bs: "".join(f"<ref>{w}</ref><box>[{list(b)}]</box>" for w, b in bs), True, 1000),
    formats.GLM_V: (lambda bs: f"<|begin_of_box|>{[list(b) for _, b in bs]}<|end_of_box|>", False, 1000),
    formats.PALIGEMMA: (_locations("<loc%04d>", False), True, 1023),
    formats.GEMMA3: (_objects("box_2d", (1, 0, 3, 2)), True, 1000),
    formats.FLORENCE_2: (_locations("<loc_%d>", True), True, 999),
    formats.DEEPSEEK_VL2: (
        lambda bs: "".join(f"<|ref|>{w}<|/ref|><|det|>[{list(b)}]<|/det|>" for w, b in bs),
        True,
        999,
    ),
    formats.LLAVA: (lambda bs: " ".join(str([n / 1000 for n in b]) for _, b in bs), False, 1000),
    formats.SAM_3: (_objects_of_sam3, False, 1000),
    formats.MEDVISION: (_upward, False, 1000),
}
