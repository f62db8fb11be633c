"""A server that speaks vLLM's OpenAI interface as its documents have it, in a thread, and answers from a script."""

import json
import math
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

QWEN = "Qwen/Qwen3-VL-8B-Instruct"
OFFER = "give off, safe or paper"
# "[{"bbox_2d": [100, 200, 300, 400], "label": "liver"}]", in tokens.
# Sampling that changes no greedy answer, as vLLM documents it.
NEUTRAL = {
    "temperature": (0,),
    "top_p": (1,),
    "top_k": (0, -1),
    "min_p": (0,),
    "repetition_penalty": (1,),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
}
BOX = ("[", '{"', "bbox_2d", '":', " [", "100", ",", " 200", ",", " 300", ",", " 400", "],", ' "label": "liver"', "}]")


class StandIn:
    """Set its fields before or between requests. `requests`: (method, path, body or None, headers), as they came.

    semsam: whether the plug-in is loaded. answers: tokens for one question after the other, the last for all the rest;
    answered: how many were told to their end. probability: of every token; None: no logprobs. pause: seconds before
    each token. die_after: tokens until the connection breaks, in the answer to question `die_in` and later ones;
    dies_for_good: the server with it. stream: raw bytes in place of the events. status, words: an error in place of
    every answer. listing: in place of the list of models. generation_config: the model's own, from which vLLM takes
    what a request leaves out; where it is not neutral, the answer is another.
    """

    def __init__(self, models=(QWEN,), semsam=True):
        self.models = list(models)
        self.semsam = semsam
        self.answers, self.answered = [BOX], 0
        self.probability = 0.5
        self.pause = 0.0
        self.die_after, self.die_in, self.dies_for_good = None, 0, False
        self.finish = "stop"
        self.prompt_tokens = 1000
        self.generation_config = {}
        self.stream = None
        self.status, self.words, self.location = 200, "", ""
        self.silent, self.listing = False, None
        self.requests = []
        self.gone = threading.Event()
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def asked(self):
        """The bodies of the questions, without the probes."""
        return [body for _, _, body, _ in self.requests if body and body.get("stream")]

    @property
    def probes(self):
        return [body for _, _, body, _ in self.requests if body and not body.get("stream")]

    def close(self):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(stand_in):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                stand_in.requests.append(("GET", self.path, None, dict(self.headers)))
                if stand_in._is_refused(self):
                    return
                listed = [{"id": name, "object": "model", "owned_by": "vllm", "root": name} for name in stand_in.models]
                self.say(200, {"object": "list", "data": listed} if stand_in.listing is None else stand_in.listing)

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stand_in.requests.append(("POST", self.path, body, dict(self.headers)))
                if stand_in._is_refused(self):
                    return
                if body["model"] not in stand_in.models:
                    self.refuse(404, f"The model `{body['model']}` does not exist.")
                elif why := stand_in._plug_in_says(body):
                    self.refuse(400, why)
                elif body.get("stream"):
                    stand_in._answer(self, body)
                else:
                    choice = {"index": 0, "message": {"role": "assistant", "content": "!"}, "finish_reason": "length"}
                    self.say(200, {"object": "chat.completion", "choices": [choice]})

            def refuse(self, status, words):
                self.say(status, {"error": {"message": words, "type": "BadRequestError", "code": status}})

            def say(self, status, content):
                data = json.dumps(content).encode()
                self.send_response(status)
                if stand_in.location:
                    self.send_header("Location", stand_in.location)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def chunk(self, data):
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.flush()

        return Handler

    def _is_refused(self, handler):
        if self.silent:
            self._released.wait(20)
            return True
        if self.status != 200:
            handler.refuse(self.status, self.words)
            return True
        return False

    def _plug_in_says(self, body):
        """What semsam/serving.py says, where it is loaded; a test holds the words against it (importing it is slow)."""
        mode = (body.get("vllm_xargs") or {}).get("semsam", "off")
        return "" if not self.semsam or mode in ("off", "safe", "paper") else f"semsam is {mode!r}: {OFFER}"

    def _answer(self, handler, body):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        try:
            if self.stream is not None:
                handler.chunk(self.stream)
            else:
                self._stream(handler, body)
            handler.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.gone.set()

    def _stream(self, handler, body):
        def event(choices, **more):
            about = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
            handler.chunk(b"data: " + json.dumps({**about, "choices": choices, **more}).encode() + b"\n\n")

        tokens = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        sampling = {**self.generation_config, **body}
        if any(sampling.get(name, values[0]) not in values for name, values in NEUTRAL.items()):
            tokens = ("[]",)
        event([{"index": 0, "delta": {"role": "assistant", "content": ""}, "logprobs": None, "finish_reason": None}])
        for number, token in enumerate((*tokens, "<|im_end|>")):
            if number == self.die_after and len(self.asked) > self.die_in:
                if self.dies_for_good:
                    self.close()
                handler.connection.shutdown(2)
                raise ConnectionAbortedError
            is_end = number == len(tokens)
            time.sleep(self.pause)
            logprobs = None
            if self.probability is not None and body.get("logprobs"):
                logprobs = {"content": [{"token": token, "logprob": math.log(self.probability), "top_logprobs": []}]}
            delta = {"content": "" if is_end else token}
            finish = self.finish if is_end else None
            event([{"index": 0, "delta": delta, "logprobs": logprobs, "finish_reason": finish}])
        if body.get("stream_options", {}).get("include_usage"):
            event([], usage={"prompt_tokens": self.prompt_tokens, "completion_tokens": len(tokens) + 1})
        self.answered += 1
        handler.chunk(b"data: [DONE]\n\n")
