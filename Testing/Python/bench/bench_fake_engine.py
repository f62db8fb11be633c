"""Engines and pictures without a model, for runs of the benchmark. Ray can pickle what makes them."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import numpy as np

from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Done, Failed, Stage


class FakePictures:
    """Grey pictures of 60 x 80 px, in the order of their numbers."""

    def __init__(self):
        self.drawn = 0

    def draw(self, question):
        self.drawn += 1
        return [np.full((60, 80, 3), 10 * number, dtype=np.uint8) for number, _ in enumerate(question.pictures)]

    def midline_mm(self, question, index=0):
        return None

    def position_fraction(self, question, index=0):
        return 0.25

    def close(self):
        pass


class ThinkingEngine:
    """Answers by what it is asked alone: a letter to words, a box or "none" to a target.

    deadly: what it "dies" of, as often as `lives` says; log: a file that gets a line for each question asked.
    """

    def __init__(self, deadly="", lives=10**9, pause=0.0, log=None, refuses="", code="crashed", revision="r1"):
        self.deadly, self.lives, self.pause, self.log = deadly, lives, pause, log
        self.refuses, self.code, self.revision = refuses, code, revision
        self.asked = []
        self.events = []
        self.closed = False

    def ask(self, image, questions, settings):
        decoding, seed = settings.decoding, settings.seed
        self.asked.append((image.shape, list(questions), decoding))
        request = f"request-{len(self.asked)}"
        self.events = [Stage(request, "reading")]
        for index, question in enumerate(questions):
            if self.pause:
                time.sleep(self.pause)
            if self.log:
                with Path(self.log).open("a") as stream:
                    stream.write(f"{os.getpid()} {decoding.name} {(question.words or question.query)!r}\n")
            about = question.words + question.query
            if self.deadly and self.deadly in about and self.lives > 0:
                self.lives -= 1
                self.events.append(Failed(request, self.code, f"It died of {self.deadly}."))
                return request
            if self.refuses and self.refuses in about:
                self.events.append(AnswerEvent(request, index, "", [], 0.0, [f"It does not know {self.refuses}."]))
                continue
            self.events.append(self._answer(request, index, question, decoding, seed))
        self.events.append(Done(request, {"name": "thinker", "revision": self.revision, "device": "cpu"}, {}))
        return request

    def _answer(self, request, index, question, decoding, seed):
        digest = hashlib.sha256(f"{question} {decoding} {seed}".encode()).digest()
        counts = {"steps": 2, "rescored": 1, "changed": 0, "deferred": 0}
        score, seconds = digest[1] / 255, time.perf_counter() % 1
        if question.words:
            return AnswerEvent(request, index, "ABCD"[digest[0] % 4], [], score, [], counts, seconds)
        box = (float(digest[2] % 40), float(digest[3] % 30), 60.0, 50.0)
        boxes = [DetectedBox(box, question.query, score)] if digest[0] % 4 else []
        return AnswerEvent(request, index, str(box), boxes, score, [], counts, seconds)

    def poll(self, timeout=0.0):
        return [self.events.pop(0)] if self.events else []

    def cancel(self, request_id):
        pass

    def close(self):
        self.closed = True
