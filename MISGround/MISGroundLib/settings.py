"""Every setting, declared once: name, type, default, help text, what is accepted, and what each front end calls it.

A setting is a field of `Decoding` or `Settings`. From the declarations follow the checks, the options of the command
line (console.py), the panel's parameter node (panel/parameters.py), the request to the worker (engine/protocol.py) and
what is kept with an answer. A new setting is one more field here, and a widget in MISGround.ui where the panel has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Self, get_type_hints

from MISGroundLib.errors import UserError
from MISGroundLib.slices import AUTOMATIC_WINDOW, WINDOWS

# The model that comes with MISGround, by the name that users give.
EMBEDDED_MODEL = "misground-mini"
# Semantic sampling; the most probable token; and the controls: the same candidates without neighbours, with the
# neighbours of other tokens, with a word's own spellings as its only neighbours.
DECODINGS = ("semsam", "greedy", "no-neighbours", "shuffled", "case-merge")
MODES = ("safe", "paper")
GRAPH_OPTIONS = ("mutual", "no-hubs", "merge-variants", "no-contrasts")
# How a model's weights are held: as the device computes, or rounded on a CUDA card.
PRECISIONS = ("auto", "8bit", "4bit")
GraphKey = tuple[str, tuple[str, ...], int]

# How a model writes its boxes: as is known of it, or as the user says (vlm/boxes.py).
AUTOMATIC_BOXES = "automatic"
BOX_FORMATS = (
    AUTOMATIC_BOXES,
    *("qwen3-vl", "qwen2.5-vl", "qwen2-vl", "internvl", "glm-v", "gemma", "paligemma", "florence-2"),
    *("deepseek-vl2", "llava", "medvision-v0"),
)

# What is asked: the slice that is shown or given, or the whole volume.
SLICE, VOLUME = SCOPES = ("slice", "volume")
# Of a 4D sequence in Slicer.
SHOWN_ITEM, EVERY_ITEM = ITEMS = ("shown", "every")

# Where an option is offered: `ground` and `batch`; `bench run`; `semsam inspect` and `serve-args`.
GROUND, BENCH, GRAPH = "ground", "bench", "graph"


@dataclass(frozen=True)
class Setting:
    """One setting as declared.

    Attributes:
        name, kind, default: The field's name, its type and its value where none is given.
        usual: Its default on the command line and in a new panel, where that is another than Python's; else None.
        help: The help text of its option.
        choices: All that is accepted; of a tuple, its items. Empty: anything that `accepts` allows.
        accepts: Whether a value is accepted.
        refusal: What is said of a value that is not, with the remedy; "{value}" stands for it.
        flag, metavar: Its option on the command line. No flag: it has none.
        commands: Where the option is offered: GROUND, BENCH, GRAPH.
        slicer: Its name in the panel and in Slicer's Python console. Empty: it has none.
        saved: Whether the parameter node, and so the scene, keeps it.
        offered, within: The choices, or the lowest and highest number, of the panel's widget.
        recorded: Whether it is kept with every answer.
        compared: Whether another value makes another request, which a batch asks again.
    """

    name: str
    kind: Any
    default: Any
    usual: Any = None
    help: str = ""
    choices: tuple[str, ...] = ()
    accepts: Callable[[Any], bool] = lambda value: True
    refusal: str = ""
    flag: str = ""
    metavar: str | None = None
    commands: tuple[str, ...] = (GROUND,)
    slicer: str = ""
    saved: bool = True
    offered: tuple[str, ...] = ()
    within: tuple[float, float] | None = None
    recorded: bool = False
    compared: bool = True

    @property
    def first(self) -> Any:
        """What the command line and a new panel begin with."""
        return self.default if self.usual is None else self.usual

    @property
    def is_group(self) -> bool:
        """It is a class of settings itself."""
        return is_dataclass(self.kind)

    def check(self, value: Any) -> None:
        """Raise ValueError, with the setting's name and the remedy, for a value that is not accepted."""
        for one in sorted(value) if isinstance(value, tuple) else [value]:
            no_number = isinstance(one, bool) and self.kind in (int, float)
            if no_number or (self.choices and one not in self.choices) or not self.accepts(one):
                raise UserError(self.refusal, value=one)


def setting(default: Any, **declared: Any) -> Any:
    """A dataclass field that declares a setting; `declared` are fields of `Setting`."""
    return field(default=default, metadata=declared)


def declared_settings(declaration: Any) -> list[Setting]:
    """The settings that a class declares, those of a group (`Settings.decoding`) in its place."""
    found: list[Setting] = []
    for one in _members(declaration):
        found += declared_settings(one.kind) if one.is_group else [one]
    return found


def _members_of(declaration: Any) -> tuple[Setting, ...]:
    kinds = get_type_hints(declaration)
    return tuple(Setting(one.name, kinds[one.name], one.default, **one.metadata) for one in fields(declaration))


_members: Callable[[Any], tuple[Setting, ...]] = cache(_members_of)  # looked up with every answer


class _Declaration:
    """What a class of settings can do by its declaration alone."""

    def __post_init__(self) -> None:
        """Raise ValueError with the setting's name and the remedy."""
        for one in _members(type(self)):
            one.check(getattr(self, one.name))

    @classmethod
    def of(cls, **values: Any) -> Self:
        """From values by the settings' names, those of a group beside the others.

        Raises ValueError for a value that is not accepted, TypeError for a name that there is not.
        """
        for group in [one for one in _members(cls) if one.is_group and one.name not in values]:
            names = {one.name for one in declared_settings(group.kind)} & set(values)
            values[group.name] = group.kind(**{name: values.pop(name) for name in names})
        return cls(**values)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `asdict` made. Raises KeyError or TypeError for anything else, ValueError as the class does."""
        given = {one.name: one.kind(**values[one.name]) if one.is_group else values[one.name] for one in _members(cls)}
        return cls(**given)


@dataclass(frozen=True)
class Decoding(_Declaration):
    """How the next token is chosen. `semsam` is MIS-SemSam (see semsam/); `greedy` takes the most probable token; the
    other names are controls, which a claimed gain should be held against.

    mode: "safe" leaves numbers, JSON structure and present/absent decisions alone; "paper" does not.
    top_m, top_p: the candidate set (top-M, then nucleus). k: neighbours of a token, itself included: k=1 is greedy.
    sample: draw from the softmax of the score with the seed, in place of argmax. graph: options of the neighbour graph
    (semsam/variants.py).
    """

    name: str = setting(
        "semsam",
        flag="--decoding",
        slicer="decoding",
        help="the last three are controls",
        choices=DECODINGS,
        refusal=f"unknown decoding {{value!r}}: choose {', '.join(DECODINGS[:-1])} or {DECODINGS[-1]}",
    )
    mode: str = setting(
        "safe",
        flag="--semsam-mode",
        slicer="mode",
        help="paper also re-scores numbers",
        choices=MODES,
        refusal=f"unknown SemSam mode {{value!r}}: choose {' or '.join(MODES)}",
    )
    top_m: int = setting(
        8,
        flag="--top-m",
        slicer="topM",
        help="candidates a step (default: %(default)s)",
        accepts=lambda value: value >= 1,
        refusal="top_m is {value}: give 1 or more candidates",
        within=(1, 64),
    )
    top_p: float = setting(
        0.95,
        flag="--top-p",
        slicer="topP",
        help="nucleus (default: %(default)s)",
        accepts=lambda value: 0 < value <= 1,
        refusal="top_p is {value}: give a number above 0 and up to 1",
        within=(0.01, 1.0),
    )
    k: int = setting(
        16,
        flag="--neighbours",
        metavar="K",
        commands=(GROUND, GRAPH),
        slicer="neighbours",
        help="default: %(default)s",
        accepts=lambda value: value >= 1,
        refusal="k is {value}: give 1 or more neighbours (1 equals greedy)",
        within=(1, 256),
    )
    sample: bool = setting(
        False, flag="--sample", slicer="sample", help="draw from the scores with the seed, not the best one"
    )
    graph: tuple[str, ...] = setting(
        (),
        flag="--graph",
        commands=(GROUND, GRAPH),
        help="an option of the neighbour graph; repeat",
        choices=GRAPH_OPTIONS,
        refusal=f"unknown option {{value!r}} of the graph: choose from {', '.join(GRAPH_OPTIONS)}",
    )

    @property
    def graph_key(self) -> GraphKey:
        """What decides the neighbour graph of a model."""
        return self.name, tuple(sorted(set(self.graph))), self.k

    def __post_init__(self) -> None:
        """Raise ValueError with the setting's name and the remedy."""
        object.__setattr__(self, "graph", tuple(self.graph))
        super().__post_init__()


@dataclass(frozen=True)
class Settings(_Declaration):
    """Which model answers, where it runs, how its weights are held, and how it decodes.

    model: misground-mini, a folder, a hub id, or "server:ADDRESS#NAME" (engine/router.py). allow_remote: whether
    pictures may go to a server on another computer. together: the most questions in one batch (`EngineClient.ask`).
    audit: the file of audit.py; "" for none.
    window: which the picture is made with, of slices.WINDOWS. scope: a slice, or the whole volume (extent/), whose
    search asks at most `budget` questions. box_format: in place of what is known of the model. items: of a 4D
    sequence in Slicer, the item that is shown, or every one, with that budget each. describe: whether a model that
    reads free text is told what the structure looks like (anatomy/descriptions.py).
    """

    model: str = setting(
        EMBEDDED_MODEL,
        flag="--model",
        slicer="model",
        help="misground-mini, a model folder, a hub id, or server:ADDRESS#NAME for a model that a server holds "
        "(server:http://127.0.0.1:8000; NAME where it serves several) (default: %(default)s)",
    )
    device: str = setting(
        "auto",
        flag="--device",
        commands=(GROUND, BENCH, GRAPH),
        slicer="device",
        help="auto, cpu, cuda, cuda:1, mps (default: %(default)s)",
        offered=("auto", "cpu", "cuda", "mps"),
        recorded=True,
    )
    decoding: Decoding = field(default_factory=Decoding)
    seed: int = setting(
        0,
        flag="--seed",
        commands=(GROUND, BENCH),
        slicer="seed",
        help="start of the random numbers (default: %(default)s)",
        within=(0, 2147483647),
        recorded=True,
    )
    # Permissions are not saved: a scene from elsewhere must not decide what is downloaded, sent or written where.
    allow_download: bool = setting(
        False,
        flag="--allow-download",
        commands=(GROUND, BENCH, GRAPH),
        slicer="allowDownload",
        saved=False,
        help="let a hub id be downloaded; otherwise nothing leaves or enters",
    )
    allow_remote: bool = setting(
        False,
        flag="--allow-remote-server",
        commands=(GROUND, BENCH),
        slicer="allowRemote",
        saved=False,
        compared=False,
        help="let pictures go to a server on another computer; otherwise only one on this computer is asked",
    )
    together: int = setting(
        1,
        flag="--together",
        metavar="N",
        help="answer up to N queries in one batch: faster where there are several (default: %(default)s)",
        accepts=lambda value: value >= 1,
        refusal="together is {value}: give 1 or more questions a batch",
    )
    window: str = setting(
        AUTOMATIC_WINDOW,
        slicer="window",
        choices=WINDOWS,
        refusal=f"window is {{value!r}}: give {' or '.join(map(repr, WINDOWS))}",
    )
    # What is asked in Python for a slice, with a plane and a position, stays so.
    scope: str = setting(
        SLICE,
        usual=VOLUME,
        flag="--scope",
        slicer="scope",
        help="volume: one 3D box for each target, wherever it lies; slice: boxes on one slice (default: volume; with "
        "--plane or --position: slice)",
        choices=SCOPES,
        refusal=f"scope is {{value!r}}: give {' or '.join(SCOPES)}",
        recorded=True,
    )
    budget: int = setting(
        0,
        flag="--budget",
        metavar="N",
        slicer="budget",
        help="the most questions that the search of a volume asks, all targets together (default: 0, as many as it "
        "takes)",
        accepts=lambda value: value >= 0,
        refusal="budget is {value}: give the most questions to ask, or 0 for as many as it takes",
        within=(0, 100000),
        recorded=True,
    )
    box_format: str = setting(
        AUTOMATIC_BOXES,
        flag="--box-format",
        metavar="FORMAT",
        commands=(GROUND, BENCH),
        slicer="boxFormat",
        help="how the model writes its boxes, for one that was trained to write them otherwise than its family: "
        f"{', '.join(BOX_FORMATS[1:])} (default: as is known of the model)",
        choices=BOX_FORMATS,
        refusal=f"unknown box format {{value!r}}: choose {', '.join(BOX_FORMATS[:-1])} or {BOX_FORMATS[-1]}",
        recorded=True,
    )
    # Files hold no sequences, so that no command has it.
    items: str = setting(
        SHOWN_ITEM,
        slicer="items",
        choices=ITEMS,
        compared=False,
        refusal=f"items is {{value!r}}: give {' or '.join(ITEMS)}",
    )
    precision: str = setting(
        "auto",
        flag="--precision",
        commands=(GROUND, BENCH),
        slicer="precision",
        help="8bit, 4bit: weights rounded to a half or a quarter of the memory, on a CUDA card only; auto: 16 or 32 "
        "bit, as the device computes (default: %(default)s)",
        choices=PRECISIONS,
        refusal=f"unknown precision {{value!r}}: choose {', '.join(PRECISIONS[:-1])} or {PRECISIONS[-1]}",
        recorded=True,
    )
    load_anyway: bool = setting(
        False,
        flag="--load-anyway",
        commands=(GROUND, BENCH),
        slicer="loadAnyway",
        saved=False,
        compared=False,
        help="load a model even where the estimate says that the memory will not do",
    )
    audit: str = setting(
        "",
        flag="--audit",
        metavar="FILE",
        slicer="auditFile",
        saved=False,
        compared=False,
        help="add a line of JSON for each answer to this file: time, model, the volume's UID or hash, query, answer",
    )

    describe: bool = setting(
        False,
        flag="--describe",
        commands=(GROUND, BENCH),
        slicer="describe",
        help="tell the model each structure's shape, density and usual place too; for models that read free text, not "
        "misground-mini",
        recorded=True,
    )

    def recorded(self) -> dict[str, Any]:
        """What is kept with every answer beside the model's own name and the slice: JSON, by name."""
        kept = {one.name for one in declared_settings(type(self)) if one.recorded}
        return {name: value for name, value in asdict(self).items() if name == "decoding" or name in kept}

    def compared(self) -> dict[str, Any]:
        """What must be equal for an answer to be of the same request: JSON, by name."""
        dropped = {one.name for one in declared_settings(type(self)) if not one.compared}
        return {name: value for name, value in asdict(self).items() if name not in dropped}
