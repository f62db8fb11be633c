"""One class under both of vLLM's interfaces: each request by its own settings, whoever comes, leaves or moves."""

import importlib
import json
import random
import shlex
import sys
import time
from types import SimpleNamespace

import pytest
import torch
from vllm_interfaces import V1, V2, BatchUpdate, Direction, config, context, params, request_states

from MISGroundLib.cli import main
from MISGroundLib.errors import UserError
from MISGroundLib.semsam.graph import build_graph
from MISGroundLib.semsam.graph_files import (
    GraphOrigin,
    ServedGraph,
    check_command_line,
    read_origin,
    read_served_graph,
    write_served_graph,
)
from MISGroundLib.semsam.rule import SemSamProcessor
from MISGroundLib.semsam.serving import make_class, request_settings
from Python.vlm.tiny_qwen3vl import make_tiny_model

SIZE = 400
CLASS = make_class((V1, V2))
ORIGIN = GraphOrigin("a/model", "0f1e2d", 8)


@pytest.fixture(scope="module")
def served():
    generator = torch.Generator().manual_seed(1)
    content = torch.rand(SIZE, generator=generator) < 0.9
    graph = build_graph(torch.randn(SIZE, 8, generator=generator), content, 8)
    return ServedGraph(graph, torch.rand(SIZE, generator=generator) < 0.1, ORIGIN)


@pytest.fixture(scope="module")
def file(served, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.safetensors"
    write_served_graph(path, served)
    return path


def alone(served, logits, settings):
    """What the rule does with one row by itself."""
    if settings.get("semsam", "off") == "off":
        return logits
    protected = served.protected if settings["semsam"] == "safe" else None
    rule = SemSamProcessor(served.graph, settings.get("semsam_top_m", 8), settings.get("semsam_top_p", 0.95), protected)
    return rule(torch.zeros(1, 1, dtype=torch.long), logits[None].clone())[0]


CHOICES = [{}, {"semsam": "off"}, {"semsam": "safe"}, {"semsam": "paper"}, {"semsam": "paper", "semsam_top_m": 3},
           {"semsam": "safe", "semsam_top_p": 0.5}]  # fmt: skip


def test_v1_a_changing_batch_gets_what_each_request_gets_alone(served, file):
    processor = CLASS(config(file), torch.device("cpu"), False)
    assert processor.is_argmax_invariant() is False
    rng, batch, changed = random.Random(3), {}, 0
    for _ in range(60):
        removed = [slot for slot in list(batch) if rng.random() < 0.2]
        for slot in removed:
            del batch[slot]
        added = []
        for slot in range(8):
            if slot not in batch and rng.random() < 0.4:
                batch[slot] = rng.choice(CHOICES)
                added.append((slot, params(**batch[slot]), [1], []))
        moved = []
        if len(batch) > 1 and rng.random() < 0.5:
            source, target = rng.sample(range(8), 2)
            if source in batch:
                swap = target in batch
                moved.append((source, target, Direction.SWAP if swap else Direction.UNIDIRECTIONAL))
                one, two = batch.pop(source), batch.pop(target, None)
                batch[target] = one
                if two is not None:
                    batch[source] = two
        processor.update_state(BatchUpdate(len(batch), removed, added, moved) if removed or added or moved else None)
        logits = torch.randn(8, SIZE)
        made = processor.apply(logits.clone())
        for slot in range(8):
            expected = alone(served, logits[slot], batch.get(slot, {}))
            assert torch.equal(made[slot], expected), (slot, batch.get(slot))
            changed += bool(expected.argmax() != logits[slot].argmax())
    assert changed > 10


def test_v2_rows_in_any_order_and_several_to_a_request(served, file):
    processor = CLASS(config(file), request_states())
    settings = {slot: CHOICES[slot % len(CHOICES)] for slot in range(8)}
    for slot, chosen in settings.items():
        assert processor.add_request(slot, params(**chosen)) is (chosen.get("semsam", "off") != "off")
    for rows in ([0, 1, 2, 3, 4, 5], [5, 5, 5, 2], [3], [7, 0, 6, 2, 2]):
        logits = torch.randn(len(rows), SIZE) * 3
        made = processor.apply(logits.clone(), context(rows))
        for row, slot in enumerate(rows):
            assert torch.equal(made[row], alone(served, logits[row], settings[slot]))
    processor.add_request(3, params())  # the slot is used again, by a request that does not want it
    logits = torch.randn(1, SIZE)
    assert torch.equal(processor.apply(logits.clone(), context([3])), logits)


def test_the_servers_default_holds_where_a_request_says_nothing(served, file):
    processor = CLASS(config(file, default="paper"), request_states())
    assert processor.add_request(0, params()) is True
    assert processor.add_request(1, params(semsam="off")) is False
    logits = torch.randn(2, SIZE) * 3
    made = processor.apply(logits.clone(), context([0, 1]))
    assert torch.equal(made[0], alone(served, logits[0], {"semsam": "paper"}))
    assert torch.equal(made[1], logits[1])


@pytest.mark.parametrize("bases", [(V1,), (V2,), ()])
def test_one_interface_is_enough(bases, file):
    made = make_class(bases)
    assert all(issubclass(made, base) for base in bases)
    processor = (
        made(config(file), torch.device("cpu"), False) if bases == (V1,) else made(config(file), request_states())
    )
    assert torch.equal(processor.apply(torch.ones(2, SIZE)), torch.ones(2, SIZE))


@pytest.mark.parametrize(
    ("xargs", "told"),
    [
        ({"semsam": "on"}, "semsam is 'on': give off, safe or paper"),
        ({"semsam": "safe", "semsam_top_m": 0}, "semsam_top_m is 0: give 1 to 256"),
        ({"semsam": "safe", "semsam_top_m": 257}, "semsam_top_m is 257: give 1 to 256"),
        ({"semsam": "safe", "semsam_top_m": True}, "semsam_top_m is True: give 1 to 256"),
        ({"semsam": "safe", "semsam_topm": 3}, "semsam_topm is no setting of semantic sampling: give semsam, semsam_"),
        ({"SemSam-top-p": 0.5}, "SemSam-top-p is no setting"),
        ({"semsam": "safe", "semsam_top_m": 2.5}, "semsam_top_m is 2.5"),
        ({"semsam": "safe", "semsam_top_p": 2}, "semsam_top_p is 2: give a number above 0"),
        ({"semsam": "safe", "semsam_top_p": "x"}, "semsam_top_p is 'x'"),
    ],
)
def test_bad_settings_are_refused_when_the_request_comes_in(xargs, told):
    with pytest.raises(ValueError, match=told):
        CLASS.validate_params(params(**xargs))
    assert request_settings(None).mode == "off"
    assert request_settings({"another_plugin": 1}).mode == "off"


def test_a_server_without_a_graph_or_with_a_foreign_one_says_what_to_do(tmp_path, file):
    with pytest.raises(ValueError, match="serve-args"):
        CLASS(SimpleNamespace(additional_config=None), torch.device("cpu"), False)
    with pytest.raises(UserError, match="cannot be read"):
        CLASS(config(tmp_path / "none"), request_states())
    damaged = tmp_path / "cut.safetensors"
    damaged.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(UserError, match="cannot be read"):
        CLASS(config(damaged), request_states())
    with pytest.raises(ValueError, match="give off, safe or paper"):
        CLASS(config(file, default="always"), request_states())


def test_a_graph_of_another_vocabulary_ends_the_start_and_never_a_server_that_runs(file, caplog):
    told = r"of a/model 0f1e2d with 8 neighbours, a vocabulary of 400 tokens, and the served model has 300"
    with pytest.raises(UserError, match=told):
        CLASS(config(file), request_states(vocabulary=300))
    with pytest.raises(UserError, match=told):
        CLASS(config(file, vocabulary=300), torch.device("cpu"), False)
    # Should a server's logits be of another width than it says, requests go on, and its log tells.
    processor = CLASS(config(file, default="safe"), request_states())
    processor.add_request(0, params())
    for _ in range(3):
        logits = torch.randn(1, 300)
        assert torch.equal(processor.apply(logits.clone(), context([0])), logits)
    assert [record.getMessage() for record in caplog.records] == [
        "semantic sampling is OFF: the server hands over logits of 300 tokens, the model has 400"
    ]


def test_sixteen_different_settings_cost_as_much_as_equal_ones(served, file):
    different = [
        {"semsam": mode, "semsam_top_m": top_m, "semsam_top_p": top_p}
        for mode in ("safe", "paper")
        for top_m in (2, 5, 8, 13)
        for top_p in (0.5, 1)
    ]
    logits = torch.randn(16, SIZE, generator=torch.Generator().manual_seed(5)) * 3
    seconds = {}
    for name, chosen in (("different", different), ("equal", [{"semsam": "safe", "semsam_top_m": 13}] * 16)):
        processor = CLASS(config(file), request_states())
        for slot, settings in enumerate(chosen):
            processor.add_request(slot, params(**settings))
        made = processor.apply(logits.clone(), context(range(16)))
        for row, settings in enumerate(chosen):
            assert torch.equal(made[row], alone(served, logits[row], settings))
        taken = []
        for _ in range(30):
            began = time.perf_counter()
            processor.apply(logits, context(range(16)))
            taken.append(time.perf_counter() - began)
        seconds[name] = min(taken)
    assert seconds["different"] < 2 * seconds["equal"]


def test_the_command_line_is_looked_at_before_a_model_loads(file, tmp_path):
    def words(graph):
        return ["vllm", "serve", "a/model", "--additional-config", json.dumps({"misground_semsam": {"graph": graph}})]

    check_command_line(words(str(file)))
    gone = words(str(tmp_path / "gone.safetensors"))
    for written in (gone, [*gone[:3], "=".join(gone[3:])]):
        with pytest.raises(UserError, match=r"gone.safetensors cannot be read .* serve-args MODEL"):
            check_command_line(written)
    # Somebody else's settings are not ours to judge.
    for config_of_others in ("{}", "[]", "no JSON", '{"misground_semsam": 3}'):
        check_command_line(["vllm", "serve", "--additional-config", config_of_others])
    check_command_line(["vllm", "serve", "--additional-config"])


def test_the_class_is_not_even_imported_without_its_graph(tmp_path, monkeypatch):
    asked = json.dumps({"misground_semsam": {"graph": str(tmp_path / "gone")}})
    monkeypatch.setattr(sys, "argv", ["vllm", "serve", "a/model", "--additional-config", asked])
    monkeypatch.delitem(sys.modules, "MISGroundLib.semsam.serving")
    with pytest.raises(UserError, match="cannot be read"):
        importlib.import_module("MISGroundLib.semsam.serving")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("models") / "qwen3vl-tiny")


def test_the_command_writes_the_graph_and_prints_what_to_type(tiny, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "tiny graph.safetensors"
    asked = ["serve-args", str(tiny), "--graph-file", file.name, "--gpus", "4", "--machines", "2"]
    assert main(asked) == 0
    words = shlex.split(capsys.readouterr().out)
    assert words[:3] == ["vllm", "serve", str(tiny)]
    options = dict(zip(words[3::2], words[4::2], strict=True))
    module, name = options["--logits-processors"].split(":")
    assert hasattr(__import__(module, fromlist=[name]), name)
    given = json.loads(options["--additional-config"])["misground_semsam"]
    assert given == {"graph": str(file), "default": "safe"}
    assert (options["--tensor-parallel-size"], options["--pipeline-parallel-size"]) == ("4", "2")
    assert options["--distributed-executor-backend"] == "ray"
    assert options["--host"] == "127.0.0.1"
    assert options["--generation-config"] == "vllm"
    assert "--revision" not in options  # a folder has none
    served = read_served_graph(file)
    assert (served.origin.model, served.origin.k, served.origin.options) == (str(tiny), 16, ())
    assert len(served.origin.revision) == 12
    assert 0 < int(served.protected.sum()) < len(served.protected)
    assert main(asked) == 0  # the graph is there
    assert f"is the graph of {tiny} {served.origin.revision} with 16 neighbours" in capsys.readouterr().err
    assert main([*asked, "--gpus", "0"]) == 2


def test_a_graph_file_of_something_else_is_not_handed_out(tiny, tmp_path, capsys):
    file = tmp_path / "graph.safetensors"
    asked = ["serve-args", str(tiny), "--graph-file", str(file), "--neighbours", "8", "--graph", "mutual"]
    assert main(asked) == 0
    origin, written = read_origin(file), file.read_bytes()
    assert (origin.k, origin.options) == (8, ("mutual",))
    capsys.readouterr()
    other = make_tiny_model(tmp_path / "other", seed=2)
    moved = make_tiny_model(tmp_path / "moved")
    for changed in (
        [*asked[:4], "--graph", "mutual"],
        [*asked[:6]],
        [*asked, "--graph", "no-hubs"],
        ["serve-args", str(other), *asked[2:]],
    ):
        assert main(changed) == 2
        told = capsys.readouterr()
        assert not told.out
        assert f"is the graph of {tiny} {origin.revision} with 8 neighbours, mutual, and you ask for" in told.err
        assert "Give another --graph-file, or delete this one." in told.err
    assert file.read_bytes() == written
    # The same weights in another folder are the same model.
    assert main(["serve-args", str(moved), *asked[2:]]) == 0
    assert capsys.readouterr().out.startswith(f"vllm serve {moved} ")


def test_a_hub_model_that_is_not_here_is_known_by_its_name_and_pinned_to_the_graphs_commit(file, capsys):
    asked = ["--graph-file", str(file), "--neighbours", "8"]
    assert main(["serve-args", "a/model", *asked]) == 0
    told = capsys.readouterr()
    assert "--revision 0f1e2d" in told.out
    assert "recognised by its name alone" in told.err
    assert main(["serve-args", "another/model", *asked]) == 2
    assert "is the graph of a/model 0f1e2d with 8 neighbours, and you ask for another/model" in capsys.readouterr().err


def test_what_cannot_be_served_is_refused_in_plain_words(tmp_path, capsys):
    file = tmp_path / "graph.safetensors"
    assert main(["serve-args", "misground-mini", "--graph-file", str(file)]) == 2
    assert "vLLM cannot serve misground-mini: misground-mini has an architecture of its own" in capsys.readouterr().err
    assert main(["serve-args", "server:http://127.0.0.1:8000", "--graph-file", str(file)]) == 2
    assert "is a server already. Give the folder or hub id" in capsys.readouterr().err
    file.write_bytes(b"no graph")
    assert main(["serve-args", "a/model", "--graph-file", str(file)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_broken_vllm_does_not_reach_who_only_prints_the_command(file, monkeypatch, capsys):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] == "vllm":
                raise RuntimeError("vLLM is broken")

    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "MISGroundLib.semsam.serving")
    assert main(["serve-args", "a/model", "--graph-file", str(file), "--neighbours", "8"]) == 0
    assert "MISGroundLib.semsam.serving" not in sys.modules
    assert capsys.readouterr().out.startswith("vllm serve a/model")
    with pytest.raises(RuntimeError):
        importlib.import_module("MISGroundLib.semsam.serving")
