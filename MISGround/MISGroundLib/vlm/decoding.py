"""From the user's choice of a decoding to what chooses the tokens: neighbour graphs, the rule, coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transformers import LogitsProcessorList

from MISGroundLib.anatomy import contrasts
from MISGroundLib.semsam import variants
from MISGroundLib.semsam.cache import cached_graph
from MISGroundLib.semsam.content import content_mask, protected_mask, token_texts
from MISGroundLib.semsam.neighbours import NeighbourGraph
from MISGroundLib.semsam.processor import SemSamProcessor
from MISGroundLib.vlm.absence import NONE, AbsenceBias
from MISGroundLib.vlm.loading import LoadedModel
from MISGroundLib.vlm.median import CoordinateMedian

if TYPE_CHECKING:
    from MISGroundLib.settings import Decoding

# Among so many times K neighbours the option no-hubs looks for those that are no hubs.
_WIDER = 4


def prepare_decoding(
    loaded: LoadedModel,
    decoding: Decoding,
    on_progress: Callable[[float], None] = lambda fraction: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Make the neighbour graph that the decoding needs, once a model and K. It can take minutes: on_progress gets 0..1.

    Raises StoppedError when should_stop() turns true, UserError for tables and tokenizers that do not fit.
    """
    if decoding.name == "greedy" or decoding.graph_key in loaded.graphs:
        return
    table = loaded.model.get_input_embeddings().weight.detach()
    texts = token_texts(loaded.tokenizer, table.shape[0])
    content = content_mask(loaded.tokenizer, loaded.model.config, texts)
    loaded.protected = protected_mask(texts)
    wide = decoding.k * _WIDER if "no-hubs" in decoding.graph else decoding.k
    graph = cached_graph(table, content, wide, on_progress, should_stop)
    graph = _varied(graph, decoding, texts)
    loaded.graphs[decoding.graph_key] = graph.to(table.device)


def _varied(graph: NeighbourGraph, decoding: Decoding, texts: list[str | None]) -> NeighbourGraph:
    """The options in a fixed order, then what a control takes away. texts: of all tokens."""
    if "no-hubs" in decoding.graph:
        graph = variants.without_hubs(graph, decoding.k)
    if "mutual" in decoding.graph:
        graph = variants.mutual_only(graph)
    if "no-contrasts" in decoding.graph:
        graph = variants.without_pairs(graph, texts, contrasts())
    if "merge-variants" in decoding.graph:
        graph = variants.variants_merged(graph, texts)
    if decoding.name == "no-neighbours":
        return variants.no_neighbours(graph)
    if decoding.name == "shuffled":
        return variants.shuffled(graph)
    return variants.variants_only(graph, texts) if decoding.name == "case-merge" else graph


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
