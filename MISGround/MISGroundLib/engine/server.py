"""A client of an OpenAI-compatible server (vLLM) in place of the worker process: opt-in, on this computer by default.

One request: which model the server serves, whether it has MIS-SemSam (asked once a server and model, with a request
that only its plug-in refuses), then question after question. Boxes are read as strictly as on this computer; scores
are made of the server's probabilities. Nothing is sent before a question is asked.
"""

from __future__ import annotations

import os
import queue
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import (
    AnswerEvent,
    Cancelled,
    DetectedBox,
    DetectedPoint,
    Done,
    Engine,
    Event,
    Failed,
    Question,
    Stage,
    TokenStream,
    check_request,
    drain,
    explain_failure,
)
from MISGroundLib.engine.router import ServerAddress, check_allowed, parse_address
from MISGroundLib.engine.server_http import (
    REFUSAL_OF_PROBE,
    ServerError,
    ServerLink,
    StreamedAnswer,
    chat_body,
    probe_body,
    served_decoding,
)
from MISGroundLib.errors import Sentence, StoppedError, UserError
from MISGroundLib.settings import EMBEDDED_MODEL, Settings
from MISGroundLib.vlm.checkpoints import family_named
from MISGroundLib.vlm.families import Family
from MISGroundLib.vlm.pictures import PreparedImage, pictures_of
from MISGroundLib.vlm.scoring import CUT_OFF, box_scores, decision_score, geometric_mean, no_reading, point_scores

KEY_VARIABLE = "MISGROUND_SERVER_KEY"
SILENCE_SECONDS = 120.0
CLOSE_SECONDS = 1.0
_CHAT = "chat/completions"
# After these the server may be another one when it comes back.
_GONE = ("server-refused", "server-timeout", "server-lost")
_NO_SCORES = Sentence("The server told no probabilities, so there is no score.")
_ROUGH_SCORES = Sentence("The server's tokens do not spell its answer: the score is the mean over all of them.")


class ServerClient(Engine):
    """Asks one server.

    A failure has one of these codes: server-refused (nobody there), server-timeout, server-model (it serves others),
    server-no-semsam, server-lost (it went away in the middle), server-answer (not the OpenAI interface), server-error
    (all else that it refused, in its own words).
    """

    def __init__(
        self,
        address: str,
        *,
        allow_remote: bool = False,
        timeout_seconds: float = SILENCE_SECONDS,
        key: str | None = None,
    ) -> None:
        """Connect to nothing yet.

        Args:
            address: http://127.0.0.1:8000, with or without /v1.
            allow_remote: whether pictures may go to another computer.
            timeout_seconds: the longest silence of the server.
            key: in place of the one in MISGROUND_SERVER_KEY.

        Raises:
            UserError: for no address, or another computer's without allow_remote.
        """
        self.address = parse_address(address)
        check_allowed(self.address, allow_remote)
        self._timeout = timeout_seconds
        self._key = (os.environ.get(KEY_VARIABLE, "") if key is None else key).strip()
        if not (self._key.isascii() and self._key.isprintable()):
            raise UserError("The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._request: _ServerRequest | None = None
        self._thread: threading.Thread | None = None
        self._models_with_semsam: set[str] = set()

    @property
    def is_busy(self) -> bool:
        """As `Engine.is_busy`."""
        return self._request is not None

    def ask(self, image: NDArray[np.uint8], questions: Sequence[Question], settings: Settings | None = None) -> str:
        """As `Engine.ask`; also raises UserError for a decoding that no server offers.

        settings: the model by the name that the server gives it, "" for the only one that it serves; decoding; seed.
        The rest is the server's own matter.
        """
        settings = settings or Settings(model="")
        check_request(image, questions, self.is_busy)
        served_decoding(settings.decoding)
        link = ServerLink(self.address, self._timeout, self._key)
        request = _ServerRequest(
            link, self.address, image.copy(), list(questions), settings, self._emit, self._models_with_semsam
        )
        with self._lock:
            self._request = request
        self._thread = threading.Thread(target=self._serve, args=(request,), name="misground-server", daemon=True)
        self._thread.start()
        return request.id

    def poll(self, timeout: float = 0.0) -> list[Event]:
        """As `Engine.poll`."""
        return drain(self._events, timeout)

    def cancel(self, request_id: str) -> None:
        """As `Engine.cancel`: the connection is closed, and the Cancelled event is there at once."""
        with self._lock:
            request = self._request
            if request is None or request.id != request_id:
                return
            self._request = None
            self._events.put(Cancelled(request_id))
        request.link.cut()

    def warm_up(self, model: str = EMBEDDED_MODEL, device: str = "auto", precision: str = "auto") -> None:
        """Nothing: a server is left in peace until it is asked."""

    def close(self) -> None:
        """As `Engine.close`."""
        with self._lock:
            request, self._request = self._request, None
        if request is not None:
            request.link.cut()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _emit(self, event: Event) -> None:
        """Tell an event of the request under way; others are of one that was cancelled."""
        with self._lock:
            if self._request is None or event.id != self._request.id:
                return
            if isinstance(event, Done | Failed):
                self._request = None
            self._events.put(event)

    def _serve(self, request: _ServerRequest) -> None:
        """The whole request, on its own thread."""
        try:
            request.run()
        except StoppedError:
            return
        except ServerError as error:
            if error.code in _GONE:
                self._models_with_semsam.clear()
            self._emit(Failed(request.id, error.code, error.message, **error.told.worded()))
        except Exception as error:
            code, told = explain_failure(error)
            self._emit(Failed(request.id, code, str(told), traceback.format_exc(), **told.worded()))


class _ServerRequest:
    """Questions about a picture, and the link that serves them.

    Every step raises ServerError, UserError, or StoppedError once the link is cut.
    """

    def __init__(
        self,
        link: ServerLink,
        address: ServerAddress,
        pixels: NDArray[np.uint8],
        questions: list[Question],
        settings: Settings,
        emit: Callable[[Event], None],
        models_with_semsam: set[str],
    ) -> None:
        """models_with_semsam: the server's models that are known to have MIS-SemSam; what is learnt is put there."""
        self.id = uuid.uuid4().hex
        self.link = link
        self._address = address
        self._pixels = pixels
        self._questions = questions
        self._settings = settings
        self._emit = emit
        self._models_with_semsam = models_with_semsam

    def run(self) -> None:
        """Tell everything up to `Done`."""
        started = time.perf_counter()
        self._emit(Stage(self.id, "server", self._address.shown))
        served = self._find_model()
        name = str(served["id"])
        names = [str(served.get(key) or "") for key in ("id", "root", "parent")]
        profile = family_named(names, self._settings.box_format)
        profile.check({question.kind for question in self._questions if not question.words})
        if self._settings.decoding.name == "semsam" and name not in self._models_with_semsam:
            self._find_semsam(name)
        ready = time.perf_counter()
        for index in range(len(self._questions)):
            self._emit(self._answer(index, name, profile))
        info = {
            "name": name,
            "engine": "server",
            "address": self._address.url,
            "device": f"server {self._address.shown}",
            "family": profile.name,
            "served": served,
        }
        self._emit(Done(self.id, info, {"server": ready - started, "answer": time.perf_counter() - ready}))

    def _find_model(self) -> dict[str, Any]:
        """What the server says of the model that is asked for."""
        listed, wanted, where = self.link.get("models"), self._settings.model, self._address.shown
        entries = listed.get("data") if isinstance(listed, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) and "id" in entry for entry in entries):
            raise ServerError(
                "server-answer", "What {where} serves cannot be read. See that it is a vLLM server's.", where=where
            )
        chosen = [entry for entry in entries if entry["id"] == wanted or not wanted]
        if chosen and (wanted or len(chosen) == 1):
            return {name: value for name, value in chosen[0].items() if isinstance(value, str | int | float)}
        names = ", ".join(str(entry["id"]) for entry in entries) or "no model"
        example = f"server:{self._address.url}#{entries[0]['id'] if entries else 'NAME'}"
        if wanted:
            raise ServerError(
                "server-model",
                "The server {where} serves {names}, not {wanted!r}. Choose it by its name there: {example}",
                where=where,
                names=names,
                wanted=wanted,
                example=example,
            )
        raise ServerError(
            "server-model",
            "The server {where} serves {names}, and none was chosen. Choose it by its name there: {example}",
            where=where,
            names=names,
            example=example,
        )

    def _find_semsam(self, name: str) -> None:
        """Raise ServerError where the server answers what the plug-in of semantic sampling would refuse."""
        try:
            self.link.post(_CHAT, probe_body(name))
        except ServerError as error:
            if REFUSAL_OF_PROBE in error.message:
                self._models_with_semsam.add(name)
                return
            # Some servers refuse every word that they do not know.
            if "vllm_xargs" not in error.message:
                raise
        raise ServerError(
            "server-no-semsam",
            "The server {address} has no MIS-SemSam. Start it with the command that "
            "`misground serve-args` prints, or choose the decoding greedy.",
            address=self._address.shown,
        )

    def _answer(self, index: int, name: str, profile: Family) -> AnswerEvent:
        started = time.perf_counter()
        question = self._questions[index]
        pixels = pictures_of(self._pixels, question.picture)
        willing, remark = profile.can_be_asked(question, len(pixels))
        if not willing:
            return AnswerEvent(self.id, index, "", [], 0.0, [remark])
        self._emit(Stage(self.id, "reading", question.query, index / len(self._questions)))
        prepared = [profile.prepare_image(picture) for picture in pixels]
        settings = self._settings
        body = chat_body(name, profile, question, prepared, settings.decoding, settings.seed)
        answer = self._stream(body, index, profile.max_new_tokens)
        cut_off: list[str] = []
        if answer.finish == "length":
            cut_off.append(Sentence(CUT_OFF, count=profile.max_new_tokens))
        if question.words:
            event = _event_of_words(answer, cut_off)
        else:
            points = profile.points_at(question, len(prepared))
            event = _event_of_boxes(answer, profile, prepared, cut_off, [remark] if remark else [], points)
        return replace(event, id=self.id, index=index, seconds=time.perf_counter() - started)

    def _stream(self, body: dict[str, Any], index: int, limit: int) -> StreamedAnswer:
        """An answer, told as it streams in."""
        answer = StreamedAnswer()
        tokens = TokenStream(self._emit, self.id, self._questions, index, limit)
        for event in self.link.post_for_stream(_CHAT, body):
            try:
                is_more = answer.add(event)
            except ValueError as error:
                raise self._odd(str(error)) from error
            if is_more:
                tokens(answer.text, answer.tokens, limit)
        if not answer.finish:
            raise self._odd("the answer has no end")
        tokens.end(answer.text, answer.tokens)
        return answer

    def _odd(self, why: str) -> ServerError:
        return ServerError(
            "server-answer",
            "The server {address} answered in an unknown way: {why}. See that it is a vLLM server.",
            address=self._address.shown,
            why=why,
        )


def _event_of_words(answer: StreamedAnswer, cut_off: list[str]) -> AnswerEvent:
    """The answer to a question in words."""
    score = geometric_mean(answer.probabilities)
    notes: list[str] = [] if answer.pieces else [_NO_SCORES]
    return AnswerEvent("", 0, answer.text, [], score, cut_off, {"steps": answer.tokens}, notes=notes)


def _event_of_boxes(
    answer: StreamedAnswer,
    profile: Family,
    prepared: Sequence[PreparedImage],
    cut_off: list[str],
    notes: list[str],
    as_points: bool = False,
) -> AnswerEvent:
    """The answer to a question about a target, which was asked for boxes or for points."""
    if as_points:
        parsed = profile.parse_points(answer.text, prepared[0])
    elif len(prepared) > 1:
        parsed = profile.parse_frames(answer.text, prepared)
    else:
        parsed = profile.parse(answer.text, prepared[0])
    boxes, points, problems = parsed.boxes, parsed.points, [*parsed.problems, *cut_off]
    if (boxes or points) and (shrunk := _shrunk(answer, profile, prepared)):
        boxes, points, problems = [], [], [*problems, shrunk]
    count = len(boxes) + len(points)
    if not count and not parsed.not_found and not problems:
        problems.append(no_reading(as_points))
    raw, raws = 0.0, [0.0] * count
    if not answer.pieces:
        notes = [*notes, _NO_SCORES]
    elif answer.text.strip() not in "".join(answer.pieces):
        notes = [*notes, _ROUGH_SCORES]
        raw = geometric_mean(answer.probabilities)
        raws = [raw] * count
    elif count or parsed.not_found:
        raw = decision_score(answer.pieces, answer.probabilities)
        told = (answer.pieces, answer.probabilities, [None] * len(answer.pieces), count)
        raws = [raw * sure for sure in (point_scores(profile.pointing, *told) if points else box_scores(*told))]
    calibration = profile.calibration
    scores = [calibration.of_box(one) for one in raws]
    found = [
        DetectedBox(box.box_px, box.label, score, box.frame)
        for box, score in zip(boxes, scores[: len(boxes)], strict=True)
    ]
    pointed = [
        DetectedPoint(one.point_px, one.label, score) for one, score in zip(points, scores[len(boxes) :], strict=True)
    ]
    score = calibration.of_absence(raw) if parsed.not_found else raw
    statistics = {"steps": answer.tokens, "raw_score": raw, "raw_box_scores": raws[: len(boxes)]}
    return AnswerEvent("", 0, answer.text, found, score, problems, statistics, notes=notes, points=pointed)


def _shrunk(answer: StreamedAnswer, profile: Family, prepared: Sequence[PreparedImage]) -> str:
    """Why boxes in pixels of the model's picture cannot be read: a server that made it smaller read fewer tokens."""
    if profile.box_format.scale or answer.prompt_tokens is None:
        return ""
    ours = sum((one.image.width // profile.sides[2]) ** 2 for one in prepared)
    if answer.prompt_tokens >= ours:
        return ""
    return Sentence(
        "The server made the picture smaller ({tokens} tokens in all, {ours} for our picture), and its boxes would be "
        "misread. Start it without limits on the size of pictures (mm-processor-kwargs).",
        tokens=answer.prompt_tokens,
        ours=ours,
    )
