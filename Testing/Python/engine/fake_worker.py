"""A worker without a model: does what the first question's text says. It speaks the protocol with plain prints."""

import json
import os
import signal
import sys
import time
from pathlib import Path


def say(kind, request, **values):
    print(json.dumps({"type": kind, "id": request["id"], **values}), flush=True)


def answer(request):
    say("token", request, index=0, text="[", count=1, limit=10)
    boxes = [{"box_px": [1.0, 2.0, 3.0, 4.0], "label": "liver", "score": 0.5}]
    say("answer", request, index=0, raw="[]", boxes=boxes, score=0.9)
    say("done", request, model={"name": "fake"}, timings={})


def act(request):
    word = request["questions"][0]["query"]
    if word == "answer":
        answer(request)
    elif word == "garbage":
        print("this is no message\n{}\n[1]\nnull", flush=True)
        answer(request)
    elif word == "wait":
        say("token", request, index=0, text="[", count=1, limit=10)
        for line in sys.stdin:
            if json.loads(line)["type"] == "cancel":
                return say("cancelled", request)
    elif word == "done in spite of cancel":
        for line in sys.stdin:
            if json.loads(line)["type"] == "cancel":
                return answer(request)
    elif word == "hang":
        say("token", request, index=0, text="[", count=1, limit=10)
        time.sleep(600)
    elif word == "hang, deaf to SIGTERM":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say("token", request, index=0, text="[", count=1, limit=10)
        time.sleep(600)
    elif word.startswith("still at "):
        # Once: the file that it leaves tells the test that it stands still, and itself that it has.
        mark = Path(os.environ["FAKE_WORKER_MARK"])
        if mark.exists():
            return answer(request)
        if (stage := word.removeprefix("still at ")) != "starting":
            say("stage", request, stage=stage)
        mark.touch()
        time.sleep(600)
    elif word == "crash":
        print("Traceback: something went wrong here", file=sys.stderr, flush=True)
        os._exit(3)
    elif word == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "memory":
        print("MemoryError: Unable to allocate", file=sys.stderr, flush=True)
        os._exit(1)
    elif word == "half a line":
        sys.stdout.write('{"type": "answer", "id"')
        sys.stdout.flush()
        os._exit(0)
    elif word == "failed":
        say("failed", request, code="user-error", message="The folder is empty.", details="")
    elif word == "out of GPU memory":
        say("failed", request, code="out-of-memory", message="The graphics card is full.", details="")
    elif word == "look":
        say("stage", request, stage="answering", message=json.dumps(request["picture"]))
        for _ in sys.stdin:
            return say("cancelled", request)


for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "ask":
        act(message)
    elif message["type"] == "shutdown":
        break
