"""Read which indicators of two editions continue each other: decided by people, or proposed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from chuangcheng.framework.comparison import Decisions, Proposal
from chuangcheng.framework.comparison.changes import Link
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
    MatchState,
)

Pairs = frozenset[tuple[int, int]]


def decisions(older: Edition, newer: Edition) -> Decisions:
    """Return what people decided about pairs of two editions.

    Confirmed pairs are followed through the editions between, and backwards where the newer of
    the two is the one asked for as older.
    """
    decided = IndicatorMatch.objects.filter(
        older__edition__framework_id__in={older.framework_id, newer.framework_id}
    ).values_list("older_id", "newer_id", "older__edition_id", "newer__edition_id", "state")
    forward: dict[int, set[int]] = defaultdict(set)
    edition_of: dict[int, int] = {}
    rejected = set()
    for ours, theirs, our_edition, their_edition, state in decided:
        edition_of |= {ours: our_edition, theirs: their_edition}
        if state == MatchState.CONFIRMED:
            forward[ours].add(theirs)
        elif (our_edition, their_edition) == (older.pk, newer.pk):
            rejected.add((ours, theirs))
        elif (our_edition, their_edition) == (newer.pk, older.pk):
            rejected.add((theirs, ours))
    confirmed = _between(older.pk, newer.pk, forward, edition_of)
    backward = _between(newer.pk, older.pk, forward, edition_of)
    return Decisions(
        confirmed=confirmed | {(ours, theirs) for theirs, ours in backward},
        rejected=frozenset(rejected),
    )


def _between(
    start: int,
    end: int,
    forward: Mapping[int, Collection[int]],
    edition_of: Mapping[int, int],
) -> Pairs:
    return frozenset(
        (key, reached)
        for key, edition in edition_of.items()
        if edition == start
        for reached in _reached(key, forward)
        if edition_of[reached] == end
    )


def _reached(key: int, forward: Mapping[int, Collection[int]]) -> set[int]:
    """Follow confirmed pairs from one indicator as far as they lead."""
    found: set[int] = set()
    waiting = list(forward.get(key, ()))
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += forward.get(at, ())
    return found


def links(found: Iterable[Proposal], decided: Decisions) -> list[Link]:
    """Turn proposals into links, each saying whether a person has confirmed it."""
    confirmed = set(decided.confirmed)
    return [
        Link(
            older=each.older,
            newer=each.newer,
            likeness=each.likeness,
            is_confirmed=(each.older, each.newer) in confirmed,
        )
        for each in found
    ]


def successors_of(indicator_ids: Collection[int]) -> Mapping[int, list[int]]:
    """Return which indicators of the edition in force continue each of these.

    An indicator that is in force itself is its own successor; one whose matches were not
    confirmed, or that was removed, has none.
    """
    frameworks = Indicator.objects.filter(pk__in=indicator_ids).values(
        "edition__framework_id"
    )
    forward: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in IndicatorMatch.objects.filter(
        state=MatchState.CONFIRMED, older__edition__framework_id__in=frameworks
    ).values_list("older_id", "newer_id"):
        forward[ours].add(theirs)
    reached = {key: {key} | _reached(key, forward) for key in indicator_ids}
    in_force = set(
        Indicator.objects.filter(
            pk__in={each for found in reached.values() for each in found},
            edition__state=EditionState.IN_FORCE,
        ).values_list("pk", flat=True)
    )
    return {key: sorted(found & in_force) for key, found in reached.items()}
