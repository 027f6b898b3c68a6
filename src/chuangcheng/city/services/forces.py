"""Headquarters and special working groups, and who is in them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import ForceMember, ForceRole, TaskForce, Unit
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class ForceRefused(Refused):
    """The task force cannot be changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceFacts:
    """What a person says about a task force."""

    name: str
    kind: str
    parent: TaskForce | None
    order: int


@transaction.atomic
def add(facts: ForceFacts, *, by: User) -> TaskForce:
    """Set up a task force.

    Raises:
        ForceRefused: the name is taken.
    """
    force = TaskForce(
        name=facts.name, kind=facts.kind, parent=facts.parent, order=facts.order
    )
    _save(force)
    _note("added", force, by=by)
    return force


@transaction.atomic
def edit(force: TaskForce, facts: ForceFacts, *, by: User) -> TaskForce:
    """Correct a task force.

    Raises:
        ForceRefused: the name is taken, or the force would lie below itself.
    """
    # All are locked: two changes at once could otherwise close a circle.
    parents = dict(
        TaskForce.objects.select_for_update().order_by("id").values_list("id", "parent_id")
    )
    above = facts.parent.pk if facts.parent else None
    while above is not None:
        if above == force.pk:
            raise ForceRefused(f"{force}不能以自己或自己的下级为上级，请另选上级。")
        above = parents[above]
    force = TaskForce.objects.get(pk=force.pk)
    before = force.name
    force.name, force.kind = facts.name, facts.kind
    force.parent, force.order = facts.parent, facts.order
    _save(force)
    _note("edited", force, by=by, detail={"name": [before, force.name]})
    return force


def _save(force: TaskForce) -> None:
    try:
        with transaction.atomic():
            force.save()
    except IntegrityError as clash:
        raise ForceRefused(f"已有名为“{force.name}”的工作组，请换一个名称。") from clash


@transaction.atomic
def switch(force: TaskForce, *, is_active: bool, by: User) -> None:
    """Dissolve a task force, or bring it back.

    Raises:
        ForceRefused: groups below it are still at work.
    """
    force = TaskForce.objects.select_for_update().get(pk=force.pk)
    if not is_active and (below := force.groups.filter(is_active=True).count()):
        raise ForceRefused(f"{force}下还有 {below} 个在用的工作组，请先撤销它们。")
    force.is_active = is_active
    force.save(update_fields=["is_active"])
    _note("restored" if is_active else "dissolved", force, by=by)


@transaction.atomic
def add_member(
    force: TaskForce, *, role: str, person: User | None, unit: Unit | None, by: User | None
) -> ForceMember:
    """Take a person, a unit, or a unit represented by a person into a task force.

    Raises:
        ForceRefused: nobody is named, they are in it already, or a second commander is named.
    """
    force = TaskForce.objects.select_for_update().get(pk=force.pk)
    _refuse_unfit(person, unit)
    if role == ForceRole.COMMANDER:
        _refuse_second_commander(force)
    member = ForceMember(force=force, role=role, person=person, unit=unit)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as clash:
        raise ForceRefused(f"{person or unit}已在{force}中，无须重复添加。") from clash
    _note("member_added", force, by=by, detail=_told(member))
    return member


def _refuse_unfit(person: User | None, unit: Unit | None) -> None:
    if person is None and unit is None:
        raise ForceRefused("请选择人员或单位。")
    if person is not None and Duty(person.duty) is not Duty.NONE:
        raise ForceRefused(
            f"{person.name}是{Duty(person.duty).label}，不参加业务工作，请另选他人。"
        )
    if unit is not None and not unit.is_active:
        raise ForceRefused(f"{unit}已停用，请另选单位。")


def _refuse_second_commander(force: TaskForce) -> None:
    present = force.members.filter(role=ForceRole.COMMANDER).first()
    if present:
        raise ForceRefused(
            f"{force}的指挥长(组长)是{present.person or present.unit}，请先移出或改任，再添加新的。"
        )


@transaction.atomic
def remove_member(member: ForceMember, *, by: User) -> None:
    """Let a member leave a task force."""
    _note("member_removed", member.force, by=by, detail=_told(member))
    member.delete()


def _told(member: ForceMember) -> dict[str, object]:
    return {
        "role": member.role,
        "person": member.person.username if member.person else None,
        "unit": member.unit.code if member.unit else None,
    }


def _note(
    verb: str, force: TaskForce, *, by: User | None, detail: dict[str, object] | None = None
) -> None:
    audit.record(
        f"city.force.{verb}", subject="工作组", key=force.name, by=by, detail=detail
    )
