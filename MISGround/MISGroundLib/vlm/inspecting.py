"""The neighbour graph of a model as a report: the model loaded as for an answer, its graph as decoding would use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from MISGroundLib.anatomy import contrasts, structures
from MISGroundLib.semsam.content import token_texts
from MISGroundLib.semsam.inspection import inspect_graph
from MISGroundLib.semsam.inspection_report import as_html, as_text
from MISGroundLib.vlm.decoding import prepare_decoding
from MISGroundLib.vlm.loading import load

if TYPE_CHECKING:
    from MISGroundLib.settings import Decoding


def inspect_model(
    model: str,
    decoding: Decoding,
    device: str = "auto",
    allow_download: bool = False,
    page: bool = False,
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> str:
    """The report on a model's graph with the decoding's K and options: text, or a page. Raises UserError as `load`."""
    loaded = load(model, device, allow_download)
    prepare_decoding(loaded, decoding, on_progress)
    graph = loaded.graphs[decoding.graph_key].to("cpu")
    groups = contrasts()
    names = [word for structure in structures() for word in structure.name.split()]
    words = [*(word for group in groups for word in group), *names]
    found = inspect_graph(graph, token_texts(loaded.tokenizer, len(graph.ids)), groups, words)
    title = f"{loaded.info['name']} ({loaded.info['revision']}; table: {loaded.info['embedding_table']})"
    return as_html(title, found) if page else as_text(title, found)
