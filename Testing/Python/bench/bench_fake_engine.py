"""Pictures and an engine without a model, for runs of the benchmark. Ray can pickle what makes them."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import numpy as np

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox
from Python.fake_engine import FakeEngine


class FakePictures:
    """Grey pictures of 60 x 80 px, in the order of their numbers."""

    def __init__(self):
        self.drawn = 0

    def draw(self, question):
        self.drawn += 1
        return [np.full((60, 80, 3), 10 * number, dtype=np.uint8) for number, _ in enumerate(question.pictures)]

    def midline_mm(self, question, index=0):
        return None

    def close(self):
        pass


class DiedError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class ThinkingEngine(FakeEngine):
    """Answers by what it is asked alone: a letter to words, a box or "none" to a target.

    deadly: what it "dies" of, as often as `lives` says; log: a file that gets a line for each question asked.
    """

    def __init__(self, deadly="", lives=10**9, pause=0.0, log=None, refuses="", code="crashed", revision="r1"):
        super().__init__(self._answers, tokens=0, model={"name": "thinker", "revision": revision, "device": "cpu"})
        self.deadly, self.lives, self.pause, self.log = deadly, lives, pause, log
        self.refuses, self.code = refuses, code

    def _answers(self, image, questions, settings):
        answers = []
        for question in questions:
            answers.append(self._answer(question, settings.decoding, settings.seed))
            if isinstance(answers[-1], DiedError):
                break
        return answers

    def _answer(self, question, decoding, seed):
        time.sleep(self.pause)
        about = question.words + question.query
        if self.log:
            with Path(self.log).open("a") as stream:
                stream.write(f"{os.getpid()} {decoding.name} {(question.words or question.query)!r}\n")
        if self.deadly and self.deadly in about and self.lives > 0:
            self.lives -= 1
            return DiedError(self.code, f"It died of {self.deadly}.")
        if self.refuses and self.refuses in about:
            return AnswerEvent("", 0, "", [], 0.0, [f"It does not know {self.refuses}."])
        digest = hashlib.sha256(f"{question} {decoding} {seed}".encode()).digest()
        counts = {"steps": 2, "rescored": 1, "changed": 0, "deferred": 0}
        score, seconds = digest[1] / 255, time.perf_counter() % 1
        if question.words:
            return AnswerEvent("", 0, "ABCD"[digest[0] % 4], [], score, [], counts, seconds)
        box = (float(digest[2] % 40), float(digest[3] % 30), 60.0, 50.0)
        boxes = [DetectedBox(box, question.query, score)] if digest[0] % 4 else []
        return AnswerEvent("", 0, str(box), boxes, score, [], counts, seconds)
