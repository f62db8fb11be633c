"""One request to a server: which model it serves, whether it has MIS-SemSam, then question after question."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from MISGroundLib.engine.protocol import AnswerEvent, Done, Event, Question, Stage, Token
from MISGroundLib.engine.server_address import ServerAddress
from MISGroundLib.engine.server_answers import boxes_event, words_event
from MISGroundLib.engine.server_http import ServerError, ServerLink
from MISGroundLib.engine.server_wire import REFUSAL_OF_PROBE, StreamedAnswer, chat_body, probe_body
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.families import Family, family_named

TOKEN_INTERVAL_SECONDS = 1 / 30
_CHAT = "chat/completions"


@dataclass(frozen=True)
class ServerQuestions:
    """What is asked. pixels as `EngineClient.ask` takes them; model: as the server calls it, "" for its only one."""

    pixels: NDArray[np.uint8]
    questions: list[Question]
    model: str
    decoding: Decoding
    seed: int


class Asking:
    """Runs on a thread of the client's; every step raises ServerError, UserError, or StoppedError once cut."""

    def __init__(
        self,
        request_id: str,
        link: ServerLink,
        address: ServerAddress,
        asked: ServerQuestions,
        emit: Callable[[Event], None],
        with_semsam: set[str],
    ) -> None:
        """with_semsam: the server's models that are known to have MIS-SemSam; what is learnt is put there."""
        self._id = request_id
        self._link = link
        self._where = address
        self._asked = asked
        self._emit = emit
        self._with_semsam = with_semsam

    def run(self) -> None:
        """Tell everything up to `Done`."""
        started = time.perf_counter()
        self._emit(Stage(self._id, "server", self._where.shown))
        served = self._served()
        name = str(served["id"])
        profile = family_named(str(served.get(key) or "") for key in ("id", "root", "parent"))
        if self._asked.decoding.name == "semsam" and name not in self._with_semsam:
            self._find_semsam(name)
        ready = time.perf_counter()
        for index in range(len(self._asked.questions)):
            self._emit(self._answer(index, name, profile))
        info = {
            "name": name,
            "engine": "server",
            "address": self._where.url,
            "device": f"server {self._where.shown}",
            "family": profile.name,
            "served": served,
        }
        self._emit(Done(self._id, info, {"server": ready - started, "answer": time.perf_counter() - ready}))

    def _served(self) -> dict[str, Any]:
        """What the server says of the model that is asked for."""
        listed, wanted, where = self._link.get("models"), self._asked.model, self._where.shown
        entries = listed.get("data") if isinstance(listed, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) and "id" in entry for entry in entries):
            raise ServerError("server-answer", f"What {where} serves cannot be read. See that it is a vLLM server's.")
        chosen = [entry for entry in entries if entry["id"] == wanted or not wanted]
        if chosen and (wanted or len(chosen) == 1):
            return {name: value for name, value in chosen[0].items() if isinstance(value, str | int | float)}
        names = ", ".join(str(entry["id"]) for entry in entries) or "no model"
        missed = f"not {wanted!r}" if wanted else "and none was chosen"
        example = f"server:{self._where.url}#{entries[0]['id'] if entries else 'NAME'}"
        raise ServerError(
            "server-model", f"The server {where} serves {names}, {missed}. Choose it by its name there: {example}"
        )

    def _find_semsam(self, name: str) -> None:
        """Raise ServerError where the server answers what the plug-in of semantic sampling would refuse."""
        try:
            self._link.post(_CHAT, probe_body(name))
        except ServerError as error:
            if REFUSAL_OF_PROBE in error.message:
                self._with_semsam.add(name)
                return
            # Some servers refuse every word that they do not know.
            if "vllm_xargs" not in error.message:
                raise
        raise ServerError(
            "server-no-semsam",
            f"The server {self._where.shown} has no MIS-SemSam. Start it with the command that `misground serve-args` "
            "prints, or choose the decoding greedy.",
        )

    def _answer(self, index: int, name: str, profile: Family) -> AnswerEvent:
        asked, started = self._asked, time.perf_counter()
        question = asked.questions[index]
        pixels = asked.pixels if asked.pixels.ndim == 4 else asked.pixels[None]
        willing, remark = profile.can_be_asked(question, len(pixels))
        if not willing:
            return AnswerEvent(self._id, index, "", [], 0.0, [remark])
        self._emit(Stage(self._id, "reading", question.query, index / len(asked.questions)))
        prepared = [profile.prepare_image(picture) for picture in pixels]
        answer = self._read(
            chat_body(name, profile, question, prepared, asked.decoding, asked.seed), index, profile.max_new_tokens
        )
        seconds = time.perf_counter() - started
        if question.words:
            return words_event(self._id, index, answer, profile, seconds)
        return boxes_event(self._id, index, answer, profile, prepared[0], seconds, remark)

    def _read(self, body: dict[str, Any], index: int, limit: int) -> StreamedAnswer:
        """An answer as it streams in, told at most 30 times a second, and in the end."""
        answer, told, when = StreamedAnswer(), 0, 0.0
        for event in self._link.post_for_stream(_CHAT, body):
            try:
                is_more = answer.take(event)
            except ValueError as error:
                raise self._odd(str(error)) from error
            now = time.perf_counter()
            if is_more and now - when >= TOKEN_INTERVAL_SECONDS:
                if not told:
                    questions = self._asked.questions
                    self._emit(Stage(self._id, "answering", questions[index].query, index / len(questions)))
                told, when = answer.tokens, now
                self._emit(Token(self._id, index, answer.text, told, limit))
        if not answer.finish:
            raise self._odd("the answer has no end")
        if answer.tokens > told:
            self._emit(Token(self._id, index, answer.text, answer.tokens, limit))
        return answer

    def _odd(self, why: str) -> ServerError:
        message = f"The server {self._where.shown} answered in an unknown way: {why}. See that it is a vLLM server."
        return ServerError("server-answer", message)
