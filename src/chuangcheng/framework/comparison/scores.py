"""How many points of score a change moves: the figure a leader asks for first."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from chuangcheng.framework.comparison.nodes import Node

ZERO = Decimal(0)
STEP = Decimal("0.001")
# Stands for the method of a standard that names none.
UNNAMED = ""


def score_moved(older: Sequence[Node], newer: Sequence[Node]) -> Decimal:
    """Return the points that are won, lost or must be earned in another way.

    With A points before and B after, |A - B| points appear or disappear, so an added or removed
    standard moves its full score. Of the min(A, B) points that stay, the share moves that goes
    to other methods; a standard's score counts in equal parts for its methods. A new threshold
    moves all that stay: they must be earned against another bar. A split or a merge is reckoned
    by the sums of its sides. A new place, number, wording, point type or form of evidence moves
    nothing: the points stay and are earned as before.
    """
    before, after = _total(older), _total(newer)
    kept = min(before, after)
    share = _share_changed(older, newer) if kept else ZERO
    moved = abs(after - before) + kept * share
    return moved.quantize(STEP, ROUND_HALF_UP)


def _total(nodes: Iterable[Node]) -> Decimal:
    return sum((node.score or ZERO for node in nodes), ZERO)


def _share_changed(older: Sequence[Node], newer: Sequence[Node]) -> Decimal:
    if {node.threshold for node in older} != {node.threshold for node in newer}:
        return Decimal(1)
    before, after = _shares(older), _shares(newer)
    methods = before.keys() | after.keys()
    gap = sum(
        (abs(before.get(each, ZERO) - after.get(each, ZERO)) for each in methods), ZERO
    )
    return gap / 2


def _shares(nodes: Sequence[Node]) -> Mapping[str, Decimal]:
    """Return which share of the nodes' score each method earns."""
    total = _total(nodes)
    shares: dict[str, Decimal] = {}
    for node in nodes:
        methods = sorted(node.methods) or [UNNAMED]
        for method in methods:
            part = (node.score or ZERO) / total / len(methods)
            shares[method] = shares.get(method, ZERO) + part
    return shares
