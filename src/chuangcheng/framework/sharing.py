"""Propose which part of what was split each checklist item belongs to, by their words. Pure."""

from collections.abc import Sequence

from chuangcheng.framework.comparison.wording import pieces


def propose(items: Sequence[str], parts: Sequence[str]) -> list[int]:
    """Return for each item the place of the part whose own words it shares most of.

    What all parts say tells them not apart. An item that speaks for none, or for several alike,
    goes to the first of those.
    """
    said = [pieces(part) for part in parts]
    common = frozenset.intersection(*said)
    own = [part - common for part in said]
    return [_nearest(pieces(item), own) for item in items]


def _nearest(item: frozenset[str], parts: Sequence[frozenset[str]]) -> int:
    shared = [len(item & part) for part in parts]
    return shared.index(max(shared))
