"""What a run says about itself while it goes on: a sentence, a share of the whole, and the answer as it grows."""

from dataclasses import dataclass

from slicer.i18n import tr as _

from MISGroundLib.engine.protocol import AnswerEvent, Event, Stage, Token
from MISGroundLib.grounding import GroundingRun

# Enough of the answer's end to fill a line; its beginning scrolls away.
ANSWER_TAIL = 160


@dataclass(frozen=True)
class Progress:
    """A sentence for the user, the share of the whole run (0..1, None where unknown), and the answer so far."""

    sentence: str = ""
    share: float | None = None
    answer: str = ""


def _stage_sentences() -> dict[str, str]:
    """In a function, so that the translation is the one of the moment."""
    return {
        "starting": _("Starting the model's process"),
        "server": _("Asking the server"),
        "loading": _("Loading the model"),
        "neighbours": _("Preparing the semantic neighbours"),
        "reading": _("Reading the slice"),
        "answering": _("Answering"),
    }


def first_progress(queries: list[str]) -> Progress:
    """Before anything is heard."""
    return Progress(_("Asking: {queries}").format(queries=", ".join(queries)))


def next_progress(before: Progress, event: Event, run: GroundingRun) -> Progress:
    """What an event of a run changes."""
    if isinstance(event, Stage):
        sentence = _stage_sentences().get(event.stage, event.stage)
        if event.message.startswith(("Loading", "Downloading")):
            sentence = event.message
        elif event.message:
            sentence = _("{stage}: {detail}").format(stage=sentence, detail=event.message)
        return Progress(sentence, event.fraction, before.answer)
    if isinstance(event, Token):
        inside = min(event.count / max(event.limit, 1), 1.0)
        return _answering(run, event.index, inside, event.text)
    if isinstance(event, AnswerEvent):
        return _answering(run, event.index, 1.0, event.raw)
    return before


def _answering(run: GroundingRun, index: int, inside: float, text: str) -> Progress:
    count = run.question_count
    if len(run.queries) == count:
        sentence = _("Answering {number} of {count}: {query}")
    else:
        sentence = _("Answering {number} of {count}")
    query = run.queries[min(index, len(run.queries) - 1)]
    return Progress(sentence.format(number=index + 1, count=count, query=query), (index + inside) / count, _tail(text))


def _tail(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= ANSWER_TAIL else "…" + line[-ANSWER_TAIL:]
