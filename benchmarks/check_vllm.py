"""The plug-in in the real vLLM: `make check-vllm`, or this file with the Python of vllm_environment.py's environment.

Makes a tiny random Qwen3-VL (its generation_config.json names a repetition penalty, as real ones do) and its graph with
`misground serve-args`. Then, in float32:
- vLLM's LLM class against transformers' `generate` with the same rule: 16 different settings in one batch that changes
  at every few steps; again with requests cut in the middle; bad settings, foreign and absent graphs.
- vLLM's second interface (model runner V2) by its own loader and validator, on the same logits. Not its model runner:
  that wants Triton, which has no CPU build on PyPI.
- the server that `serve-args` prints, as printed, and with `--dtype float32`: the client against the worker.

Prints what it finds and writes it to --out; exit status 1 where anything is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# One process, so that vLLM is imported once.
os.environ |= {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "VLLM_USE_V2_MODEL_RUNNER": "0", "VLLM_CPU_KVCACHE_SPACE": "1"}
os.environ |= {"VLLM_NO_USAGE_STATS": "1", "HF_HUB_OFFLINE": "1", "VLLM_LOGGING_LEVEL": "WARNING"}
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "Testing")]

import torch  # noqa: E402

from benchmarks.check_vllm_server import check_server  # noqa: E402
from benchmarks.machine import machine  # noqa: E402
from MISGroundLib.semsam.graph import NeighbourGraph  # noqa: E402
from MISGroundLib.semsam.graph_files import (  # noqa: E402
    SERVING_CLASS,
    SERVING_CONFIG,
    GraphOrigin,
    ServedGraph,
    read_served_graph,
    write_served_graph,
)
from MISGroundLib.semsam.rule import SemSamProcessor  # noqa: E402
from Python.vlm.tiny_qwen3vl import make_tiny_model  # noqa: E402

SETTINGS: list[dict[str, Any]] = [
    {"semsam": mode, "semsam_top_m": top_m, "semsam_top_p": top_p}
    for mode in ("safe", "paper")
    for top_m in (2, 5, 8, 13)
    for top_p in (0.6, 1.0)
]
BAD = [{"semsam_topm": 3}, {"semsam": "on"}, {"semsam_top_m": True}, {"semsam_top_m": 0}, {"semsam_top_p": 2}]
PROMPTS, PROMPT_LENGTH, LONGEST = 48, 12, 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "check-vllm.json")
    parser.add_argument("--port", type=int, default=8731)
    parser.add_argument("--no-server", action="store_true", help="the LLM class and the second interface only")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    import transformers
    import vllm

    versions = {"vllm": vllm.__version__, "transformers": transformers.__version__}
    found: dict[str, Any] = {"command": "make check-vllm", "machine": machine(), **versions}
    with tempfile.TemporaryDirectory(prefix="misground-check-vllm-") as folder:
        model, graph = make_model(Path(folder)), Path(folder) / "graph.safetensors"
        from benchmarks.check_vllm_server import printed_command

        command = printed_command(model, graph, arguments.port)
        found["printed"] = command.replace(folder, "FOLDER")
        requests = make_requests(model, graph)
        found["second interface"] = check_second_interface(graph)
        found["offline"] = check_offline(model, graph, requests, Path(folder))
        write(found, arguments.out)
        if not arguments.no_server:
            found["server"] = check_server(command, model, Path(folder))
    wrong = wrongs(found)
    found["wrong"] = wrong
    print(json.dumps(found, indent=1))
    write(found, arguments.out)
    return 1 if wrong else 0


def write(found: dict[str, Any], out: Path) -> None:
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def wrongs(found: Any, at: str = "") -> list[str]:
    """The places of a False, or of two unequal numbers [right, of], in the figures."""
    if isinstance(found, dict):
        return [one for key, value in found.items() for one in wrongs(value, f"{at}/{key}")]
    if found is False or (isinstance(found, list) and len(found) == 2 and found[0] != found[1]):
        return [at]
    return []


def make_model(folder: Path) -> Path:
    """Head sizes that vLLM's attention on a CPU has, and a repetition penalty of its own."""
    text = {"hidden_size": 64, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 32}
    # vLLM reads mrope_interleaved, which real checkpoints have; transformers takes it for granted.
    rope = {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [6, 5, 5], "mrope_interleaved": True}
    sizes = {**text, "rope_parameters": rope, "max_position_embeddings": 1024}
    model = make_tiny_model(folder / "qwen3-vl-tiny", text=sizes, vision={"out_hidden_size": 64}, largest_px=512 * 512)
    file = model / "generation_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "repetition_penalty": 1.3, "top_k": 3}))
    return model


def make_requests(model: Path, graph: Path) -> list[dict[str, Any]]:
    """Prompts with settings, and the tokens that transformers makes of them."""
    from transformers import GenerationConfig, LogitsProcessorList, Qwen3VLForConditionalGeneration

    network = Qwen3VLForConditionalGeneration.from_pretrained(model, dtype=torch.float32).eval()
    served = read_served_graph(graph)
    plain = GenerationConfig(do_sample=False, pad_token_id=0)
    network.generation_config = plain
    generator = torch.Generator().manual_seed(11)
    requests = []
    for number in range(PROMPTS):
        prompt = torch.randint(7, 110, (1, PROMPT_LENGTH), generator=generator)
        wanted = SETTINGS[number % len(SETTINGS)]
        limit = LONGEST - 3 * (number % 7)
        rule = SemSamProcessor(
            served.graph,
            wanted["semsam_top_m"],
            wanted["semsam_top_p"],
            served.protected if wanted["semsam"] == "safe" else None,
        )
        with torch.inference_mode():
            chosen = [
                network.generate(prompt, max_new_tokens=limit, logits_processor=processors)[0, PROMPT_LENGTH:].tolist()
                for processors in (LogitsProcessorList([rule]), LogitsProcessorList())
            ]
        requests.append(
            {"prompt": prompt[0].tolist(), "xargs": wanted, "limit": limit, "tokens": chosen[0], "greedy": chosen[1]}
        )
    return requests


def check_offline(model: Path, graph: Path, requests: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """vLLM's LLM class, model runner V1."""
    from vllm.v1.worker import cpu_model_runner

    loads: list[int] = []
    load = cpu_model_runner.CPUModelRunner.load_model

    def recorded(*arguments: Any, **more: Any) -> Any:
        loads.append(1)
        return load(*arguments, **more)

    cpu_model_runner.CPUModelRunner.load_model = recorded
    foreign = write_foreign_graph(folder / "foreign.safetensors")
    refused = {
        "foreign graph": start_refused(model, foreign, "a vocabulary of 40 tokens, and the served model has"),
        "absent graph": start_refused(model, folder / "absent.safetensors", "cannot be read"),
    }
    told: dict[str, Any] = {"start refused": refused, "loaded nothing before": not loads}
    llm = make_llm(model, graph)
    told |= compare_whole(llm, requests)
    told["cut requests, the others' answers"] = compare_cut(llm, requests)
    told["bad settings refused"] = [sum(is_refused(llm, bad) for bad in BAD), len(BAD)]
    neutral = llm.get_default_sampling_params()
    told["sampling is neutral"] = (neutral.repetition_penalty, neutral.top_k, neutral.temperature) in (
        (1.0, 0, 1.0),
        (1.0, -1, 1.0),
    )
    return told


def make_llm(model: Path, graph: Path) -> Any:
    from vllm import LLM

    return LLM(
        str(model),
        dtype="float32",
        max_model_len=512,
        max_num_seqs=16,
        enforce_eager=True,
        distributed_executor_backend="uni",
        limit_mm_per_prompt={"image": 1, "video": 0},
        generation_config="vllm",
        logits_processors=[SERVING_CLASS],
        additional_config={SERVING_CONFIG: {"graph": str(graph)}},
    )


def start_refused(model: Path, graph: Path, words: str) -> bool:
    """Whether vLLM ends its start in these words."""
    try:
        make_llm(model, graph)
    except Exception as error:
        return words in str(error)
    return False


def write_foreign_graph(path: Path) -> Path:
    """A sound graph of another model."""
    ids = torch.arange(40).unsqueeze(1)
    graph = NeighbourGraph(ids, torch.ones(40, 1), torch.ones(40, dtype=torch.bool))
    write_served_graph(path, ServedGraph(graph, torch.zeros(40, dtype=torch.bool), GraphOrigin("other", "0", 1)))
    return path


def sampling(request: dict[str, Any]) -> Any:
    from vllm import SamplingParams

    return SamplingParams(
        temperature=0, max_tokens=request["limit"], ignore_eos=True, extra_args=dict(request["xargs"]), detokenize=False
    )


def compare_whole(llm: Any, requests: list[dict[str, Any]]) -> dict[str, Any]:
    """All requests at once, 16 at a time; then without the rule, and without repetition penalty."""
    prompts = [{"prompt_token_ids": one["prompt"]} for one in requests]
    began = time.perf_counter()
    made = [list(out.outputs[0].token_ids) for out in llm.generate(prompts, [sampling(one) for one in requests])]
    seconds = time.perf_counter() - began
    off = [sampling({**one, "xargs": {}}) for one in requests]
    greedy = [list(out.outputs[0].token_ids) for out in llm.generate(prompts, off)]
    same = [one["tokens"] == tokens for one, tokens in zip(requests, made, strict=True)]
    equal = sum(
        sum(a == b for a, b in zip(one["tokens"], tokens, strict=False))
        for one, tokens in zip(requests, made, strict=True)
    )
    return {
        "different settings in a batch": len(SETTINGS),
        "answers equal": [sum(same), len(requests)],
        "steps equal": [equal, sum(len(one["tokens"]) for one in requests)],
        "answers that the rule changes": sum(one["tokens"] != one["greedy"] for one in requests),
        "answers equal without the rule": [
            sum(one["greedy"] == tokens for one, tokens in zip(requests, greedy, strict=True)),
            len(requests),
        ],
        "tokens a second": round(sum(map(len, made)) / seconds, 1),
    }


def compare_cut(llm: Any, requests: list[dict[str, Any]]) -> list[int]:
    """Every third request is cut after some steps while others begin; [answers equal, of] the rest."""
    engine = llm.llm_engine
    waiting = list(enumerate(requests[:32]))
    made: dict[str, list[int]] = {}
    cut: list[str] = []
    step = 0
    while waiting or engine.has_unfinished_requests():
        for number, one in waiting[:2]:
            engine.add_request(f"r{number}", {"prompt_token_ids": one["prompt"]}, sampling(one))
        del waiting[:2]
        for out in engine.step():
            made[out.request_id] = list(out.outputs[0].token_ids)
        step += 1
        for name, tokens in made.items():
            if int(name[1:]) % 3 == 1 and name not in cut and 3 <= len(tokens) < requests[int(name[1:])]["limit"]:
                engine.abort_request([name])
                cut.append(name)
    whole = [number for number in range(32) if f"r{number}" not in cut]
    beginnings = all(requests[int(name[1:])]["tokens"][: len(made[name])] == made[name] for name in cut)
    right = sum(made[f"r{number}"] == requests[number]["tokens"] for number in whole)
    return [right + beginnings, len(whole) + 1] if cut else [0, 1]


def is_refused(llm: Any, xargs: dict[str, Any]) -> bool:
    """Whether such a request is refused by name, and the next one is answered."""
    from vllm import SamplingParams
    from vllm.exceptions import VLLMValidationError

    prompt = {"prompt_token_ids": [7, 8, 9]}
    try:
        llm.generate(prompt, SamplingParams(max_tokens=1, extra_args=xargs), use_tqdm=False)
    except VLLMValidationError as error:
        llm.generate(prompt, SamplingParams(max_tokens=1), use_tqdm=False)
        return next(iter(xargs)) in str(error)
    return False


def check_second_interface(graph: Path) -> dict[str, Any]:
    """Model runner V2's own loader, validator, states and context, on random logits."""
    from types import SimpleNamespace

    from vllm import SamplingParams
    from vllm.v1.worker.gpu.sample.logits_processor import (
        LogitsContext,
        LogitsProcRequestState,
        build_custom_logits_processors_params_validator,
    )
    from vllm.v1.worker.gpu.sample.logits_processor.loader import _load_v2_logitsprocs

    served = read_served_graph(graph)
    size = len(served.protected)
    (kind,) = _load_v2_logitsprocs([SERVING_CLASS])
    state = LogitsProcRequestState(torch.device("cpu"), 16, size, None, None, None, None)  # type: ignore[arg-type]
    config = SimpleNamespace(additional_config={SERVING_CONFIG: {"graph": str(graph)}})
    processor = kind(config, state)
    validate = build_custom_logits_processors_params_validator([SERVING_CLASS])
    refused = 0
    for bad in BAD:
        try:
            validate(SamplingParams(extra_args=bad))
        except Exception as error:
            refused += next(iter(bad)) in str(error)
    for slot, wanted in enumerate(SETTINGS):
        assert processor.add_request(slot, SamplingParams(extra_args=dict(wanted)))
    generator = torch.Generator().manual_seed(3)
    right = rows = 0
    for _ in range(100):
        slots = torch.randperm(16, generator=generator)[: int(torch.randint(1, 17, (1,), generator=generator))]
        logits = torch.randn(len(slots), size, generator=generator) * 3
        context = LogitsContext(slots.int(), slots.int(), slots.numpy(), slots * 0, slots * 0, slots, slots.numpy())
        made = processor.apply(logits.clone(), context)
        for row, slot in enumerate(slots.tolist()):
            wanted = SETTINGS[slot]
            protected = served.protected if wanted["semsam"] == "safe" else None
            rule = SemSamProcessor(served.graph, wanted["semsam_top_m"], wanted["semsam_top_p"], protected)
            alone = rule(torch.zeros(1, 1, dtype=torch.long), logits[row : row + 1])[0]
            right += torch.equal(made[row], alone)
            rows += 1
    try:
        kind(config, LogitsProcRequestState(torch.device("cpu"), 16, size + 1, None, None, None, None))  # type: ignore
        foreign = False
    except Exception as error:
        foreign = "the served model has" in str(error)
    return {"rows equal": [right, rows], "bad settings refused": [refused, len(BAD)], "foreign graph refused": foreign}


if __name__ == "__main__":
    sys.exit(main())
