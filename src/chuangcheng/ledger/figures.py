"""How much of a target has been reached, per kind of target."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

WHOLE = Decimal(1)
_STEP = Decimal("0.0001")


def share(*, comparator: str, value: Decimal, reached: Decimal | None) -> Decimal | None:
    """Tell the share of a target reached, 0…1 with four decimals.

    Rounded down, so that nothing unfinished is ever shown as whole. More than was asked counts as
    whole, for “=” too: a plan that says 20 places is not failed by building 21. A ceiling (“<=”)
    has no share while it is kept, since there is nothing to work off; broken, it shows how far.
    """
    if comparator == "<=":
        return _ceiling(value, reached)
    if reached is None:
        return Decimal(0)
    if value <= 0:
        return WHOLE if reached >= value else Decimal(0)
    if reached >= value:
        return WHOLE
    return max(Decimal(0), (reached / value).quantize(_STEP, ROUND_DOWN))


def _ceiling(value: Decimal, reached: Decimal | None) -> Decimal | None:
    if reached is None or reached <= value:
        return None
    return max(Decimal(0), (value / reached).quantize(_STEP, ROUND_DOWN))


def least(shares: Iterable[Decimal | None]) -> Decimal | None:
    """Tell a task's share: that of its least advanced target; None where nothing is counted."""
    counted = [one for one in shares if one is not None]
    return min(counted) if counted else None


def grows(comparator: str) -> bool:
    """Tell whether reports of a target may only grow; the reading of a ceiling may fall."""
    return comparator != "<="
