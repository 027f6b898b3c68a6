"""Turn a reviewed directive into the ledger's tasks and send them out: all of them, or none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import (
    Comparator,
    Directive,
    DirectiveState,
    DraftState,
    DraftTask,
    Plan,
    Project,
    Task,
    UnitRole,
)
from chuangcheng.ledger.services import creation
from chuangcheng.ledger.services.drafts import NotInReview
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

_PROJECT_NAME = 100
# 一、 （一） 1. 第一， 一是要 – how a heading counts itself
_NUMBER = re.compile(
    r"^(?:[（(]?第?[一二三四五六七八九十百\d]+[）)、.．，,]+|[一二三四五六七八九十]+(?:是要?|要))\s*"
)


class NotReady(Refused):
    """Some drafts still need a person before they can be sent out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A plan to be opened together with its first tasks."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did."""

    dispatched: int
    planned: int


@transaction.atomic
def publish(
    number: str,
    *,
    plan: Plan | NewPlan,
    by: User,
    at: datetime,
    keep_unowned: bool,
    project_depth: int = 1,
) -> Published:
    """Write every draft that was not dropped into the ledger and dispatch what has an owner.

    With `keep_unowned` drafts that name no city unit in the lead become planned tasks, which the
    office assigns later; without it they stand in the way. Headings down to `project_depth`
    (0 for none) become the plan's projects.

    Raises:
        NotInReview: the directive is published already, or was withdrawn.
        NotReady: nothing is left to publish, a draft has no leading unit, or a unit or the plan
            cannot be used.
    """
    # Locked, so that two officers pressing "发布" together publish once.
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state != DirectiveState.IN_REVIEW:
        raise NotInReview(f"这份部署{directive.get_state_display()}，不能再次发布。")
    drafts = list(
        directive.drafts.exclude(state=DraftState.DROPPED)
        .prefetch_related("units__unit")
        .order_by("start", "id")
    )
    owned = [draft for draft in drafts if has_lead(draft)]
    _check(drafts, owned=len(owned), keep_unowned=keep_unowned)
    plan = _locked(plan)
    projects = _projects(plan, drafts, depth=project_depth)
    starts_on = max(directive.issued_on or plan.starts_on, plan.starts_on)
    new = [
        _new_task(
            draft,
            plan=plan,
            directive=directive,
            projects=projects,
            depth=project_depth,
            starts_on=starts_on,
        )
        for draft in drafts
    ]
    tasks = creation.create(new, by=by, at=at)
    ready = _numbers_of(tasks, owned)
    creation.dispatch(ready, by=by, at=at)
    directive.state = DirectiveState.PUBLISHED
    directive.published_by, directive.published_at = by, at
    directive.save(update_fields=["state", "published_by", "published_at"])
    audit.record(
        "ledger.directive.published",
        subject="部署",
        key=directive.number,
        by=by,
        detail={"dispatched": len(ready), "planned": len(tasks) - len(ready)},
    )
    return Published(dispatched=len(ready), planned=len(tasks) - len(ready))


def _locked(plan: Plan | NewPlan) -> Plan:
    """Open the plan, or keep others from adding the same projects to it meanwhile."""
    if isinstance(plan, Plan):
        return Plan.objects.select_for_update().get(pk=plan.pk)
    try:
        with transaction.atomic():
            return Plan.objects.create(
                name=plan.name, starts_on=plan.starts_on, ends_on=plan.ends_on
            )
    except IntegrityError as clash:
        raise NotReady(
            f"已有名为“{plan.name}”的方案。请从已有方案中选择它，或换一个名称。"
        ) from clash


def _check(drafts: Sequence[DraftTask], *, owned: int, keep_unowned: bool) -> None:
    if not drafts:
        raise NotReady("没有可发布的任务：草稿全部标为“不采用”。请先恢复或新增任务。")
    missing = len(drafts) - owned
    if missing and not keep_unowned:
        raise NotReady(
            f"还有 {missing} 条任务没有对应到牵头或主责单位。请先指定单位，"
            "或勾选“没有单位的任务先存入台账，暂不交办”。"
        )
    gone = {
        named.unit.name
        for draft in drafts
        for named in draft.units.all()
        if named.unit and not named.unit.is_active
    }
    if gone:
        raise NotReady(f"{'、'.join(sorted(gone))}已停用，请先改为其他单位再发布。")


def has_lead(draft: DraftTask) -> bool:
    """Tell whether a draft names a city unit that answers for it."""
    return any(u.unit_id and u.role != UnitRole.SUPPORT for u in draft.units.all())


def _projects(
    plan: Plan, drafts: Sequence[DraftTask], *, depth: int
) -> Mapping[str, Project]:
    names = list(dict.fromkeys(name for d in drafts if (name := _heading(d, depth))))
    known = {p.name: p for p in plan.projects.filter(name__in=names)}
    taken = plan.projects.count()
    fresh = Project.objects.bulk_create(
        [
            Project(plan=plan, name=name, order=taken + order)
            for order, name in enumerate(names)
            if name not in known
        ]
    )
    return known | {project.name: project for project in fresh}


def _heading(draft: DraftTask, depth: int) -> str:
    """Name the project after the draft's heading, without the heading's number."""
    if not depth or not draft.section:
        return ""
    heading = str(draft.section[min(depth, len(draft.section)) - 1]).strip()
    return (_NUMBER.sub("", heading).rstrip("。.:：;；") or heading)[:_PROJECT_NAME]


def _new_task(
    draft: DraftTask,
    *,
    plan: Plan,
    directive: Directive,
    projects: Mapping[str, Project],
    depth: int,
    starts_on: date,
) -> creation.NewTask:
    # A deadline before the document's own date would start the task after its end.
    start = min(starts_on, draft.deadline) if draft.deadline else starts_on
    return creation.NewTask(
        plan=plan,
        project=projects.get(_heading(draft, depth)),
        directive=directive,
        draft=draft,
        title=draft.action,
        text=draft.text,
        section=tuple(draft.section),
        starts_on=start,
        deadline=draft.deadline,
        recurrence=draft.recurrence,
        parts=_parts(draft),
        figures=tuple(
            creation.Figure(
                object=target["object"],
                comparator=Comparator(target["comparator"]),
                value=Decimal(target["value"]),
                unit=target["unit"],
            )
            for target in draft.targets
        ),
    )


def _parts(draft: DraftTask) -> tuple[creation.Part, ...]:
    """Give each unit one part; where it was named twice, the weightier role stays."""
    weight = [UnitRole.LEAD, UnitRole.MAIN, UnitRole.SUPPORT]
    best: dict[int, creation.Part] = {}
    for named in draft.units.all():
        if named.unit is None:
            continue
        part = creation.Part(unit=named.unit, role=UnitRole(named.role))
        known = best.get(named.unit.pk)
        if known is None or weight.index(part.role) < weight.index(known.role):
            best[named.unit.pk] = part
    return tuple(best.values())


def _numbers_of(tasks: Sequence[Task], owned: Sequence[DraftTask]) -> list[str]:
    wanted = {draft.pk for draft in owned}
    return [task.number for task in tasks if task.draft_id in wanted]
