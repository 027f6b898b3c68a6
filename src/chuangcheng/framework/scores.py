"""Arithmetic of scores: what a group adds up to, what is missing, and how to share a total out."""

from collections.abc import Hashable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from chuangcheng.framework.outline import outline

# Scores are kept with three decimals.
STEP = Decimal("0.001")


class Scored(Protocol):
    """A node of a tree that may carry points."""

    @property
    def key(self) -> Hashable: ...

    @property
    def parent_key(self) -> Hashable | None: ...

    @property
    def score(self) -> Decimal | None: ...


def sums(nodes: Sequence[Scored]) -> dict[Hashable, Decimal]:
    """Add up, for each node, its own points and those of everything below it."""
    totals = {node.key: node.score or Decimal(0) for node in nodes}
    # From the leaves up: what comes later in reading order lies deeper or beside.
    for node, depth in reversed(outline(nodes)):
        if depth and node.parent_key is not None:
            totals[node.parent_key] += totals[node.key]
    return totals


def spread(scores: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Share a total out in proportion to the present scores, to the exact thousandth.

    What rounding leaves over goes, a thousandth each, to those that lost most by it. Scores that
    are all nought share alike.
    """
    if not scores:
        return []
    weights = scores if sum(scores) > 0 else [Decimal(1)] * len(scores)
    whole = sum(weights, Decimal(0))
    exact = [total * weight / whole for weight in weights]
    shares = [each.quantize(STEP, ROUND_DOWN) for each in exact]
    left = int((total - sum(shares, Decimal(0))) / STEP)
    losers = sorted(range(len(shares)), key=lambda at: shares[at] - exact[at])
    for at in losers[:left]:
        shares[at] += STEP
    return shares


def plain(value: Decimal) -> str:
    """Write a figure without needless noughts: 1.250 as 1.25, 10 as 10."""
    return f"{value.normalize():f}" if value else "0"


def bare(value: Decimal | None) -> Decimal | None:
    """Return a figure without needless noughts, for a field to be filled with."""
    return None if value is None else Decimal(plain(value))


def difference(total: Decimal, wanted: Decimal, *, name: str) -> str:
    """Say how a sum stands to what it should be; nothing where they agree."""
    if total == wanted:
        return ""
    gap = plain(abs(total - wanted))
    side = "多" if total > wanted else "少"
    return f"合计 {plain(total)} 分，比{name} {plain(wanted)} 分{side} {gap} 分"


def by_group(
    nodes: Sequence[Scored], weights: Mapping[Hashable, Decimal]
) -> dict[Hashable, str]:
    """Say of each weighted group whose sum is off, how far."""
    totals = sums(nodes)
    said = {
        key: difference(totals[key], weight, name="权重") for key, weight in weights.items()
    }
    return {key: words for key, words in said.items() if words}
