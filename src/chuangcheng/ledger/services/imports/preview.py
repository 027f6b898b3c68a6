"""The first rows of a file, as they stand and as they would be taken in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chuangcheng.city import api as city
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.models import LedgerImport, UnitRole
from chuangcheng.ledger.services.imports import rows as readings
from chuangcheng.ledger.services.imports.checking import Check
from chuangcheng.ledger.services.imports.rows import Entry

SHOWN = 20
_SAMPLED = 3
_LONGEST = 40
_SIGNS = {">=": "≥", "<=": "≤", "=": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Units in one role, by the names the city's list gives them."""

    role: str
    units: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One row the way the ledger would have it."""

    number: int
    title: str
    project: str
    parts: tuple[Part, ...]
    deadline: date | None
    rhythm: str
    figures: str
    state: str
    is_known: bool


def rows(check: Check) -> list[PreviewRow]:
    """Show the first rows that can be taken in."""
    shown = check.entries[:SHOWN]
    known = check.names.known
    ids = {pk for entry in shown for name, _ in entry.said for pk in known.get(name, ())}
    units = {pk: info.short_name or info.name for pk, info in city.units(ids).items()}
    return [
        PreviewRow(
            number=entry.row,
            title=entry.title,
            project=entry.project,
            parts=tuple(_parts(entry, check, units)),
            deadline=entry.deadline,
            rhythm=rhythm.say(entry.recurrence),
            figures="；".join(
                f"{one.object}{_SIGNS[one.comparator]}{one.value.normalize():f}{one.unit}"
                for one in entry.figures
            ),
            state=str(entry.state.label),
            is_known=entry.row in check.known_rows,
        )
        for entry in shown
    ]


def _parts(entry: Entry, check: Check, units: dict[int, str]) -> Iterator[Part]:
    known = check.names.known
    for role in UnitRole:
        said = [name for name, one in entry.said if one == role]
        if said:
            names = [units.get(pk, "") for name in said for pk in known.get(name, ())] + [
                name for name in said if name not in known
            ]
            yield Part(
                role=str(role.label),
                units="、".join(filter(None, names)),
                is_open=entry.row not in check.known_rows
                and any(name not in known for name in said),
            )


def sample(job: LedgerImport) -> list[list[str]]:
    """Show for every column what stands in the first rows below the header."""
    with job.file.open("rb") as stream:
        opened = readings.open_file(stream.read(), name=job.file_name)
    below = [row for row in opened.sheet.rows if row.number > opened.header.number]
    return [
        [_shown(row.cell(place)) for place in range(len(opened.headers))]
        for row in below[:_SAMPLED]
    ]


def _shown(value: object) -> str:
    text = "" if value is None else f"{value}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
