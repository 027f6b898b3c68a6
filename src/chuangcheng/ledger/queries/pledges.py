"""What a unit answers for under a plan: the facts of its pledge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right, Role
from chuangcheng.city import api as city
from chuangcheng.framework import api as framework
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.models import Plan, Target, Task, TaskUnit, UnitRole
from chuangcheng.ledger.queries import exports
from chuangcheng.ledger.states import DARK_STATES

_RANK = {UnitRole.LEAD: 0, UnitRole.MAIN: 1, UnitRole.SUPPORT: 2}
_FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeTask:
    """One row of a pledge's table."""

    number: str
    title: str
    project: str
    role: str
    targets: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStandard:
    """A standard of the framework in force that the unit answers for."""

    code: str
    name: str
    points: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeFacts:
    """Everything a pledge says; `head` is empty where nobody sits in the post."""

    plan: str
    starts_on: date
    ends_on: date
    unit: str
    head: str
    own: tuple[PledgeTask, ...]
    support: tuple[PledgeTask, ...]
    standards: tuple[PledgeStandard, ...]


def units_for(user: User) -> QuerySet[city.Unit]:
    """Return the units whose pledges a person may have: all for the office, their own for others."""
    scope = city.scope_of(user)
    if scope.may(Right.SEE_ALL_TASKS):
        return city.Unit.objects.active()
    if scope.may(Right.SEE_UNIT_TASKS):
        return city.Unit.objects.active().filter(pk__in=scope.unit_ids)
    return city.Unit.objects.none()


def listing(user: User, plan: Plan) -> QuerySet[city.Unit]:
    """Return the units that have tasks under a plan, with how many they owe and support."""
    told = Q(task_parts__task__plan=plan) & ~Q(
        task_parts__task__state__in=sorted(DARK_STATES)
    )
    supports = Q(task_parts__role=UnitRole.SUPPORT)
    return (
        units_for(user)
        .annotate(
            own_count=Count("task_parts", filter=told & ~supports),
            support_count=Count("task_parts", filter=told & supports),
        )
        .filter(Q(own_count__gt=0) | Q(support_count__gt=0))
        .order_by("order", "code")
    )


def facts(unit: city.Unit, plan: Plan) -> PledgeFacts:
    """Gather what a unit answers for under a plan; nothing that has not been dispatched."""
    targets = Target.objects.order_by("order", "id")
    parts = (
        TaskUnit.objects.filter(unit=unit, task__plan=plan)
        .exclude(task__state__in=sorted(DARK_STATES))
        .select_related("task__project")
        .prefetch_related(Prefetch("task__targets", queryset=targets))
    )
    ordered = sorted(
        parts,
        key=lambda part: (
            _RANK[UnitRole(part.role)],
            part.task.deadline or _FAR,
            part.task.number,
        ),
    )
    return PledgeFacts(
        plan=plan.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        unit=unit.name,
        head=_head(unit),
        own=_rows(part for part in ordered if part.role != UnitRole.SUPPORT),
        support=_rows(part for part in ordered if part.role == UnitRole.SUPPORT),
        standards=_standards(unit),
    )


def _standards(unit: city.Unit) -> tuple[PledgeStandard, ...]:
    return tuple(
        PledgeStandard(
            code=own.standard.code,
            name=own.standard.name,
            points=own.standard.points,
            role=str(own.duty.role.label),
        )
        for own in framework.standards_of(unit.pk)
    )


def _rows(parts: Iterable[TaskUnit]) -> tuple[PledgeTask, ...]:
    return tuple(_row(part) for part in parts)


def _row(part: TaskUnit) -> PledgeTask:
    task = part.task
    return PledgeTask(
        number=task.number,
        title=task.title,
        project=task.project.name if task.project else "",
        role=str(part.get_role_display()),
        targets="；".join(map(exports.target, task.targets.all())),
        due=_due(task),
    )


def _due(task: Task) -> str:
    deadline = task.deadline
    until = f"{deadline.year}年{deadline.month}月{deadline.day}日前" if deadline else ""
    return "，".join(filter(None, (rhythm.say(task.recurrence), until))) or "长期"


def _head(unit: city.Unit) -> str:
    """Name the unit's head; where several are, none is preferred and the line stays open."""
    heads = [one.name for one in city.people_of(unit.pk) if one.role == Role.UNIT_HEAD]
    return heads[0] if len(heads) == 1 else ""
