"""Tasks for programs, with the rights of the person whose token calls; mounted by `web.rest`."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.params.functions import Header as header
from pydantic import StringConstraints

from chuangcheng.accounts.models import User
from chuangcheng.accounts.rest import (
    REFUSALS,
    Conflict,
    Denied,
    Page,
    Paging,
    page_of,
    person_of,
)
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, scope_of
from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import Occurrence, Progress, Target, Task, TaskUnit, UnitRole
from chuangcheng.ledger.queries import cityday, doors, filtering, lights
from chuangcheng.ledger.queries.tasks import visible_to
from chuangcheng.ledger.services import authority, creation, progress, receipts
from chuangcheng.ledger.services import tasks as services
from chuangcheng.ledger.states import State
from chuangcheng.platform.refusal import Refused

router = Router(tags=["任务"])
_SEEING = frozenset({Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS})
_TURNS = 200
_Key = Annotated[
    str, StringConstraints(min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]
# Spaces alone say nothing, here as on the page.
_Said = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)
]
_KEY: Any = header(..., alias="Idempotency-Key", description="幂等键：同一次反馈重试时不变")


class NoSuchUnit(Refused):
    """A call names a unit that is not in the list."""


class PartOut(Schema):
    """A unit's part in a task."""

    unit: str = Field(description="单位编码")
    name: str = Field(description="单位全称")
    role: UnitRole = Field(description="责任：LEAD 牵头、MAIN 主责、SUPPORT 配合")
    acknowledged_at: datetime | None = Field(description="签收时间")


class TargetOut(Schema):
    id: int = Field(description="指标号，反馈数据时使用")
    object: str = Field(description="指标")
    comparator: str = Field(description=">=、<= 或 =")
    value: Decimal = Field(description="目标值")
    unit: str = Field(description="计量单位")
    reached: Decimal | None = Field(description="累计完成")


class TaskOut(Schema):
    number: str = Field(description="编号")
    title: str = Field(description="任务")
    plan: str = Field(description="方案")
    project: str = Field(description="工程(项目)")
    state: State = Field(description="状态")
    light: Light = Field(description="进度")
    starts_on: date = Field(description="开始日期")
    deadline: date | None = Field(description="完成时限")
    due_on: date | None = Field(description="最近应办日期")
    recurrence: str = Field(description="频次（RFC 5545 规则）")
    share: Decimal | None = Field(description="完成比例，0 到 1")
    parts: list[PartOut] = Field(description="责任单位")
    targets: list[TargetOut] = Field(description="量化指标")


class TaskDetail(TaskOut):
    text: str = Field(description="任务原文")
    section: list[str] = Field(description="章节")
    dispatched_at: datetime | None = Field(description="交办时间")
    finished_on: date | None = Field(description="报结日期")
    completed_at: datetime | None = Field(description="完成时间")
    actions: list[str] = Field(description="令牌所属人员现在可做的动作")


class TaskPage(Page):
    items: list[TaskOut]


class OccurrenceOut(Schema):
    planned_on: date = Field(description="规则日期，反馈本期时使用")
    due_on: date = Field(description="应办日期")
    state: str = Field(description="OPEN 待办、DONE 已办")
    done_at: datetime | None = Field(description="办理时间")


class TaskFilter(Paging):
    """The same questions as the page's fields ask; all tasks unless something is asked."""

    chip: str = Field("all", max_length=20, description="常用筛选，如 open、late、all")
    q: str = Field("", max_length=100, description="任务、原文或编号")
    state: State | None = Field(None, description="状态")
    light: Light | None = Field(None, description="进度")
    unit: str = Field("", max_length=30, description="单位编码")
    role: UnitRole | None = Field(None, description="上述单位的责任")
    plan: str = Field("", max_length=100, description="方案名称")
    due_from: date | None = Field(None, description="到期从")
    due_to: date | None = Field(None, description="到期至")
    sort: str = Field(
        "number", max_length=10, description="number、due、share、state，倒序加 -"
    )


class FigureIn(Schema):
    target: int = Field(description="指标号")
    value: Decimal = Field(ge=0, max_digits=18, decimal_places=4, description="累计完成数")


class ReportIn(Schema):
    """A unit's progress; figures are totals so far."""

    unit: str = Field(max_length=30, description="反馈单位编码")
    note: _Said = Field(description="进展情况")
    figures: list[FigureIn] = Field([], max_length=100, description="数据")
    turn: date | None = Field(None, description="本期的规则日期")
    correction: str = Field("", max_length=500, description="数据改小时的更正原因")


class ReportOut(Schema):
    task: str = Field(description="任务编号")
    unit: str = Field(description="反馈单位编码")
    at: datetime = Field(description="反馈时间")
    state: State = Field(description="反馈后的任务状态")
    share: Decimal | None = Field(description="反馈后的完成比例")


class AcknowledgeIn(Schema):
    unit: str = Field(max_length=30, description="签收单位编码")


@router.get("/tasks", response={200: TaskPage, **REFUSALS}, summary="任务列表")
def tasks(request: HttpRequest, asked: Query[TaskFilter]) -> object:
    """令牌所属人员可见的任务，条件之间为“且”。"""
    user = _seeing(request)
    day = cityday.today()
    found = filtering.found(user, _search(asked), day)
    if asked.plan:
        found = found.filter(plan__name=asked.plan)
    return page_of(_full(found, day), asked, _task)


@router.get("/tasks/{number}", response={200: TaskDetail, **REFUSALS}, summary="任务详情")
def task(request: HttpRequest, number: str) -> object:
    user = _seeing(request)
    one = get_object_or_404(_full(visible_to(user), cityday.today()), number=number)
    offered = doors.offer(user, one, list(one.parts.all()))
    return {
        **_task(one),
        "text": one.text,
        "section": one.section,
        "dispatched_at": one.dispatched_at,
        "finished_on": one.finished_on,
        "completed_at": one.completed_at,
        "actions": sorted(offered.actions),
    }


@router.get(
    "/tasks/{number}/occurrences",
    response={200: list[OccurrenceOut], **REFUSALS},
    summary="任务的期次",
)
def turns(request: HttpRequest, number: str) -> Sequence[Occurrence]:
    """按应办日期排列，最多 200 期，近期在前。"""
    one = get_object_or_404(visible_to(_seeing(request)), number=number)
    return list(one.occurrences.order_by("-due_on", "-id")[:_TURNS])


@router.post(
    "/tasks/{number}/acknowledge", response={200: TaskDetail, **REFUSALS}, summary="签收"
)
def acknowledge(request: HttpRequest, number: str, said: AcknowledgeIn) -> object:
    """代表一个单位签收任务；已签收的返回 409。"""
    user = _acting(request)
    _found(user, number)
    unit = _unit(said.unit)
    try:
        services.acknowledge(number, unit=unit, by=user, at=timezone.now())
    except authority.NotYours as refusal:
        raise Denied(str(refusal)) from refusal
    except (creation.WrongState, services.AlreadyDone) as refusal:
        raise Conflict(str(refusal)) from refusal
    return task(request, number)


@router.post(
    "/tasks/{number}/reports", response={200: ReportOut, **REFUSALS}, summary="反馈进展"
)
def report(
    request: HttpRequest,
    number: str,
    said: ReportIn,
    key: _Key = _KEY,
) -> object:
    """代表一个单位反馈进展；同一幂等键重复提交，只登记一次，返回第一次的结果。"""
    user = _acting(request)
    _found(user, number)
    unit = _unit(said.unit)
    at = timezone.now()
    new = progress.Report(
        note=said.note,
        figures={one.target: one.value for one in said.figures},
        turn=said.turn,
        correction=said.correction,
    )
    try:
        return receipts.once(
            user,
            key,
            call={"number": number, **said.model_dump(mode="json")},
            at=at,
            do=lambda: _reported(progress.report(number, new, unit=unit, by=user, at=at)),
        )
    except authority.NotYours as refusal:
        raise Denied(str(refusal)) from refusal
    except (creation.WrongState, progress.NoSuchTurn, receipts.KeyReused) as refusal:
        raise Conflict(str(refusal)) from refusal


def _reported(made: Progress) -> dict[str, Any]:
    """Say what a report has changed; kept as it is for the same call asked again."""
    made.task.refresh_from_db(fields=["state", "share"])
    answer = ReportOut(
        task=made.task.number,
        unit=made.unit.code,
        at=made.at,
        state=State(made.task.state),
        share=made.task.share,
    )
    return answer.model_dump(mode="json")


def _search(asked: TaskFilter) -> filtering.Search:
    unit = _unit(asked.unit).pk if asked.unit else None
    return filtering.Search(
        chip=asked.chip if asked.chip in filtering.CHIPS else "all",
        words=asked.q,
        state=asked.state or "",
        light=asked.light or "",
        unit=unit,
        role=asked.role or "",
        due_from=asked.due_from,
        due_to=asked.due_to,
        sort=asked.sort if asked.sort in filtering.SORTS else "number",
    )


def _full(tasks: QuerySet[Task], day: cityday.CityDay) -> "QuerySet[lights.LitTask]":
    parts = TaskUnit.objects.select_related("unit").order_by("role", "id")
    return (
        lights.annotated(tasks, on=day.on, soon_days=day.soon_days)
        .select_related("plan", "project")
        .prefetch_related(
            Prefetch("parts", queryset=parts),
            Prefetch("targets", queryset=Target.objects.order_by("order", "id")),
        )
    )


def _task(one: "lights.LitTask") -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "plan": one.plan.name,
        "project": one.project.name if one.project else "",
        "state": one.state,
        "light": one.light,
        "starts_on": one.starts_on,
        "deadline": one.deadline,
        "due_on": one.due_on,
        "recurrence": one.recurrence,
        "share": one.share,
        "parts": [
            {
                "unit": part.unit.code,
                "name": part.unit.name,
                "role": part.role,
                "acknowledged_at": part.acknowledged_at,
            }
            for part in one.parts.all()
        ],
        "targets": [
            {
                "id": target.pk,
                "object": target.object,
                "comparator": target.comparator,
                "value": target.value,
                "unit": target.unit,
                "reached": target.reached,
            }
            for target in one.targets.all()
        ],
    }


def _seeing(request: HttpRequest) -> User:
    user = person_of(request)
    if not scope_of(user).rights & _SEEING:
        raise Denied("您的岗位没有查看任务的权限。")
    return user


def _acting(request: HttpRequest) -> User:
    user = person_of(request)
    if not scope_of(user).may(Right.ACT_FOR_UNIT):
        raise Denied(f"您的岗位没有“{Right.ACT_FOR_UNIT.label}”的权限。")
    return user


def _found(user: User, number: str) -> None:
    get_object_or_404(visible_to(user).only("pk"), number=number)


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NoSuchUnit(f"没有编码为“{code}”的单位，请核对单位编码。")
    return unit
