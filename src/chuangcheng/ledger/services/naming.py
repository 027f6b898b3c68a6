"""Say which of the city's units a name in a directive means, in every draft at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from chuangcheng.accounts.models import User
from chuangcheng.city import api as city
from chuangcheng.ledger.models import DraftUnit
from chuangcheng.ledger.services import drafts
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

# Below this a person has to look, even where no other unit comes near.
SURE = 0.9
# Groups with a fixed, short list of members; 各单位 or 各社区 could mean hundreds.
_PLAIN_GROUPS = frozenset(
    {
        city.GroupKind.STREETS,
        city.GroupKind.TOWNS,
        city.GroupKind.STREETS_AND_TOWNS,
        city.GroupKind.DISTRICTS,
    }
)


class NotSaid(Refused):
    """The directive does not use this name."""


def evident(match: city.Match) -> tuple[int, ...]:
    """Return the units that a name means beyond reasonable doubt; none where a person must choose."""
    group = match.group
    if group is not None:
        is_plain = group.kind in _PLAIN_GROUPS and not group.is_vague
        return group.unit_ids if is_plain else ()
    sure = match.sure
    return (sure.unit_id,) if sure and sure.score >= SURE else ()


@transaction.atomic
def settle(
    number: str,
    *,
    said: str,
    units: Sequence[city.Unit],
    remember: bool,
    by: User,
    at: datetime,
) -> int:
    """Let a name mean these units wherever the directive's drafts use it; tell how many drafts changed.

    Without units the name is open again. With `remember` a name for one unit is kept as its alias.

    Raises:
        NotInReview: the directive is published or withdrawn.
        NotSaid: no draft uses the name.
        UnitRefused: the name cannot be remembered for this unit.
    """
    directive = drafts.lock_directive(number)
    rows = list(
        DraftUnit.objects.filter(draft__directive=directive, said=said)
        .select_related("draft")
        .order_by("draft_id", "order", "id")
    )
    if not rows:
        raise NotSaid(f"这份部署的任务中没有“{said}”这个称谓，可能刚被他人改过。")
    wanted: list[city.Unit | None] = list(units) or [None]
    # The first row of a draft and role says where the name stands.
    firsts = {(row.draft_id, row.role): row for row in reversed(rows)}
    DraftUnit.objects.filter(pk__in=[row.pk for row in rows]).delete()
    DraftUnit.objects.bulk_create(
        [
            DraftUnit(
                draft=row.draft,
                said=said,
                role=row.role,
                unit=unit,
                is_confirmed=unit is not None,
                order=row.order,
            )
            for row in firsts.values()
            for unit in wanted
        ]
    )
    touched = {row.draft_id for row in rows}
    directive.drafts.filter(pk__in=touched).update(
        version=F("version") + 1, edited_by=by, edited_at=at
    )
    if remember and len(units) == 1:
        city.remember_alias(said, units[0].pk, by=by, at=at)
    audit.record(
        "ledger.directive.unit_named",
        subject="部署",
        key=directive.number,
        by=by,
        detail={"said": said, "units": [unit.name for unit in units]},
    )
    return len(touched)


@transaction.atomic
def confirm(number: str, *, names: Sequence[str], by: User, at: datetime) -> int:
    """Take the units that the program found for these names as right; tell how many drafts it concerns.

    Raises:
        NotInReview: the directive is published or withdrawn.
    """
    directive = drafts.lock_directive(number)
    rows = DraftUnit.objects.filter(
        draft__directive=directive, said__in=names, unit__isnull=False, is_confirmed=False
    )
    touched = set(rows.values_list("draft_id", flat=True))
    rows.update(is_confirmed=True)
    directive.drafts.filter(pk__in=touched).update(
        version=F("version") + 1, edited_by=by, edited_at=at
    )
    audit.record(
        "ledger.directive.units_confirmed",
        subject="部署",
        key=directive.number,
        by=by,
        detail={"said": list(names)},
    )
    return len(touched)
