"""What an import would do, worked out without doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.ledger.models import LedgerImport, Task
from chuangcheng.ledger.services.imports import rows
from chuangcheng.ledger.services.imports.naming import Names, UnknownName, resolve
from chuangcheng.ledger.services.imports.rows import Entry, Opened
from chuangcheng.platform.exchange import CellProblem

_BATCH = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A file looked through: what is new, what the ledger has already, what stands in the way."""

    entries: tuple[Entry, ...]
    # Of these rows the ledger has the task already, or an earlier row is the same.
    known_rows: frozenset[int]
    problems: tuple[CellProblem, ...]
    names: Names
    total: int
    other_sheets: tuple[str, ...]

    @property
    def fresh(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.row not in self.known_rows]

    @property
    def unknown(self) -> tuple[UnknownName, ...]:
        return self.names.unknown

    @property
    def is_clean(self) -> bool:
        return not self.problems and not self.unknown


def check(job: LedgerImport) -> Check:
    """Look a kept file through under its mapping and the names explained so far.

    Raises:
        Refused: the file cannot be read any more, or nothing is taken for the task itself.
    """
    with job.file.open("rb") as stream:
        opened = rows.open_file(stream.read(), name=job.file_name)
    understood = rows.understand(opened, plan=job.plan, mapping=job.mapping)
    known, clashes = _known(understood.entries, opened, job.mapping)
    return Check(
        entries=understood.entries,
        known_rows=known,
        problems=(*understood.problems, *clashes),
        names=resolve(
            [entry for entry in understood.entries if entry.row not in known], job.names
        ),
        total=opened.count,
        other_sheets=opened.sheet.others,
    )


def _known(
    entries: Sequence[Entry], opened: Opened, mapping: Mapping[str, int]
) -> tuple[frozenset[int], list[CellProblem]]:
    """Find the rows that are in the ledger, by the ledger's own number or by what they say."""
    titles = _titles({entry.number for entry in entries if entry.number})
    there = _fingerprints([entry.fingerprint for entry in entries])
    seen: set[str] = set()
    known: set[int] = set()
    clashes: list[CellProblem] = []
    for entry in entries:
        title = titles.get(entry.number)
        if title is not None and title != entry.title:
            message = (
                f"台账中编号“{entry.number}”的任务是“{title[:40]}”，与本行不同；导入只新增任务，"
                "请在任务页上改动，或清空本格作为新任务导入"
            )
            clashes.append(rows.problem(opened, mapping, entry.row, "number", message))
        elif title is not None or entry.fingerprint in there or entry.fingerprint in seen:
            known.add(entry.row)
        seen.add(entry.fingerprint)
    return frozenset(known), clashes


def _titles(numbers: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in _batches(sorted(numbers)):
        found.update(Task.objects.filter(number__in=batch).values_list("number", "title"))
    return {number: rows.shown_title(title) for number, title in found.items()}


def _fingerprints(wanted: Sequence[str]) -> set[str]:
    found: set[str | None] = set()
    for batch in _batches(wanted):
        found.update(
            Task.objects.filter(fingerprint__in=batch).values_list("fingerprint", flat=True)
        )
    return {each for each in found if each}


def _batches(items: Sequence[str]) -> list[Sequence[str]]:
    return [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
