"""How far campaigns ask for the same facts, and which links are missing; no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from chuangcheng.framework.comparison import wording

# Below this, two indicators share a word or two by chance.
LIKELY = 0.3
WHOLE = Decimal(100)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of one campaign's indicators another one covers."""

    covered: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent with one decimal; None where there is nothing to cover."""
        if not self.total:
            return None
        return (WHOLE * self.covered / self.total).quantize(TENTH, ROUND_HALF_UP)

    @property
    def open(self) -> int:
        return self.total - self.covered

    def __str__(self) -> str:
        percent = "—" if self.percent is None else f"{self.percent}%"
        return f"{percent}({self.covered}/{self.total})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two indicators that ask for the same fact, by key."""

    one: int
    other: int


class Web:
    """The links between indicators; two that share a fact with the same third share it, too.

    The third is one step away, never more: chains of likeness would soon link everything.
    """

    def __init__(self, links: Iterable[Link]) -> None:
        self._beside: dict[int, set[int]] = {}
        for link in links:
            self._beside.setdefault(link.one, set()).add(link.other)
            self._beside.setdefault(link.other, set()).add(link.one)

    def direct(self, key: int) -> frozenset[int]:
        """Return the indicators linked with one."""
        return frozenset(self._beside.get(key, ()))

    def through(self, key: int) -> Mapping[int, int]:
        """Return the indicators reached through a third one, each with that third."""
        direct = self.direct(key)
        found: dict[int, int] = {}
        for third in sorted(direct):
            for far in sorted(self._beside[third]):
                if far != key and far not in direct:
                    found.setdefault(far, third)
        return found

    def reached(self, key: int) -> frozenset[int]:
        """Return everything that asks for the same fact, directly or through a third."""
        return self.direct(key) | frozenset(self.through(key))


def share(covering: Iterable[int], covered: Sequence[int], web: Web) -> Share:
    """Count how many of `covered` ask for something that one of `covering` asks for, too."""
    asked = frozenset(covering)
    hit = sum(bool(web.reached(key) & asked) for key in covered)
    return Share(covered=hit, total=len(covered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An indicator as it is worded."""

    key: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two indicators whose words are alike, from 0 to 1."""

    one: int
    other: int
    likeness: float

    @property
    def percent(self) -> int:
        return round(self.likeness * 100)


def suggest(
    ones: Sequence[Words],
    others: Sequence[Words],
    *,
    known: Iterable[tuple[int, int]] = (),
) -> list[Suggestion]:
    """Suggest for each of `others` the most alike of `ones`, the surest first.

    Rare words count more than common ones; pairs already linked are left out.
    """
    if not ones or not others:
        return []
    bag = wording.Bag(
        [wording.pieces(each.text) for each in ones],
        [wording.pieces(each.text) for each in others],
    )
    alike = bag.cosine()
    row = {each.key: at for at, each in enumerate(ones)}
    column = {each.key: at for at, each in enumerate(others)}
    for one, other in known:
        if one in row and other in column:
            alike[row[one], column[other]] = 0
    best = np.argmax(alike, axis=0)
    found = [
        Suggestion(
            one=ones[best[at]].key,
            other=other.key,
            likeness=float(alike[best[at], at]),
        )
        for at, other in enumerate(others)
        if alike[best[at], at] >= LIKELY
    ]
    return sorted(found, key=lambda each: (-each.likeness, each.other))
