"""What the review page shows: drafts as cards, the source as coloured lines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from chuangcheng.ledger import marking, rhythm
from chuangcheng.ledger.extraction.words import COMPARATORS
from chuangcheng.ledger.models import Directive, DraftState, DraftTask, UnitRole
from chuangcheng.ledger.queries import directives as queries

# A card a draft; a campaign's largest speech has some two hundred.
MOST_CARDS = 400
CHIPS = (
    ("all", "全部"),
    ("open", "待核"),
    ("checked", "已核"),
    ("dropped", "不采用"),
    ("no-unit", "单位未对应"),
    ("low", "低把握"),
)
ORDERS = (("confidence", "按把握"), ("text", "按原文顺序"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A name in a draft and what it is taken to mean; `meaning` is empty while nobody knows."""

    role: str
    said: str
    meaning: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One draft, in the words of the page."""

    draft: DraftTask
    parts: tuple[Part, ...]
    rhythm: str
    targets: tuple[str, ...]
    is_low: bool
    lacks_unit: bool

    @property
    def number(self) -> int:
        return self.draft.number

    @property
    def percent(self) -> int:
        return round(self.draft.confidence * 100)

    @property
    def heading(self) -> str:
        return " › ".join(self.draft.section)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """One piece of a source line with the look of the drafts it belongs to."""

    text: str
    links: str
    label: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    start: int
    is_heading: bool
    shades: tuple[Shade, ...]
    missed: tuple[tuple[int, int, str], ...]


def card_of(draft: DraftTask) -> Card:
    return Card(
        draft=draft,
        parts=_parts(draft),
        rhythm=rhythm.say(draft.recurrence),
        targets=tuple(
            f"{target['object']} {COMPARATORS.get(target['comparator'], '')}"
            f"{target['value']}{target['unit']}".strip()
            for target in draft.targets
        ),
        is_low=queries.is_low(draft),
        lacks_unit=queries.lacks_unit(draft),
    )


def _parts(draft: DraftTask) -> tuple[Part, ...]:
    found: dict[tuple[str, str], list[Any]] = {}
    for named in draft.units.all():
        found.setdefault((named.role, named.said), []).append(named)
    return tuple(
        Part(
            role=str(UnitRole(role).label),
            said=said,
            meaning=_meaning([named.unit for named in rows if named.unit]),
            is_confirmed=all(named.is_confirmed for named in rows),
        )
        for (role, said), rows in found.items()
    )


def _meaning(units: Sequence[Any]) -> str:
    if len(units) > 3:
        return f"{'、'.join(map(str, units[:2]))}等 {len(units)} 个单位"
    return "、".join(map(str, units))


def chosen(
    drafts: Iterable[DraftTask], *, show: str, order: str
) -> tuple[str, str, list[DraftTask]]:
    """Filter and sort drafts as asked; what is not understood means all, low confidence first."""
    show = show if show in queries.FILTERS else "all"
    order = order if order in dict(ORDERS) else ORDERS[0][0]
    kept = [draft for draft in drafts if queries.FILTERS[show](draft)]
    if order == "confidence":
        # What is settled goes to the end; what a person added themselves needs no second look.
        kept.sort(key=lambda draft: (draft.confidence, draft.start, draft.number))
    return show, order, kept


def source_lines(
    directive: Directive,
    drafts: Collection[DraftTask],
    *,
    only: Iterable[tuple[int, int]] | None = None,
) -> list[SourceLine]:
    """Lay the source out; with `only` just the lines that these stretches touch."""
    by_number = {draft.number: draft for draft in drafts}
    marks = [
        marking.Mark(number=draft.number, start=draft.start, end=draft.end)
        for draft in drafts
    ]
    doubtful = _still_doubtful(directive, drafts)
    lines = marking.lines(directive.text, marks, doubtful=doubtful)
    if only is not None:
        spans = list(only)
        lines = [
            line
            for line in lines
            if any(start < line.end and line.start < end for start, end in spans)
        ]
    headings = {_bare(heading) for draft in drafts for heading in draft.section}
    return [
        SourceLine(
            start=line.start,
            is_heading=_bare(directive.text[line.start : line.end]) in headings,
            shades=tuple(_shade(piece, by_number) for piece in line.pieces),
            missed=tuple(
                (start, end, directive.text[start : min(end, start + 20)])
                for start, end in line.doubtful
            ),
        )
        for line in lines
    ]


def _still_doubtful(
    directive: Directive, drafts: Iterable[DraftTask]
) -> list[tuple[int, int]]:
    """Leave out the sentences from which a person has made a task meanwhile."""
    added = [(draft.start, draft.end) for draft in drafts if draft.is_manual]
    return [
        (start, end)
        for start, end in directive.doubtful
        if not any(begin < end and start < stop for begin, stop in added)
    ]


def _shade(piece: marking.Piece, drafts: dict[int, DraftTask]) -> Shade:
    over = [drafts[number] for number in piece.numbers]
    look = ""
    if over:
        look = _look(over)
    elif piece.is_doubtful:
        look = "is-missed"
    return Shade(
        text=piece.text,
        links=" ".join(str(number) for number in piece.numbers),
        label=" ".join(str(number) for number in piece.opens),
        look=look,
    )


def _look(over: Sequence[DraftTask]) -> str:
    kept = [draft for draft in over if draft.state != DraftState.DROPPED]
    if not kept:
        return "is-dropped"
    if all(draft.state == DraftState.CONFIRMED for draft in kept):
        return "is-checked"
    return "is-unsure" if any(queries.is_low(draft) for draft in kept) else "is-open"


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def standing(
    directive: Directive, drafts: Collection[DraftTask], *, show: str, order: str
) -> dict[str, Any]:
    """Say how far the review has come, for the head of the page."""
    counts = queries.counts(drafts)
    kept = counts["all"] - counts["dropped"]
    return {
        "directive": directive,
        "checked": counts["checked"],
        "kept": kept,
        "chips": [
            (name, label, counts[name], name == show)
            for name, label in CHIPS
            if counts[name] or name in {"all", "open", "checked", show}
        ],
        "show": show,
        "order": order,
        "open_names": len(
            {
                named.said
                for draft in drafts
                if draft.state != DraftState.DROPPED
                for named in draft.units.all()
                if named.unit_id is None
            }
        ),
    }


def asked(request: HttpRequest) -> tuple[str, str]:
    """Return the filter and the order that the request names."""
    source = request.POST if request.method == "POST" else request.GET
    return source.get("show", ""), source.get("order", "")
