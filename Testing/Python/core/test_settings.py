"""A setting is declared once, in settings.py: what every front end makes of it follows from there."""

import argparse
import json
import re
from dataclasses import asdict, dataclass

import numpy as np
import pytest

from MISGroundLib import console
from MISGroundLib.batch import Request, _asked
from MISGroundLib.bench.run_folder import RunSettings
from MISGroundLib.engine.protocol import Ask, Question, decode_ask, encode_ask
from MISGroundLib.grounding import GroundingRun
from MISGroundLib.settings import GROUND, Decoding, Settings, declared_settings, setting
from MISGroundLib.slices import SliceImage, VolumeInfo, standard_grid
from Python.fake_engine import FakeEngine


@dataclass(frozen=True)
class WithOneMore(Settings):
    """The declaration as it would be with one more setting."""

    temperature: float = setting(
        1.0,
        flag="--temperature",
        slicer="temperature",
        help="of the scores",
        accepts=lambda value: value > 0,
        refusal="temperature is {value}: give a number above 0",
        within=(0.1, 2.0),
        recorded=True,
    )


DEFAULTS = {one.name: one.default for one in declared_settings(Settings)}


@pytest.fixture
def one_more(monkeypatch):
    """Nothing but the declaration changes."""
    for module in ("settings", "engine.protocol"):
        monkeypatch.setattr(f"MISGroundLib.{module}.Settings", WithOneMore)


def parsed(*arguments):
    parser = argparse.ArgumentParser()
    console.add_settings(parser, GROUND)
    return console.settings_from(parser.parse_args(arguments))


def test_a_new_setting_reaches_the_command_line(one_more):
    assert parsed().temperature == 1.0
    assert parsed("--temperature", "0.5").temperature == 0.5
    with pytest.raises(ValueError, match=r"temperature is 0.0: give a number above 0\."):
        parsed("--temperature", "0")


def test_a_new_setting_reaches_the_panel_and_slicers_console(host, monkeypatch):
    from slicer.parameterNodeWrapper import parameterNodeWrapper

    from MISGroundLib.panel import parameters

    monkeypatch.setattr(parameters, "Settings", WithOneMore)
    node = parameterNodeWrapper(parameters.with_settings(type("Node", (), {"__annotations__": {}})))
    assert node.allParameters["temperature"].default == 1.0
    assert parameters.settings_from(temperature=0.5).temperature == 0.5


def test_a_new_setting_reaches_the_worker_and_is_kept_with_the_answer(one_more, tmp_path):
    asked = WithOneMore(temperature=0.5)
    line = encode_ask(Ask("r", {}, [Question("liver")], asked))
    assert decode_ask(json.loads(line)).settings == asked
    grid = standard_grid(np.diag([-1.0, 1.0, 3.0, 1.0]), (100, 80, 40), "axial")
    image = SliceImage(np.zeros((80, 100), np.uint8), grid, 400.0, 40.0, VolumeInfo("ct", modality="CT"))
    assert GroundingRun(FakeEngine(), image, ["liver"], asked).wait().to_json()["temperature"] == 0.5
    assert _asked(tmp_path, Request(["liver"], settings=asked))["settings"]["temperature"] == 0.5
    assert RunSettings(asked).with_decoding("greedy").temperature == 0.5


def test_python_means_a_slice_and_the_command_line_and_a_new_panel_begin_with_the_volume():
    assert (Settings().scope, parsed().scope, parsed("--scope", "slice").scope) == ("slice", "volume", "slice")
    assert {one.name: one.first for one in declared_settings(Settings)} == {**DEFAULTS, "scope": "volume"}


def test_every_setting_has_a_help_text_and_a_front_end():
    for one in declared_settings(Settings):
        assert one.flag or one.slicer, one.name
        assert one.help or not one.flag, one.name
        one.check(one.default)


def test_names_are_unique_in_every_front_end():
    every = declared_settings(Settings)
    for names in (
        [one.name for one in every],
        [one.flag or one.name for one in every],
        [one.slicer or one.name for one in every],
    ):
        assert len(set(names)) == len(names)


def test_values_by_name_are_sorted_into_their_groups():
    made = Settings.of(model="m", seed=3, top_m=4, graph=["mutual"])
    assert made == Settings("m", seed=3, decoding=Decoding(top_m=4, graph=("mutual",)))
    assert Settings.of(decoding=Decoding("greedy")) == Settings(decoding=Decoding("greedy"))
    with pytest.raises(TypeError, match="colour"):
        Settings.of(colour="red")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "beam"}, "unknown decoding 'beam': choose semsam, greedy, no-neighbours, shuffled or case-merge"),
        ({"mode": "wild"}, "unknown SemSam mode 'wild': choose safe or paper"),
        ({"top_m": 0}, "top_m is 0: give 1 or more candidates"),
        ({"top_m": True}, "top_m is True: give 1 or more candidates"),
        ({"top_p": True}, "top_p is True: give a number above 0 and up to 1"),
        ({"top_p": 2.0}, "top_p is 2.0: give a number above 0 and up to 1"),
        ({"top_p": float("nan")}, "top_p is nan: give a number above 0 and up to 1"),
        ({"k": 0}, "k is 0: give 1 or more neighbours (1 equals greedy)"),
        (
            {"graph": ("mutual", "hubs")},
            "unknown option 'hubs' of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts",
        ),
        ({"together": 0}, "together is 0: give 1 or more questions a batch"),
        ({"scope": "body"}, "scope is 'body': give slice or volume"),
        ({"budget": -1}, "budget is -1: give the most questions to ask, or 0 for as many as it takes"),
        ({"window": "wide"}, "window is 'wide': give 'automatic' or 'as displayed'"),
    ],
)
def test_what_is_not_accepted_is_refused_with_its_name_and_the_remedy(wrong, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        Settings.of(**wrong)


def test_settings_come_back_from_the_wire_as_they_were():
    sent = Settings("m", "cpu", Decoding("greedy", graph=("no-hubs",)), 7, True, True, 4, "as displayed", "volume", 9)
    assert Settings.from_json(json.loads(json.dumps(asdict(sent)))) == sent
    with pytest.raises(KeyError):
        Settings.from_json({"model": "m"})
