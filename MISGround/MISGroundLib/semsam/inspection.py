"""What a neighbour graph is like (size, hubs, opposites, neighbours), as text or as one HTML page."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch

from MISGroundLib.semsam.graph import NeighbourGraph

_HUBS, _SHOWN = 12, 8


@dataclass(frozen=True)
class Neighbours:
    """A token and its nearest others: (text, cosine), nearest first."""

    token: str
    nearest: list[tuple[str, float]]


@dataclass(frozen=True)
class Contrast:
    """Words that exclude one another.

    Attributes:
        words: the words.
        tokens: how many of their spellings are single tokens.
        with_opposite: how many of these have an opposite among their neighbours.
        highest: the highest cosine of such a pair.
    """

    words: tuple[str, ...]
    tokens: int
    with_opposite: int
    highest: float


@dataclass(frozen=True)
class Inspection:
    """What was measured.

    Attributes:
        vocabulary: rows of the embedding table.
        content: of them in the graph.
        k: neighbours a token, itself included.
        in_degree: (content,) how many tokens have each one among their neighbours.
        skewness: of in_degree, 0 for an even graph (N_k skewness, Radovanovic et al., JMLR 2010).
        top_share: of all edges, those that end at the 1 % of tokens with most.
        hubs: (text, in-degree), the highest first.
        contrasts: words that exclude one another.
        words: the neighbours of some words.
        spelled: words of several tokens, which have no neighbours of their own.
    """

    vocabulary: int
    content: int
    k: int
    in_degree: list[int]
    skewness: float
    top_share: float
    hubs: list[tuple[str, int]]
    contrasts: list[Contrast]
    words: list[Neighbours]
    spelled: list[str]


def inspect_graph(
    graph: NeighbourGraph, texts: Sequence[str | None], contrasts: Iterable[Sequence[str]], words: Iterable[str]
) -> Inspection:
    """Measure a graph. texts: of the tokens. words: whose neighbours to show; those of several tokens are `spelled`."""
    tokens = graph.content.nonzero().squeeze(1)
    edges = graph.ids[tokens, 1:][graph.weights[tokens, 1:] > 0]
    degree = torch.bincount(edges, minlength=len(graph.ids))[tokens]
    order = degree.argsort(descending=True, stable=True)
    top = degree[order[: max(1, len(tokens) // 100)]].sum() if len(tokens) else torch.tensor(0)
    spellings: dict[str, list[int]] = {}
    for token in tokens.tolist():
        spellings.setdefault((texts[token] or "").strip().lower(), []).append(token)
    wanted = list(dict.fromkeys(words))
    return Inspection(
        vocabulary=len(graph.ids),
        content=len(tokens),
        k=graph.k,
        in_degree=degree.tolist(),
        skewness=_skewness(degree.double()),
        top_share=float(top / max(1, int(degree.sum()))),
        hubs=[(texts[int(tokens[i])] or "", int(degree[i])) for i in order[:_HUBS]],
        contrasts=[_contrast(graph, spellings, group) for group in contrasts],
        words=[_nearest(graph, texts, spellings[word][0]) for word in wanted if word in spellings],
        spelled=[word for word in wanted if word not in spellings],
    )


def _skewness(values: torch.Tensor) -> float:
    if len(values) < 2 or float(values.std()) == 0:
        return 0.0
    standard = (values - values.mean()) / values.std(correction=0)
    return float((standard**3).mean())


def _contrast(graph: NeighbourGraph, spellings: dict[str, list[int]], group: Sequence[str]) -> Contrast:
    tokens = {token: word for word in group for token in spellings.get(word, ())}
    cosines = []
    for token, word in tokens.items():
        near = zip(graph.ids[token, 1:].tolist(), graph.weights[token, 1:].tolist(), strict=True)
        cosines.append([weight for other, weight in near if weight > 0 and tokens.get(other, word) != word])
    highest = max((max(found) for found in cosines if found), default=0.0)
    return Contrast(tuple(group), len(tokens), sum(1 for found in cosines if found), highest)


def _nearest(graph: NeighbourGraph, texts: Sequence[str | None], token: int) -> Neighbours:
    near = zip(graph.ids[token, 1 : _SHOWN + 1].tolist(), graph.weights[token, 1 : _SHOWN + 1].tolist(), strict=True)
    return Neighbours(texts[token] or "", [(texts[other] or "", weight) for other, weight in near if weight > 0])


def as_text(model: str, found: Inspection) -> str:
    """For a terminal."""
    lines = [f"{title}: {value}" for title, value in _summary(model, found)]
    lines += ["", "hubs (a neighbour of so many tokens)"]
    lines += [f"  {text!r}: {count}" for text, count in found.hubs]
    lines += ["", "opposites among the neighbours (tokens with one / tokens, highest cosine)"]
    for contrast in found.contrasts:
        if contrast.tokens:
            near = f", {contrast.highest:.2f}" if contrast.with_opposite else ""
            lines.append(f"  {' / '.join(contrast.words)}: {contrast.with_opposite} / {contrast.tokens}{near}")
    lines += ["", "nearest neighbours"]
    for word in found.words:
        lines.append(f"  {word.token!r}: " + ", ".join(f"{text!r} {cosine:.2f}" for text, cosine in word.nearest))
    if found.spelled:
        lines += ["", "spelled in several tokens, so without neighbours of their own: " + ", ".join(found.spelled)]
    return "\n".join(lines)


def as_html(model: str, found: Inspection) -> str:
    """A page with tables and plots, nothing loaded from anywhere."""
    rows = [(contrast.words, contrast) for contrast in found.contrasts if contrast.tokens]
    contrasts = [
        [" / ".join(words), f"{c.with_opposite} of {c.tokens}", f"{c.highest:.2f}" if c.with_opposite else ""]
        for words, c in rows
    ]
    words = [[word.token, ", ".join(f"{text} ({cosine:.2f})" for text, cosine in word.nearest)] for word in found.words]
    parts = [
        _table(["", ""], [list(row) for row in _summary(model, found)]),
        "<h2>How many tokens have a token as their neighbour</h2>",
        _histogram(found.in_degree),
        "<p>A graph without hubs has one hump at K - 1; a long tail to the right is hubs, which draw every decision to "
        "themselves. The option no-hubs damps them.</p>",
        _table(["hub", "a neighbour of"], [[text, str(count)] for text, count in found.hubs]),
        "<h2>Opposites among the neighbours</h2>",
        _bars([(" / ".join(w), c.with_opposite / c.tokens) for w, c in rows]),
        _table(["words", "tokens with an opposite", "highest cosine"], contrasts),
        "<p>Where left stands beside right, semantic sampling can narrow the gap between them. The options mutual and "
        "no-contrasts prevent it.</p>",
        "<h2>Nearest neighbours</h2>",
        _table(["token", "neighbours (cosine)"], words),
    ]
    if found.spelled:
        parts.append(f"<p>Spelled in several tokens: {html.escape(', '.join(found.spelled))}.</p>")
    style = (
        "body{font:15px sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
        "table{border-collapse:collapse;margin:1em 0}"
        "td,th{text-align:left;padding:.2em .8em;border-bottom:1px solid #ddd}"
        "svg{max-width:100%}"
    )
    title = html.escape(f"The neighbour graph of {model}")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{style}</style>'
        f"<h1>{title}</h1>{''.join(parts)}</html>\n"
    )


def _summary(model: str, found: Inspection) -> list[tuple[str, str]]:
    tokens = sum(contrast.tokens for contrast in found.contrasts)
    opposite = sum(contrast.with_opposite for contrast in found.contrasts)
    share = f"{opposite} of {tokens}" + (f" ({100 * opposite / tokens:.0f} %)" if tokens else "")
    return [
        ("model", model),
        ("rows of the embedding table", f"{found.vocabulary:,}"),
        ("content tokens", f"{found.content:,}"),
        ("neighbours a token, itself included (K)", str(found.k)),
        ("skewness of the in-degree (0 is even)", f"{found.skewness:.2f}"),
        ("edges that end at the top 1 % of tokens", f"{100 * found.top_share:.1f} %"),
        ("direction words with an opposite among their neighbours", share),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head) if any(head) else ""
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _histogram(degrees: Sequence[int]) -> str:
    """Bins that double in width: 0, 1, 2-3, 4-7 ..."""
    counts: dict[int, int] = {}
    for degree in degrees:
        place = degree.bit_length()
        counts[place] = counts.get(place, 0) + 1
    bins = range(max(counts, default=0) + 1)
    names = [
        "0" if place == 0 else str(2 ** (place - 1)) + ("" if place == 1 else f"-{2**place - 1}") for place in bins
    ]
    most = max(counts.values(), default=1)
    return _bars(
        [(name, counts.get(place, 0) / most) for place, name in zip(bins, names, strict=True)],
        [f"{counts.get(place, 0):,}" for place in bins],
    )


def _bars(bars: Sequence[tuple[str, float]], values: Sequence[str] | None = None) -> str:
    """Lying bars, each 0..1 of the width."""
    lines = []
    for i, (name, share) in enumerate(bars):
        y = 22 * i
        value = values[i] if values else f"{100 * share:.0f} %"
        width = 0 if math.isnan(share) else 420 * share
        lines.append(
            f'<text x="212" y="{y + 15}" text-anchor="end">{html.escape(name)}</text>'
            f'<rect x="220" y="{y + 3}" width="{width:.1f}" height="16" fill="#1f4e79"/>'
            f'<text x="{228 + width:.1f}" y="{y + 15}">{html.escape(value)}</text>'
        )
    size = f'width="720" height="{22 * len(bars) + 6}" viewBox="0 0 720 {22 * len(bars) + 6}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-size="13" font-family="sans-serif">{"".join(lines)}</svg>'
    )
