"""What the product does on a CUDA card, in under 8 minutes: `python benchmarks/gpu_check.py [--dry-run] [--out FILE]`.

One run answers what can only be seen there (random weights, at the shapes of Qwen3-VL's 2B and 8B): the same tokens as
the CPU in float32; decoded tokens a second against the floor that reading the weights once sets (eager, static cache,
compiled); semantic sampling's share of a step; the time of a neighbour graph; how long a cancel takes in mid-answer;
whether an answer comes after memory ran out; the memory against its estimate. Printed and stored as JSON, with a
verdict for each goal. Whatever fails is written down and the next part goes on; a part that may take longer than what
is left (twice its `MEASURED` seconds) is left out, and said. The file is written anew after each part, and by a watch
that ends the run where a part hangs: what was measured is there however the run ends. --dry-run: every part on a CPU
with tiny shapes, whose figures mean nothing. It ran once, on one H200: results/gpu-check.json; what was mended since
has not run on a card (docs/speed.md).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "MISGround"), str(ROOT / "Testing"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from machine import machine  # noqa: E402

from MISGroundLib.engine.protocol import Question, explain_failure  # noqa: E402
from MISGroundLib.errors import StoppedError  # noqa: E402
from MISGroundLib.files import resource  # noqa: E402
from MISGroundLib.semsam.graph import build_graph  # noqa: E402
from MISGroundLib.semsam.rule import SemSamProcessor  # noqa: E402
from MISGroundLib.settings import Decoding  # noqa: E402
from MISGroundLib.vlm.generation import answer  # noqa: E402
from MISGroundLib.vlm.loading import LoadedModel, free_memory, load  # noqa: E402
from MISGroundLib.vlm.memory import count_tensors, memory_need  # noqa: E402

MOST_SECONDS = 460.0
# Seconds that each part took on an H200; a guess where there is no figure yet (bandwidth, out of memory).
MEASURED = {
    "same tokens": 8.0, "bandwidth": 3.0, "out of memory": 10.0,
    "2B made": 0.8, "2B memory": 6.6, "2B decoding": 46.5, "2B graph": 1.9, "2B cancel": 0.7,
    "8B made": 0.5, "8B memory": 7.6, "8B decoding": 49.3, "8B graph": 2.8, "8B cancel": 0.4,
}  # fmt: skip
QUESTION = Question("liver", "axial", "CT")
GOALS = {"2B share": 0.10, "8B share": 0.03, "graph seconds": 10.0, "cancel seconds": 1.0}
SIZES, VOCABULARY = ("2B", "8B"), 151_936


class Check:
    """The parts, their results and the time that is left."""

    def __init__(self, dry: bool, file: Path | None = None, most: float = MOST_SECONDS) -> None:
        self.dry = dry
        self.file = file
        self.most = most
        self.lock = threading.Lock()
        self.finished = False
        self.device = torch.device("cpu" if dry else "cuda")
        self.machine = machine()
        self.began = time.perf_counter()
        self.results: dict[str, Any] = {}

    def part(self, name: str, work: Callable[[], dict[str, Any]]) -> None:
        """Do a part; its failure is a result."""
        began = time.perf_counter()
        left = self.most - (began - self.began)
        needed = max(5.0, 2 * MEASURED[name]) / (10 if self.dry else 1)
        if left < needed:
            found: dict[str, Any] = {"left out": f"{max(left, 0):.0f} s were left, and it may take {needed:g}"}
        else:
            self.results[name] = {"failed": "the run ended in the middle of it"}
            self.write()
            try:
                found = work()
            except Exception as error:
                traceback.print_exc()
                found = {"failed": f"{type(error).__name__}: {error}"[:500]}
        found["part seconds"] = round(time.perf_counter() - began, 1)
        self.results[name] = found
        print(f"{name}: {json.dumps(found)}", flush=True)
        self.write()

    def document(self) -> dict[str, Any]:
        return {
            "command": " ".join(["python", *sys.argv]),
            "dry_run": self.dry,
            "finished": self.finished,
            "machine": self.machine,
            "seconds": round(time.perf_counter() - self.began, 1),
            "expected_seconds": sum(MEASURED.values()),
            "goals": verdicts(self.results),
            "parts": self.results,
        }

    def write(self) -> None:
        """The file as far as it is, whole at any moment."""
        if self.file is None:
            return
        with self.lock:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            begun = self.file.with_suffix(".part")
            begun.write_text(json.dumps(self.document(), indent=1) + "\n", encoding="utf-8")
            os.replace(begun, self.file)

    def watch(self) -> None:
        """End the run, its figures written, where a part goes on beyond all time."""

        def end() -> None:
            self.write()
            print(f"The run was ended after {self.most:.0f} s, in the middle of a part.", file=sys.stderr, flush=True)
            os._exit(3)

        clock = threading.Timer(self.most, end)
        clock.daemon = True
        clock.start()

    def wait(self) -> None:
        """Until the card has done what it was given."""
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def seconds(self, work: Callable[[], object], turns: int) -> float:
        """The median of some turns, after one that does not count."""
        taken = []
        for turn in range(turns + 1):
            self.wait()
            began = time.perf_counter()
            work()
            self.wait()
            if turn:
                taken.append(time.perf_counter() - began)
        return statistics.median(taken)


def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (256, 256), dtype=np.uint8)


def same_tokens(check: Check, folder: Path) -> dict[str, Any]:
    """The tiny model's answers on both devices, greedy and with semantic sampling, float32, by `load` and `answer`."""
    from Python.vlm.tiny_qwen3vl import make_tiny_model

    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    path = str(make_tiny_model(folder / "tiny"))
    equal = {}
    for decoding in ("greedy", "semsam"):
        said = []
        for device in ("cpu", str(check.device)):
            loaded = load(path, device)
            loaded.profile = replace(loaded.profile, max_new_tokens=48)
            assert loaded.info["dtype"] == "float32"
            said.append(answer(loaded, picture(), QUESTION, Decoding(decoding)).raw)
        equal[decoding] = said[0] == said[1]
    return {"equal": equal, "good": all(equal.values())}


def take_shape(config: Any, size: str) -> None:
    """Give a Qwen3VLConfig the shape of a published size, as the catalogue has it."""
    models = json.loads(resource("Models", "catalogue.json").read_text(encoding="utf-8"))["models"]
    shape = next(one["shape"] for one in models if one["id"] == f"Qwen/Qwen3-VL-{size}-Instruct")
    rope = {"rope_type": "default", "rope_theta": 5e6, "mrope_section": [24, 20, 20], "mrope_interleaved": True}
    for name, value in {**shape["text_config"], "rope_parameters": rope, "max_position_embeddings": 32768}.items():
        setattr(config.text_config, name, value)
    for name, value in shape["vision_config"].items():
        setattr(config.vision_config, name, value)
    config.tie_word_embeddings = shape["tie_word_embeddings"]


def made(check: Check, folder: Path, size: str) -> LoadedModel:
    """A model of the shape with random weights, made on the device, with the tiny model's processor and profile."""
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    from Python.vlm.tiny_qwen3vl import make_tiny_model

    words = 300 if check.dry else VOCABULARY - 400
    small = folder / "words"
    if not small.is_dir():
        make_tiny_model(small, more_words=words, largest_px=1024 * 1024)
    loaded = load(str(small), "cpu")
    config = Qwen3VLConfig.from_pretrained(small)
    if not check.dry:
        take_shape(config, size)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32 if check.dry else torch.bfloat16)
    try:
        with check.device:
            network = Qwen3VLForConditionalGeneration(config).eval()
    finally:
        torch.set_default_dtype(before)
    network.generation_config = loaded.model.generation_config
    loaded.model = network
    return loaded


def bandwidth(check: Check) -> float:
    """Bytes a second that the device reads: a large tensor copied, read and written."""
    source = torch.empty(2**20 if check.dry else 2**31, dtype=torch.uint8, device=check.device)
    target = torch.empty_like(source)
    return 2 * source.numel() / check.seconds(lambda: target.copy_(source), 5)


def decoding_speed(check: Check, loaded: LoadedModel, rate: float) -> dict[str, Any]:
    """Tokens a second of `generate` after a short prompt, against reading each decoder weight once a token."""
    model = loaded.model
    read = sum(weight.numel() * weight.element_size() for weight in model.model.language_model.layers.parameters())
    head = model.get_output_embeddings().weight
    floor = (read + head.numel() * head.element_size()) / rate
    tokens = 8 if check.dry else 64
    prompt = torch.randint(10, 90, (1, 200), device=check.device)
    found: dict[str, Any] = {"floor_ms": 1000 * floor}
    ways: dict[str, dict[str, Any]] = {
        "eager": {},
        "static cache": {"cache_implementation": "static", "disable_compile": True},
        "compiled": {"cache_implementation": "static"},
    }
    for name, options in ways.items():
        fixed = {"do_sample": False, "pad_token_id": 0, **options}

        def run(count: int, fixed: dict[str, Any] = fixed) -> object:
            with torch.inference_mode():
                return model.generate(
                    input_ids=prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=count,
                    min_new_tokens=count, **fixed,
                )  # fmt: skip

        try:
            if name == "compiled":
                run(4)  # it compiles
            whole, first = check.seconds(lambda run=run: run(tokens), 2), check.seconds(lambda run=run: run(1), 2)
            step = (whole - first) / (tokens - 1)
            found[name] = {
                "step_ms": 1000 * step,
                "tokens_per_second": 1 / max(step, 1e-9),
                "times_the_floor": step / floor,
            }
        except Exception as error:
            found[name] = {"failed": f"{type(error).__name__}: {error}"[:300]}
    torch.compiler.reset()
    return found


def graph_and_share(check: Check, loaded: LoadedModel, step_ms: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Seconds of a neighbour graph on the device; then milliseconds of the rule, and their share of a step."""
    table = loaded.model.get_input_embeddings().weight.detach()
    content = torch.ones(len(table), dtype=torch.bool)
    check.wait()
    began = time.perf_counter()
    graph = build_graph(table, content, 16)
    seconds = time.perf_counter() - began
    rule = SemSamProcessor(graph.to(check.device), 8, 0.95)
    logits, ids = torch.randn(1, len(table), device=check.device) * 3, torch.zeros(1, 8, dtype=torch.long)
    ids = ids.to(check.device)
    took = 1000 * check.seconds(lambda: rule(ids, logits.clone()), 30)
    copied = 1000 * check.seconds(logits.clone, 30)
    cost = max(took - copied, 0.0)
    graphed = {"rows": len(table), "width": table.shape[1], "seconds": seconds}
    return graphed, {"rule_ms": cost, "step_ms": step_ms, "share": cost / (cost + step_ms)}


def cancel(check: Check, loaded: LoadedModel) -> dict[str, Any]:
    """Seconds from a cancel, some tokens into an answer, until `answer` ends."""
    stop, asked = threading.Event(), [0.0]

    def on_token(text: str, count: int, limit: int) -> None:
        if count == 4:
            asked[0] = time.perf_counter()
            stop.set()

    profile = loaded.profile
    loaded.profile = replace(profile, max_new_tokens=512)
    try:
        answer(loaded, picture(), QUESTION, Decoding("greedy"), on_token=on_token, should_stop=stop.is_set)
    except StoppedError:
        return {"seconds": time.perf_counter() - asked[0]}
    finally:
        loaded.profile = profile
    return {"failed": "the answer ended before it was cancelled"}


def take_all(take: Callable[[int], Any], most: int) -> list[Any]:
    """All memory that `take` still gives, in blocks of so many bytes, then ever halved, down to 1 MiB."""
    held, size = [], most
    while size >= 2**20:
        try:
            held.append(take(size))
        except torch.OutOfMemoryError:
            size //= 2
    return held


@contextmanager
def no_memory(check: Check, loaded: LoadedModel) -> Iterator[None]:
    """Leave a card of any size 64 MiB, for kernels that are yet to be loaded; on a CPU let a layer say so.

    What the driver has free is not all: the free places in what PyTorch has reserved are filled too.
    """
    if check.device.type == "cuda":
        torch.cuda.empty_cache()
        held = [torch.empty(2**26, dtype=torch.uint8, device=check.device)]
        held += take_all(lambda size: torch.empty(size, dtype=torch.uint8, device=check.device), 2**40)
        held.pop(0)
        torch.cuda.empty_cache()
        try:
            yield
        finally:
            held.clear()
            torch.cuda.empty_cache()
        return

    def refuse(*_: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. (as said in a dry run)")

    hook = loaded.model.model.visual.register_forward_pre_hook(refuse)
    try:
        yield
    finally:
        hook.remove()


def out_of_memory(check: Check, loaded: LoadedModel) -> dict[str, Any]:
    """What is said of memory that runs out in an answer, and whether the next one comes."""
    loaded.picture = None
    loaded.profile = replace(loaded.profile, max_new_tokens=8)
    large = np.random.default_rng(1).integers(0, 255, (1024, 1024), dtype=np.uint8)
    try:
        with no_memory(check, loaded):
            answer(loaded, large, QUESTION, Decoding("greedy"))
    except Exception as error:
        code, said = explain_failure(error)
    else:
        return {"failed": "the memory did not run out"}
    free_memory()
    again = answer(loaded, picture(), QUESTION, Decoding("greedy"))
    return {"code": code, "said": str(said), "answered after it": bool(again.tokens), "good": code == "out-of-memory"}


def memory(check: Check, loaded: LoadedModel) -> dict[str, Any]:
    """The most that PyTorch held while it made a graph and answered, against the estimate, in GB."""
    counted = count_tensors({name: tuple(weight.shape) for name, weight in loaded.model.named_parameters()})
    kind = str(loaded.model.dtype).removeprefix("torch.")
    config = loaded.model.config.to_dict()
    need = memory_need(counted, config, loaded.family, kind, check.device.type == "cuda")
    found: dict[str, Any] = {"estimate_gb": need.total / 1e9, "fixed_gb": need.fixed / 1e9}
    if check.device.type == "cuda":
        free_memory()
        torch.cuda.reset_peak_memory_stats()
        found["allocated_before_gb"] = torch.cuda.memory_allocated() / 1e9
    loaded.picture = None
    loaded.profile = replace(loaded.profile, max_new_tokens=8)
    answer(loaded, np.tile(picture(), (4, 4)), QUESTION, Decoding())
    if check.device.type == "cuda":
        free, whole = torch.cuda.mem_get_info()
        found["allocated_gb"] = torch.cuda.max_memory_allocated() / 1e9
        found["reserved_gb"] = torch.cuda.max_memory_reserved() / 1e9
        found |= {"taken_from_the_card_gb": (whole - free) / 1e9, "share_of_estimate": (whole - free) / need.total}
    return found


def all_parts(check: Check, folder: Path) -> None:
    check.part("same tokens", lambda: same_tokens(check, folder))
    check.part("bandwidth", lambda: {"bytes_per_second": bandwidth(check)})
    rate = check.results["bandwidth"].get("bytes_per_second", 1e12)
    for size in SIZES:
        parts_of_size(check, folder, size, rate)


def parts_of_size(check: Check, folder: Path, size: str, rate: float) -> None:
    """The parts of one model. It is let go, so that the next one's memory is measured without it."""
    held: list[LoadedModel] = []

    def make() -> dict[str, Any]:
        held.append(made(check, folder, size))
        return {"parameters": sum(weight.numel() for weight in held[0].model.parameters())}

    def graph() -> dict[str, Any]:
        step = check.results[f"{size} decoding"].get("eager", {}).get("step_ms", 0.0)
        graphed, check.results[f"{size} share"] = graph_and_share(check, held[0], step)
        return graphed

    check.part(f"{size} made", make)
    if not held:
        return
    check.part(f"{size} memory", lambda: memory(check, held[0]))
    check.part(f"{size} decoding", lambda: decoding_speed(check, held[0], rate))
    check.part(f"{size} graph", graph)
    check.part(f"{size} cancel", lambda: cancel(check, held[0]))
    if size == "2B":
        check.part("out of memory", lambda: out_of_memory(check, held[0]))
    model = weakref.ref(held.pop().model)
    free_memory()
    check.results[f"{size} made"]["let go"] = model() is None


def verdicts(results: dict[str, Any]) -> dict[str, bool | None]:
    """Each goal: met, missed, or None where it was not measured."""

    def below(part: str, key: str, goal: float) -> bool | None:
        value = results.get(part, {}).get(key)
        return None if value is None else value <= goal

    return {
        "same tokens as the CPU": results.get("same tokens", {}).get("good"),
        **{f"share of a step, {size}": below(f"{size} share", "share", GOALS[f"{size} share"]) for size in SIZES},
        **{f"graph, {size}": below(f"{size} graph", "seconds", GOALS["graph seconds"]) for size in SIZES},
        **{f"cancel, {size}": below(f"{size} cancel", "seconds", GOALS["cancel seconds"]) for size in SIZES},
        **{f"within the estimate, {size}": below(f"{size} memory", "share_of_estimate", 1.0) for size in SIZES},
        "out of memory survived": results.get("out of memory", {}).get("good"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--out", type=Path, help="default: benchmarks/results/gpu-check.json; of a dry run: nowhere")
    parser.add_argument("--most-seconds", type=float, default=MOST_SECONDS, help="when the run ends, come what may")
    arguments = parser.parse_args()
    if not arguments.dry_run and not torch.cuda.is_available():
        print(
            "There is no CUDA card that PyTorch can use. Give --dry-run to try every part on the CPU.", file=sys.stderr
        )
        return 2
    torch.manual_seed(0)
    store = None if arguments.dry_run else ROOT / "benchmarks" / "results" / "gpu-check.json"
    check = Check(arguments.dry_run, arguments.out or store, arguments.most_seconds)
    check.watch()
    with tempfile.TemporaryDirectory() as folder:
        all_parts(check, Path(folder))
    check.finished = True
    check.write()
    goals = verdicts(check.results)
    print(json.dumps({"goals": goals, "seconds": check.document()["seconds"]}, indent=1))
    failed = [name for name, found in check.results.items() if "failed" in found]
    return 1 if failed or (not check.dry and not all(goals.values())) else 0


if __name__ == "__main__":
    sys.exit(main())
