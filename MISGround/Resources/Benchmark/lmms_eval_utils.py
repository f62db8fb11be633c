"""What lmms-eval calls for MIS-Ground: a question's pictures and words, and what its answer counts.

Copied as utils.py into the exported folder, beside option_reading.py; it needs Pillow and nothing of MISGround.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def _reading() -> Any:
    spec = importlib.util.spec_from_file_location("misground_option_reading", _HERE / "option_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_READ_OPTION = _reading().read_option


def doc_to_visual(doc: dict[str, Any]) -> list[Any]:
    """The pictures in the order in which a model sees them; none for a question without pictures."""
    from PIL import Image

    return [Image.open(_HERE / name).convert("RGB") for name in doc["images"]]


def doc_to_text(doc: dict[str, Any], lmms_eval_specific_kwargs: dict[str, str] | None = None) -> str:
    """The question with its options, as MIS-Ground asks it."""
    given = lmms_eval_specific_kwargs or {}
    return f"{given.get('pre_prompt', '')}{doc['question']}{given.get('post_prompt', '')}"


def process_results(doc: dict[str, Any], results: list[str]) -> dict[str, dict[str, Any]]:
    """1 for the right option, 0 for anything else; and 1 where no option could be read."""
    choice = _READ_OPTION(results[0], doc["options"])
    known = {name: doc[name] for name in ("id", "case", "family", "modality", "plane")}
    return {
        "misground_accuracy": {"score": int(choice == doc["answer"]), **known},
        "misground_unreadable": {"score": int(choice is None), **known},
    }


def mean_score(items: list[dict[str, Any]]) -> float:
    """The mean of the scores; 0 for none."""
    return sum(item["score"] for item in items) / len(items) if items else 0.0
