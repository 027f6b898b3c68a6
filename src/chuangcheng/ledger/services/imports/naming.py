"""Which of the city's units the names in a sheet mean."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.city import api as city
from chuangcheng.ledger.services import naming
from chuangcheng.ledger.services.imports.rows import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownName:
    """A name that a person must say the meaning of, once for the whole file."""

    name: str
    count: int
    first_row: int
    suggestions: tuple[city.Suggestion, ...]
    # Members of a group that is too vague to be taken at its word
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the names mean, and which of them nobody has explained yet."""

    known: Mapping[str, tuple[int, ...]]
    unknown: tuple[UnknownName, ...]


def resolve(entries: Sequence[Entry], chosen: Mapping[str, Sequence[int]]) -> Names:
    """Look the names up in the city's list; what a person chose goes first."""
    counts = Counter(name for entry in entries for name, _ in entry.said)
    known: dict[str, tuple[int, ...]] = {
        name: tuple(units) for name, units in chosen.items() if name in counts
    }
    matches = city.match(name for name in counts if name not in known)
    open_names = []
    for name, match in matches.items():
        found = naming.evident(match)
        if found:
            known[name] = found
        else:
            open_names.append(name)
    rows = _first_rows(entries, open_names)
    return Names(
        known=known,
        unknown=tuple(
            UnknownName(
                name=name,
                count=counts[name],
                first_row=rows[name],
                suggestions=matches[name].suggestions,
                members=_members(matches[name]),
            )
            for name in sorted(open_names, key=lambda one: (-counts[one], rows[one]))
        ),
    )


def _members(match: city.Match) -> tuple[int, ...]:
    return match.group.unit_ids if match.group else ()


def _first_rows(entries: Iterable[Entry], names: Iterable[str]) -> dict[str, int]:
    wanted, found = set(names), dict[str, int]()
    for entry in entries:
        for name, _ in entry.said:
            if name in wanted:
                found.setdefault(name, entry.row)
    return found
