"""Loading a folder, whole and damaged: weights, processor, device, threads, and the worker's quicker imports."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from MISGroundLib.errors import UserError
from MISGroundLib.vlm import memory
from MISGroundLib.vlm.known_families import FAMILIES
from MISGroundLib.vlm.loading import choose_device, choose_dtype, coordinate_tokens, load, physical_cores
from MISGroundLib.vlm.pictures import load_processor
from Python.vlm.tiny_qwen3vl import make_tiny_model


@pytest.fixture
def folder(tmp_path):
    return make_tiny_model(tmp_path)


def damaged_config(folder, **values):
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, **values}))


@pytest.mark.parametrize("tied", [True, False])
def test_a_folder_becomes_a_model_that_says_what_it_is(tmp_path, tied):
    stages = []
    loaded = load(str(make_tiny_model(tmp_path, tied)), "auto", on_stage=stages.append)
    assert not loaded.model.training
    assert loaded.info["name"] == str(tmp_path)
    assert len(loaded.info["revision"]) == 12
    assert loaded.info["dtype"] == "float32"
    assert loaded.info["embedding_table"].startswith("input, tied" if tied else "input, the output")
    assert loaded.model.generation_config.eos_token_id == loaded.tokenizer.convert_tokens_to_ids("<|im_end|>")
    assert stages
    assert coordinate_tokens(loaded.tokenizer) is None


def test_the_makers_sampling_settings_do_not_apply(folder):
    settings = json.loads((folder / "generation_config.json").read_text())
    (folder / "generation_config.json").write_text(
        json.dumps({**settings, "do_sample": True, "temperature": 0.7, "repetition_penalty": 1.5, "num_beams": 4})
    )
    config = load(str(folder), "cpu").model.generation_config
    assert not config.do_sample
    assert config.repetition_penalty in (None, 1.0)
    assert config.num_beams in (None, 1)


def test_loading_from_a_folder_uses_no_network(folder, monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load(str(folder), "cpu").profile is not None


def test_what_happens_to_the_files_later_does_not_reach_a_loaded_model(folder):
    loaded = load(str(folder), "cpu")
    before = {name: tensor.clone() for name, tensor in loaded.model.state_dict().items()}
    assert not loaded.was_replaced()
    weights = folder / "model.safetensors"
    with weights.open("r+b") as stream:  # in place: the same file, as rsync --inplace or cp write it
        stream.seek(weights.stat().st_size // 2)
        stream.write(bytes(weights.stat().st_size // 2))
    assert loaded.was_replaced()
    assert all(torch.equal(tensor, before[name]) for name, tensor in loaded.model.state_dict().items())
    os.truncate(weights, 100)
    assert all(torch.equal(tensor, before[name]) for name, tensor in loaded.model.state_dict().items())
    weights.unlink()
    assert not loaded.was_replaced()
    tied = loaded.model.get_output_embeddings().weight is loaded.model.get_input_embeddings().weight
    assert tied == loaded.info["embedding_table"].startswith("input, tied")


def test_weights_that_are_cut_off(folder):
    data = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(data[: len(data) // 2])
    with pytest.raises(UserError, match="damaged or not complete"):
        load(str(folder), "cpu")


def test_weights_that_are_only_a_pointer(folder):
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    with pytest.raises(UserError, match="damaged or not complete"):
        load(str(folder), "cpu")


def test_weights_that_lack_a_part(folder):
    tensors = load_file(folder / "model.safetensors")
    dropped = next(name for name in sorted(tensors) if "mlp" in name)
    save_file({n: t for n, t in tensors.items() if n != dropped}, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(UserError, match="lack 1 parts"):
        load(str(folder), "cpu")


def test_weights_of_another_shape(folder):
    tensors = load_file(folder / "model.safetensors")
    name = next(name for name in tensors if "embed_tokens" in name)
    save_file({**tensors, name: tensors[name][:50].clone()}, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(UserError, match="do not fit its"):
        load(str(folder), "cpu")


def test_an_unknown_kind_of_model(folder):
    damaged_config(folder, model_type="mystery_vl", auto_map={"AutoModel": "evil.Model"})
    with pytest.raises(UserError, match="qwen3_vl"):
        load(str(folder), "cpu")


@pytest.mark.parametrize("name", ["quantum", "cuda:99", "xpu"])
def test_a_device_that_is_not_there(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserError, match="device"):
        choose_device(name)


def test_auto_takes_cuda_then_mps_then_the_cpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("auto").type == "cuda"
    assert choose_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(UserError):
        choose_device("cuda:2")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert choose_device("").type == "mps"
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert choose_device("auto").type == "cpu"


def test_half_precision_only_where_it_helps(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: True)
    monkeypatch.setattr(memory, "memory_bytes", lambda: 32e9)
    cuda, cpu, mps = torch.device("cuda"), torch.device("cpu"), torch.device("mps")
    assert choose_dtype(cuda, 13e6) == torch.float32
    assert choose_dtype(cuda, 8e9) == torch.bfloat16
    assert choose_dtype(mps, 8e9) == torch.float16
    assert choose_dtype(cpu, 4e9) == torch.float32
    assert choose_dtype(cpu, 16e9) == torch.bfloat16
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: False)
    assert choose_dtype(cuda, 8e9) == torch.float16


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


def test_makes_all_that_the_model_needs(whole):
    processor = load_processor(whole, FAMILIES["qwen3_vl"])
    image = Image.fromarray(np.full((64, 64, 3), 255, np.uint8))
    messages = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "liver"}]}]
    text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    inputs = processor(text=[text], images=[image], return_tensors="pt")
    assert set(inputs) == {"input_ids", "attention_mask", "pixel_values", "image_grid_thw", "mm_token_type_ids"}
    image_tokens = int((inputs["input_ids"] == processor.image_token_id).sum())
    assert image_tokens == int(inputs["image_grid_thw"].prod()) // 4
    assert torch.equal(inputs["mm_token_type_ids"].bool(), inputs["input_ids"] == processor.image_token_id)
    assert inputs["pixel_values"].max() == 1.0


@pytest.mark.parametrize("missing", ["preprocessor_config.json", "tokenizer.json", "chat_template.jinja"])
def test_says_when_a_file_is_missing(whole, tmp_path, missing):
    for file in whole.iterdir():
        if file.name != missing:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    if missing == "chat_template.jinja":
        config = tmp_path / "tokenizer_config.json"
        config.write_text(config.read_text().replace('"chat_template"', '"unused"'))
    with pytest.raises(UserError):
        load_processor(tmp_path, FAMILIES["qwen3_vl"])


def test_threads_count_cores_not_hyper_threads(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3, 4, 5}, raising=False)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert physical_cores(tmp_path) == 6
    for cpu in range(6):
        topology = tmp_path / f"devices/system/cpu/cpu{cpu}/topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{cpu % 3},{cpu % 3 + 3}\n")
    assert physical_cores(tmp_path) == 3
    (tmp_path / "fs/cgroup").mkdir(parents=True)
    (tmp_path / "fs/cgroup/cpu.max").write_text("150000 100000\n")
    assert physical_cores(tmp_path) == 2
    (tmp_path / "fs/cgroup/cpu.max").write_text("max 100000\n")
    assert physical_cores(tmp_path) == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert physical_cores(tmp_path) == 1


LIBRARY = Path(__file__).resolve().parents[3] / "MISGround"
ASK = """
import json, sys
import numpy as np
{start}
from MISGroundLib.engine.protocol import Question
from MISGroundLib.settings import Decoding
from MISGroundLib.vlm.generation import answer
from MISGroundLib.vlm.loading import load

loaded = load("misground-mini", "cpu")
picture = (np.random.default_rng(0).random((60, 80)) * 255).astype(np.uint8)
said = [answer(loaded, picture, Question(query, "axial", "CT"), Decoding()) for query in ("liver", "body")]
seen = sorted({{"torch._dynamo", "torch.distributed.tensor", "scipy.optimize"}} & set(sys.modules))
{end}
print(json.dumps([[one.raw, one.score] for one in said] + [seen]))
"""
QUICK = "from MISGroundLib.vlm import loading; loading.import_transformers()"
# A release that needs of the compiler what it does not get.
ODD = "from MISGroundLib.vlm import loading; loading._NEVER_USED = ('no_such_question',)"
COMPILE = "import torch; assert torch.compile(lambda x: 2 * x, backend='eager')(torch.ones(1)).item() == 2"


def ask(start="", end=""):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(start=start, end=end)],
        env={**os.environ, "PYTHONPATH": str(LIBRARY), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *said, seen = json.loads(done.stdout.splitlines()[-1])
    return said, seen, done.stderr


@pytest.fixture(scope="module")
def usual():
    return ask()


def test_a_quick_start_leaves_out_what_is_never_used_and_changes_no_answer(usual):
    said, seen, warnings = ask(QUICK, COMPILE)
    assert seen == []
    assert said == usual[0]
    assert "Traceback" not in warnings


def test_an_odd_release_is_imported_as_usual(usual):
    said, _, warnings = ask(f"{ODD}; loading.import_transformers()")
    assert said == usual[0]
    assert "imported whole" in warnings


def test_what_the_clients_import_is_light_and_loading_leaves_transformers_for_later():
    """Of a worker or a server the clients read these; a worker imports transformers its own way first."""
    light = "from MISGroundLib.vlm import boxes, families, folders, mini, pictures, scoring"
    ends = "import sys; assert not {'torch', 'transformers'} & set(sys.modules); "
    ends += "from MISGroundLib.vlm import loading; assert 'transformers' not in sys.modules"
    environment = {**os.environ, "PYTHONPATH": str(LIBRARY)}
    done = subprocess.run([sys.executable, "-c", f"{light}; {ends}"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_torchvision_which_imports_a_part_of_the_compiler_can_be_imported(tmp_path):
    package = tmp_path / "torchvision"
    package.mkdir()
    (package / "__init__.py").write_text("from torch._dynamo.utils import is_compile_supported")
    program = "from MISGroundLib.vlm.loading import without_compiler\nwith without_compiler(): import torchvision"
    environment = {**os.environ, "PYTHONPATH": f"{LIBRARY}{os.pathsep}{tmp_path}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
