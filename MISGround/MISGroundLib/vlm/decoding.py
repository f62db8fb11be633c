"""What chooses the tokens: the model's bias towards "none", semantic sampling by its neighbour graph, the median.

And what is done with a model's neighbour graph: made for a decoding, inspected, written for a server.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from transformers import LogitsProcessor, LogitsProcessorList

from MISGroundLib.anatomy import contrasts, structures
from MISGroundLib.semsam import graph as graphs
from MISGroundLib.semsam.graph import NeighbourGraph, content_mask, protected_mask, token_texts
from MISGroundLib.semsam.graph_files import GraphOrigin, ServedGraph, cached_graph, write_served_graph
from MISGroundLib.semsam.inspection import as_html, as_text, inspect_graph
from MISGroundLib.semsam.rule import SemSamProcessor
from MISGroundLib.vlm.checkpoints import family_of
from MISGroundLib.vlm.folders import find_model
from MISGroundLib.vlm.loading import LoadedModel, load

if TYPE_CHECKING:
    from MISGroundLib.settings import Decoding

# Among so many times K neighbours the option no-hubs looks for those that are no hubs.
_WIDER = 4
# The whole answer "not there" as one token.
NONE = "[]"


def prepare_decoding(
    loaded: LoadedModel,
    decoding: Decoding,
    on_progress: Callable[[float], None] = lambda fraction: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Make the neighbour graph that the decoding needs, once a model and K. It can take minutes: on_progress gets 0..1.

    Raises StoppedError when should_stop() turns true, UserError for tables and tokenizers that do not fit.
    """
    if decoding.name == "greedy" or not loaded.family.writes or decoding.graph_key in loaded.graphs:
        return
    table = loaded.model.get_input_embeddings().weight.detach()
    texts = token_texts(loaded.tokenizer, table.shape[0])
    content = content_mask(loaded.tokenizer, loaded.model.config, texts)
    # Molmo 2 reads tokens, a picture's, that it cannot write: they come last.
    written = loaded.model.get_output_embeddings().weight.shape[0]
    table, texts, content = table[:written], texts[:written], content[:written]
    loaded.protected = protected_mask(texts)
    wide = decoding.k * _WIDER if "no-hubs" in decoding.graph else decoding.k
    graph = cached_graph(table, content, wide, on_progress, should_stop)
    graph = _varied(graph, decoding, texts)
    loaded.graphs[decoding.graph_key] = graph.to(table.device)


def _varied(graph: NeighbourGraph, decoding: Decoding, texts: list[str | None]) -> NeighbourGraph:
    """The options in a fixed order, then what a control takes away. texts: of all tokens."""
    if "no-hubs" in decoding.graph:
        graph = graphs.without_hubs(graph, decoding.k)
    if "mutual" in decoding.graph:
        graph = graphs.mutual_only(graph)
    if "no-contrasts" in decoding.graph:
        graph = graphs.without_pairs(graph, texts, contrasts())
    if "merge-variants" in decoding.graph:
        graph = graphs.variants_merged(graph, texts)
    if decoding.name == "no-neighbours":
        return graphs.no_neighbours(graph)
    if decoding.name == "shuffled":
        return graphs.shuffled(graph)
    return graphs.variants_only(graph, texts) if decoding.name == "case-merge" else graph


def decoding_rule(loaded: LoadedModel, decoding: Decoding, seed: int) -> SemSamProcessor | None:
    """What re-scores the tokens; None for greedy decoding. `prepare_decoding` comes first."""
    if decoding.name == "greedy":
        return None
    protected = loaded.protected if decoding.mode == "safe" else None
    graph = loaded.graphs[decoding.graph_key]
    return SemSamProcessor(graph, decoding.top_m, decoding.top_p, protected, decoding.sample, seed)


def choosing(loaded: LoadedModel, rule: SemSamProcessor | None) -> LogitsProcessorList:
    """What chooses the tokens: the model's bias towards "none", the decoding's rule, the median of coordinates."""
    chosen = LogitsProcessorList()
    if loaded.profile.absence_bias:
        chosen.append(AbsenceBias(loaded.tokenizer.convert_tokens_to_ids(NONE), loaded.profile.absence_bias))
    if rule:
        chosen.append(rule)
    if loaded.profile.coordinates == "median" and loaded.coordinates is not None:
        chosen.append(CoordinateMedian(loaded.coordinates))
    return chosen


class AbsenceBias(LogitsProcessor):
    """Adds a bias, in logits, to one token at every step. First among what chooses: it is part of the model.

    What is added moves the share of wrong boxes against the share of missed structures; the model's own probabilities,
    which its scores are made of, stay as they are.
    """

    def __init__(self, token: int, bias: float) -> None:
        """For one vocabulary."""
        self._token = token
        self._bias = bias

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Logits (B, V), new ones."""
        biased = scores.clone()
        biased[:, self._token] += self._bias
        return biased  # type: ignore[return-value]


class CoordinateMedian(LogitsProcessor):
    """Where the next token would be a coordinate, writes the median of the distribution over all coordinates.

    Of all single values the median has the least expected distance from the true edge (Laplace 1774); the peak of 1001
    small probabilities is often chance. Logits (B, V) of other steps, and of steps where one token alone is possible,
    are left as they are. It comes last among the processors.

    coordinates: ids (1001,) of the tokens "0" to "1000".
    """

    def __init__(self, coordinates: torch.Tensor) -> None:
        """For one vocabulary."""
        self._coordinates = coordinates

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """The logits, with the median's token raised above all others in the rows that write a coordinate."""
        ids = self._coordinates.to(scores.device)
        top = scores.argmax(dim=-1, keepdim=True)
        writes = (top == ids).any(dim=-1, keepdim=True)
        below = torch.softmax(scores[:, ids].float(), dim=-1).cumsum(dim=-1)
        median = ids[(below < 0.5).sum(dim=-1, keepdim=True).clamp(max=len(ids) - 1)]
        raised = torch.where(writes, scores.gather(-1, top) + 1, scores.gather(-1, median))
        return scores.scatter(-1, median, raised)  # type: ignore[return-value]


def inspect_model(
    model: str,
    decoding: Decoding,
    device: str = "auto",
    allow_download: bool = False,
    page: bool = False,
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> str:
    """The report on a model's graph with the decoding's K and options: text, or a page. Raises UserError as `load`."""
    loaded, graph = _load_with_graph(model, decoding, device, allow_download, on_progress)
    groups = contrasts()
    names = [word for structure in structures() for word in structure.name.split()]
    words = [*(word for group in groups for word in group), *names]
    texts = token_texts(loaded.tokenizer, loaded.model.get_input_embeddings().weight.shape[0])[: len(graph.ids)]
    found = inspect_graph(graph, texts, groups, words)
    title = f"{loaded.info['name']} ({loaded.info['revision']}; table: {loaded.info['embedding_table']})"
    return as_html(title, found) if page else as_text(title, found)


def write_graph_of(
    model: str,
    decoding: Decoding,
    file: Path,
    device: str = "auto",
    allow_download: bool = False,
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> GraphOrigin:
    """Make a model's graph and write it to serve with; what it is made of. Raises UserError as `load`."""
    loaded, graph = _load_with_graph(model, decoding, device, allow_download, on_progress)
    assert loaded.protected is not None
    origin = GraphOrigin(loaded.info["name"], loaded.info["revision"], decoding.k, decoding.graph_key[1])
    write_served_graph(file, ServedGraph(graph, loaded.protected.cpu(), origin))
    return origin


def _load_with_graph(
    model: str, decoding: Decoding, device: str, allow_download: bool, on_progress: Callable[[float], None]
) -> tuple[LoadedModel, NeighbourGraph]:
    """A model, and its graph on the CPU."""
    folder = find_model(model, allow_download)
    family_of(folder.config, folder.path, folder.name).check_words()
    loaded = load(model, device, allow_download)
    prepare_decoding(loaded, decoding, on_progress)
    return loaded, loaded.graphs[decoding.graph_key].to("cpu")
