"""Decide which indicator of a newer edition continues which older one."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework.comparison import likeness_of, propose
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    IndicatorMatch,
    MatchState,
)
from chuangcheng.framework.queries import matches, nodes
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

SURE = 0.9
Pair = tuple[int, int]


class MatchRefused(Refused):
    """Two indicators cannot be made to continue each other."""


def confirm(
    older: Edition, newer: Edition, pairs: Collection[Pair], *, by: User, at: datetime
) -> int:
    """Confirm pairs, whether proposed or found by hand; return how many.

    Raises:
        MatchRefused: the editions or the indicators do not fit together.
    """
    return _decide(older, newer, pairs, MatchState.CONFIRMED, by=by, at=at)


def reject(
    older: Edition, newer: Edition, pairs: Collection[Pair], *, by: User, at: datetime
) -> int:
    """Say that pairs are not the same, so that they are never proposed again.

    Raises:
        MatchRefused: the editions or the indicators do not fit together.
    """
    return _decide(older, newer, pairs, MatchState.REJECTED, by=by, at=at)


def confirm_sure(older: Edition, newer: Edition, *, by: User, at: datetime) -> int:
    """Confirm every undecided proposal that is as good as certain; return how many."""
    found = nodes.of_editions([older, newer], nodes.type_names())
    decided = matches.decisions(older, newer)
    pairs = [
        (each.older, each.newer)
        for each in propose(found[older.pk], found[newer.pk], decided)
        if each.likeness >= SURE
    ]
    undecided = set(pairs) - set(decided.confirmed)
    return confirm(older, newer, undecided, by=by, at=at) if undecided else 0


@transaction.atomic
def withdraw(older: Edition, newer: Edition, pairs: Collection[Pair], *, by: User) -> int:
    """Take decisions back; the pairs are proposed again where they are alike."""
    wanted = set(_in_order(older, newer, pairs))
    found = [
        each
        for each in IndicatorMatch.objects.select_for_update().filter(
            older__in={ours for ours, _ in wanted}
        )
        if (each.older_id, each.newer_id) in wanted
    ]
    IndicatorMatch.objects.filter(pk__in=[each.pk for each in found]).delete()
    if found:
        _record("framework.matches.withdrawn", older, newer, len(found), by=by)
    return len(found)


@transaction.atomic
def _decide(
    older: Edition,
    newer: Edition,
    pairs: Collection[Pair],
    state: MatchState,
    *,
    by: User,
    at: datetime,
) -> int:
    _lock(older, newer)
    _check(older, newer, pairs)
    pairs = _undecided(older, newer, pairs, state)
    if not pairs:
        return 0
    alike = _likeness(older, newer, pairs)
    ordered = zip(_in_order(older, newer, pairs), pairs, strict=True)
    IndicatorMatch.objects.bulk_create(
        [
            IndicatorMatch(
                older_id=ours,
                newer_id=theirs,
                state=state,
                likeness=alike[pair],
                by=by,
                at=at,
            )
            for (ours, theirs), pair in ordered
        ]
    )
    _record(f"framework.matches.{state.lower()}", older, newer, len(pairs), by=by)
    return len(pairs)


def _lock(older: Edition, newer: Edition) -> None:
    """Let one person at a time decide about two editions, whichever way round they are asked for."""
    both = Edition.objects.filter(pk__in={older.pk, newer.pk}).order_by("pk")
    list(both.select_for_update())


def _undecided(
    older: Edition, newer: Edition, pairs: Collection[Pair], state: MatchState
) -> list[Pair]:
    """Leave out what somebody decided the same way; that one stays the decider.

    Raises:
        MatchRefused: somebody decided one of them the other way.
    """
    ordered = dict(zip(_in_order(older, newer, pairs), pairs, strict=True))
    decided = [
        each
        for each in IndicatorMatch.objects.filter(
            older__in={ours for ours, _ in ordered}
        ).select_related("older", "newer", "by")
        if (each.older_id, each.newer_id) in ordered
    ]
    for each in decided:
        if each.state != state:
            raise MatchRefused(
                f"“{each.older}”与“{each.newer}”已由{each.by or '系统'}记为"
                f"“{each.get_state_display()}”，如要改变，请先撤回该结论。"
            )
    known = {(each.older_id, each.newer_id) for each in decided}
    return [pair for place, pair in ordered.items() if place not in known]


def _check(older: Edition, newer: Edition, pairs: Collection[Pair]) -> None:
    if older == newer or older.framework_id != newer.framework_id:
        raise MatchRefused("只能在同一测评体系的两个版本之间确认对应关系，请重新选择版本。")
    if not pairs:
        raise MatchRefused("没有选择任何一对指标，请先勾选。")
    levels = {
        edition: dict(Indicator.objects.filter(edition=edition).values_list("pk", "level"))
        for edition in (older, newer)
    }
    for ours, theirs in pairs:
        level, other = levels[older].get(ours), levels[newer].get(theirs)
        if level is None or other is None:
            raise MatchRefused("所选指标已不在这两个版本中，请刷新页面后重新选择。")
        if level != other:
            raise MatchRefused("两项不在同一层级，不能对应，请选择同一层级的指标。")


def _likeness(
    older: Edition, newer: Edition, pairs: Collection[Pair]
) -> Mapping[Pair, float]:
    found = nodes.of_editions([older, newer], nodes.type_names())
    return likeness_of(found[older.pk], found[newer.pk], pairs)


def _in_order(older: Edition, newer: Edition, pairs: Collection[Pair]) -> list[Pair]:
    """Write pairs from the edition made first to the one made later, however they were asked for."""
    is_flipped = (older.created_at, older.pk) > (newer.created_at, newer.pk)
    return [pair[::-1] if is_flipped else pair for pair in pairs]


def _record(verb: str, older: Edition, newer: Edition, count: int, *, by: User) -> None:
    audit.record(
        verb,
        subject="framework.edition",
        key=str(newer),
        by=by,
        detail={"older": older.name, "newer": newer.name, "count": count},
    )
