"""What the grammar draws from a document: plain values, ready to be shown, stored or printed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that the task must reach: `object` `comparator` `value` `unit`.

    `comparator` is one of ``>=``, ``<=``, ``=``; `unit` is the measure word alone, ``%`` for
    shares; 万 and 亿 are folded into `value`.
    """

    object: str
    comparator: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTask:
    """One deliverable under one owner, as the text states it.

    `start` and `end` count characters of the source text; ``source.text[start:end]`` is `text`
    unless the clauses were not adjacent, in which case the span covers the first to the last.
    `recurrence` is an RFC 5545 rule without ``RRULE:``. `confidence` lies in 0…1.
    """

    section: tuple[str, ...]
    text: str
    start: int
    end: int
    action: str
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    deadline: date | None
    recurrence: str | None
    targets: tuple[Target, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the source text that a person should look at."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything drawn from one document.

    `doubtful` are sentences that read like an assignment but gave no task.
    """

    title: str
    date: date | None
    tasks: tuple[DraftTask, ...]
    doubtful: tuple[Span, ...]
