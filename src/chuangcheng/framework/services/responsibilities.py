"""Say which units answer for a standard, and through which post; `by` is None for the program."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Unit
from chuangcheng.framework.models import (
    EditionState,
    Indicator,
    IndicatorLevel,
    Responsibility,
    ResponsibilityOrigin,
    ResponsibilityRole,
)
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class DutyRefused(Refused):
    """The standard cannot be assigned like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a unit is to answer for: as lead, main or support, and through which post."""

    unit: Unit
    role: str
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What became of assigning many standards at once; `kept` are codes left as they were."""

    added: int
    changed: int
    kept: tuple[str, ...]


@transaction.atomic
def assign(
    indicator: Indicator,
    part: Part,
    *,
    origin: str = ResponsibilityOrigin.HAND,
    by: User | None,
) -> Responsibility:
    """Give a unit a part in a standard.

    Raises:
        DutyRefused: it is no standard or out of force, the unit has a part already or is out of
            use, the post is not the unit's, or another unit leads.
    """
    indicator = _locked(indicator)
    refuse_unfit(part)
    parts = list(indicator.responsibilities.select_related("unit"))
    if any(each.unit_id == part.unit.pk for each in parts):
        raise DutyRefused(
            f"{part.unit}在“{indicator}”中已有职责，请在原有一行修改，不必重复添加。"
        )
    _refuse_second_lead(indicator, parts, part.role)
    made = Responsibility.objects.create(
        indicator=indicator, unit=part.unit, role=part.role, post=part.post, origin=origin
    )
    _note("assigned", made, by=by)
    return made


@transaction.atomic
def change(
    duty: Responsibility, *, role: str, post: Post | None, by: User | None
) -> Responsibility:
    """Change a unit's role in a standard, or the post through which it answers.

    Raises:
        DutyRefused: the standard is out of force, the post is not the unit's, another leads, or
            somebody took the part away meanwhile.
    """
    indicator = _locked(duty.indicator)
    duty = _standing(duty)
    part = Part(unit=duty.unit, role=role, post=post)
    _refuse_foreign_post(part)
    others = indicator.responsibilities.exclude(pk=duty.pk).select_related("unit")
    _refuse_second_lead(indicator, others, role)
    before = duty.role, duty.post
    if before == (role, post):
        return duty
    duty.role, duty.post, duty.origin = role, post, ResponsibilityOrigin.HAND
    duty.save(update_fields=["role", "post", "origin"])
    _note("changed", duty, by=by, before=f"{_role(before[0])} {before[1] or '未定岗位'}")
    return duty


@transaction.atomic
def remove(duty: Responsibility, *, by: User | None) -> None:
    """Take a unit's part in a standard away; the history keeps it.

    Raises:
        DutyRefused: the standard is out of force, or the part was taken away already.
    """
    _locked(duty.indicator)
    duty = _standing(duty)
    _note("removed", duty, by=by)
    duty.delete()


@transaction.atomic
def assign_many(
    indicators: Collection[Indicator], part: Part, *, post_role: str = "", by: User | None
) -> Bulk:
    """Give a unit the same part in many standards; those led by another unit are kept as they are.

    With `post_role` the unit answers through its post of that role, if it has one.

    Raises:
        DutyRefused: a standard is out of force, or the unit or post does not fit.
    """
    part = Part(
        unit=part.unit,
        role=part.role,
        post=part.post or _post_of(part.unit, post_role),
    )
    refuse_unfit(part)
    added, changed, kept = 0, 0, []
    for indicator in sorted(indicators, key=lambda each: each.pk):
        parts = list(_locked(indicator).responsibilities.all())
        own = next((each for each in parts if each.unit_id == part.unit.pk), None)
        if _led_by_another(parts, part):
            kept.append(indicator.code)
        elif own is None:
            assign(indicator, part, by=by)
            added += 1
        elif (own.role, own.post_id) != (part.role, part.post.pk if part.post else None):
            change(own, role=part.role, post=part.post, by=by)
            changed += 1
    return Bulk(added=added, changed=changed, kept=tuple(kept))


@transaction.atomic
def accept(parts: Iterable[tuple[Indicator, Part]], *, by: User | None) -> int:
    """Take proposals over that a person has confirmed, all of them or none.

    Raises:
        DutyRefused: as for `assign`.
    """
    count = 0
    for indicator, part in parts:
        assign(indicator, part, origin=ResponsibilityOrigin.PROPOSED, by=by)
        count += 1
    return count


def refuse_unfit(part: Part) -> None:
    """Keep out units that are not in use and posts that are not the unit's.

    Raises:
        DutyRefused: naming the unit or the post.
    """
    if not part.unit.is_active:
        raise DutyRefused(f"{part.unit}已停用，不能承担指标，请另选单位。")
    _refuse_foreign_post(part)


def _refuse_foreign_post(part: Part) -> None:
    if part.post is not None and part.post.unit_id != part.unit.pk:
        raise DutyRefused(
            f"“{part.post}”不是{part.unit}的岗位，请选择该单位的岗位，或先不指定。"
        )


def _locked(indicator: Indicator) -> Indicator:
    """Lock a standard, so that two officers together cannot give it two leads."""
    # The edition is read without its lock: nobody waits here for another standard.
    found = (
        Indicator.objects.select_for_update(of=("self",))
        .select_related("edition")
        .filter(pk=indicator.pk)
        .first()
    )
    if found is None:
        raise DutyRefused(f"“{indicator}”刚刚被从草案中删除，不能再分解责任。")
    if found.level != IndicatorLevel.STANDARD:
        raise DutyRefused(
            f"“{found}”是{found.get_level_display()}，责任落在测评标准上，请展开后逐条分解。"
        )
    if found.edition.state == EditionState.RETIRED:
        raise DutyRefused(
            f"“{found}”属于已废止的{found.edition.name}，责任只供查阅，请在现行版本中修改。"
        )
    return found


def _standing(duty: Responsibility) -> Responsibility:
    """Return a part as it is now that its standard is locked."""
    now = Responsibility.objects.select_related("indicator", "unit", "post")
    found = now.filter(pk=duty.pk).first()
    if found is None:
        raise DutyRefused(
            f"{duty.unit}在“{duty.indicator}”中的职责刚刚被移除，请刷新页面。"
        )
    return found


def _refuse_second_lead(
    indicator: Indicator, others: Iterable[Responsibility], role: str
) -> None:
    if role != ResponsibilityRole.LEAD:
        return
    leading = next((each for each in others if each.role == ResponsibilityRole.LEAD), None)
    if leading:
        raise DutyRefused(
            f"“{indicator}”已由{leading.unit}牵头，一条标准只有一个牵头单位，"
            f"请先把{leading.unit}改为主责或配合。"
        )


def _led_by_another(parts: Iterable[Responsibility], part: Part) -> bool:
    return part.role == ResponsibilityRole.LEAD and any(
        each.role == ResponsibilityRole.LEAD and each.unit_id != part.unit.pk
        for each in parts
    )


def _post_of(unit: Unit, role: str) -> Post | None:
    return unit.posts.filter(role=role).order_by("id").first() if role else None


def _role(value: str) -> str:
    return str(ResponsibilityRole(value).label)


def _note(verb: str, duty: Responsibility, *, by: User | None, **more: str) -> None:
    post = duty.post.title if duty.post else "未定岗位"
    audit.record(
        f"framework.responsibility.{verb}",
        subject="指标责任",
        key=str(duty.indicator),
        by=by,
        detail={"duty": f"{duty.unit.name} {_role(duty.role)} {post}", **more},
    )
