"""The ledger as sheets: every function gives rows one by one, so that any number can be written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from chuangcheng.ledger import rhythm
from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import Target, Task, TaskUnit, UnitRole
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.queries.tallies import ProjectTally, Tally, UnitTally
from chuangcheng.ledger.states import State
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec
from chuangcheng.platform.exchange.writing import Value

CHUNK = 2000
SEPARATOR = "；"
_SIGNS = {">=": "≥", "<=": "≤", "=": ""}
# Under these headers an exported list is understood again by the import.
TASK_COLUMNS = (
    ColumnSpec(header="编号", width=12),
    ColumnSpec(header="方案", width=20),
    ColumnSpec(header="工程(项目)", width=20),
    ColumnSpec(header="任务", width=36),
    ColumnSpec(header="任务原文", width=48),
    ColumnSpec(header="牵头单位", width=20),
    ColumnSpec(header="主责单位", width=20),
    ColumnSpec(header="配合单位", width=24),
    ColumnSpec(header="开始日期", width=12, kind=CellKind.DATE),
    ColumnSpec(header="完成时限", width=12, kind=CellKind.DATE),
    ColumnSpec(header="频次", width=12),
    ColumnSpec(header="量化指标", width=26),
    ColumnSpec(header="已完成数", width=12),
    ColumnSpec(header="完成比例", width=10, kind=CellKind.PERCENT),
    ColumnSpec(header="状态", width=10),
    ColumnSpec(header="进度", width=11),
    ColumnSpec(header="交办时间", width=16, kind=CellKind.MOMENT),
    ColumnSpec(header="办结日期", width=12, kind=CellKind.DATE),
)
_COUNTS = (
    ("交办数", "issued"),
    ("已完成", "done"),
    ("其中逾期完成", "done_late"),
    ("在办", "open"),
    ("已逾期", "late"),
    ("落后于计划", "behind"),
)


def tasks(found: QuerySet[Task], day: CityDay, *, title: str = "任务台账") -> SheetSpec:
    """Write a list of tasks as a sheet that the import takes back without a change."""
    return SheetSpec(
        title=title,
        columns=TASK_COLUMNS,
        rows=_task_rows(found, day),
        notes=(
            f"导出时间 {moment(timezone.now()):%Y-%m-%d %H:%M}；“进度”按导出当日计算。",
            "本表可以原样导回：台账中已有的任务不会重复登记，也不会改动。",
        ),
    )


def _task_rows(found: QuerySet[Task], day: CityDay) -> Iterator[tuple[Value, ...]]:
    """Fetch plain values, not objects: fifty thousand tasks with their parts are many objects."""
    rows = (
        lights.annotated(found, on=day.on, soon_days=day.soon_days)
        .annotate(
            leads=_units(UnitRole.LEAD),
            mains=_units(UnitRole.MAIN),
            supports=_units(UnitRole.SUPPORT),
            asked=_targets(),
        )
        .values_list(
            "number", "plan__name", "project__name", "title", "text",
            "leads", "mains", "supports", "starts_on", "deadline", "recurrence",
            "asked", "share", "state", "light", "dispatched_at", "finished_on",
            named=True,
        )
    )  # fmt: skip
    states = {state.value: str(state.label) for state in State}
    shown = {light.value: str(light.label) for light in Light}
    for row in rows.iterator(chunk_size=CHUNK):
        asked = [Target(**_numbers(one)) for one in row.asked]
        yield (
            row.number,
            row.plan__name,
            row.project__name,
            row.title,
            row.text,
            "、".join(row.leads),
            "、".join(row.mains),
            "、".join(row.supports),
            row.starts_on,
            row.deadline,
            rhythm.say(row.recurrence),
            SEPARATOR.join(map(target, asked)),
            reached(asked),
            row.share,
            states[row.state],
            shown[row.light],
            moment(row.dispatched_at),
            row.finished_on,
        )


def _units(role: UnitRole) -> ArraySubquery:
    parts = TaskUnit.objects.filter(task=OuterRef("pk"), role=role).order_by("id")
    return ArraySubquery(parts.values_list("unit__name"))


def _targets() -> ArraySubquery:
    # Numbers travel as text: through JSON they would lose digits.
    fields = JSONObject(
        object="object",
        comparator="comparator",
        value=Cast("value", CharField()),
        unit="unit",
        reached=Cast("reached", CharField()),
    )
    asked = Target.objects.filter(task=OuterRef("pk")).order_by("order", "id")
    return ArraySubquery(asked.values_list(fields))


def _numbers(one: Mapping[str, str | None]) -> dict[str, Any]:
    value, so_far = one["value"], one["reached"]
    return {
        **one,
        "value": Decimal(value or 0),
        "reached": None if so_far is None else Decimal(so_far),
    }


def target(one: Target) -> str:
    """Write a target as the import reads it: 绿地面积≥20公顷."""
    return f"{one.object}{_SIGNS[one.comparator]}{one.value.normalize():f}{one.unit}"


def reached(asked: Iterable[Target]) -> str:
    """List what has been reached, one figure a target; nothing where nothing was reported."""
    listed = list(asked)
    if all(one.reached is None for one in listed):
        return ""
    return SEPARATOR.join(
        f"{(one.reached or 0):.4f}".rstrip("0").rstrip(".") for one in listed
    )


def moment(at: datetime | None) -> datetime | None:
    """Give a moment as the city's clock shows it."""
    return timezone.localtime(at) if at else None


def by_project(rows: Iterable[ProjectTally]) -> SheetSpec:
    """Write 任务推进明细表."""
    columns = (
        ColumnSpec(header="方案", width=24),
        ColumnSpec(header="工程(项目)", width=28),
        ColumnSpec(header="专项工作组", width=20),
        *_count_columns(),
        ColumnSpec(header="平均进度(%)", width=12, kind=CellKind.DECIMAL),
    )
    return SheetSpec(
        title="任务推进明细表",
        columns=columns,
        rows=[(row.plan, row.name, row.force, *_counts(row), row.average) for row in rows],
    )


def by_unit(rows: Iterable[UnitTally]) -> SheetSpec:
    """Write 交办单 by unit."""
    columns = (
        ColumnSpec(header="单位", width=30),
        ColumnSpec(header="牵头或主责", width=12, kind=CellKind.INTEGER),
        *_count_columns(),
    )
    return SheetSpec(
        title="交办单（按单位）",
        columns=columns,
        rows=[(row.name, row.led, *_counts(row)) for row in rows],
    )


def by_force(rows: Iterable[Tally]) -> SheetSpec:
    """Write 交办单 by task force."""
    return SheetSpec(
        title="交办单（按专项工作组）",
        columns=(ColumnSpec(header="专项工作组", width=30), *_count_columns()),
        rows=[(row.name, *_counts(row)) for row in rows],
    )


def _count_columns() -> list[ColumnSpec]:
    counts = [
        ColumnSpec(header=header, width=12, kind=CellKind.INTEGER) for header, _ in _COUNTS
    ]
    return [*counts, ColumnSpec(header="完成率(%)", width=11, kind=CellKind.DECIMAL)]


def _counts(row: Tally) -> list[Value]:
    return [*(getattr(row, name) for _, name in _COUNTS), row.share]
