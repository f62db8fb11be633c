"""A question as the body of a chat request, and the stream that answers it. vLLM's names where OpenAI has none."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from MISGroundLib.engine.protocol import Question
from MISGroundLib.errors import UserError
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.pictures import PreparedImage

# A server with semantic sampling refuses this word and says what it would take (semsam/serving.py).
PROBE, REFUSAL_OF_PROBE = "probe", "give off, safe or paper"


def served_decoding(decoding: Decoding) -> dict[str, Any]:
    """What a request asks of semantic sampling, as `vllm_xargs`. Raises UserError for what no request can choose."""
    if decoding.name == "greedy":
        return {"semsam": "off"}
    if decoding.name != "semsam":
        raise UserError(
            f"The decoding {decoding.name} is a control that no server offers. Choose semsam or greedy, or a model on "
            "this computer."
        )
    if decoding.graph or decoding.k != Decoding().k:
        raise UserError(
            "Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground "
            f"serve-args --neighbours --graph`). Leave them as they are ({Decoding().k}, none), or choose a model on "
            "this computer."
        )
    if decoding.sample:
        raise UserError(
            "A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model "
            "on this computer."
        )
    return {"semsam": decoding.mode, "semsam_top_m": decoding.top_m, "semsam_top_p": decoding.top_p}


def chat_body(
    model: str,
    profile: Family,
    question: Question,
    pictures: Sequence[PreparedImage],
    decoding: Decoding,
    seed: int,
) -> dict[str, Any]:
    """The request: the family's own words, the pictures as PNG, no chance, and each token with its probability."""
    shown = iter(pictures)

    def sent(part: dict[str, Any]) -> dict[str, Any]:
        if part["type"] != "image":
            return part
        return {"type": "image_url", "image_url": {"url": data_url(next(shown).image)}}

    messages = [
        {**message, "content": [sent(part) for part in message["content"]]}
        for message in profile.build_messages(question, len(pictures))
    ]
    return {
        "model": model,
        "messages": messages,
        "max_tokens": profile.max_new_tokens,
        "temperature": 0,
        "seed": seed,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
        # Some families write their boxes with special tokens.
        "skip_special_tokens": False,
        "vllm_xargs": served_decoding(decoding),
    }


def probe_body(model: str) -> dict[str, Any]:
    """A request of one word that a server with semantic sampling refuses, and any other one answers or ignores."""
    return {
        "model": model,
        "messages": [{"role": "user", "content": "."}],
        "max_tokens": 1,
        "temperature": 0,
        "vllm_xargs": {"semsam": PROBE},
    }


def data_url(image: Image.Image) -> str:
    """A picture as PNG in a URL: nothing is lost, and nothing but pixels is in it."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@dataclass
class StreamedAnswer:
    """An answer as it comes. pieces, probabilities: of its tokens, where the server tells. finish: why it ended.

    prompt_tokens: how many the server read, pictures included; None where it does not say.
    """

    text: str = ""
    pieces: list[str] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    chunks: int = 0
    finish: str = ""
    prompt_tokens: int | None = None

    @property
    def tokens(self) -> int:
        """How many came; without probabilities the chunks stand for them."""
        return len(self.pieces) or self.chunks

    def take(self, event: dict[str, Any]) -> bool:
        """Take in an event; whether there is more text. Raises ValueError for one that is not as documented."""
        try:
            usage = event.get("usage")
            if usage:
                self.prompt_tokens = int(usage["prompt_tokens"])
            if not event["choices"]:
                return False
            choice = event["choices"][0]
            more = choice["delta"].get("content") or ""
            self.finish = str(choice.get("finish_reason") or self.finish)
            self.text += more
            self.chunks += bool(more)
            for token in (choice.get("logprobs") or {}).get("content") or ():
                self.pieces.append(str(token["token"]))
                self.probabilities.append(_probability(token["logprob"]))
            return bool(more)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"not a part of an answer: {type(error).__name__} {error}") from error


def _probability(logarithm: Any) -> float:
    value = math.exp(min(float(logarithm), 0.0))
    return value if math.isfinite(value) else 0.0
