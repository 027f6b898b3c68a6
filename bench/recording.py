"""What the record costs: tasks created with their history, and rows sealed into the chain."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from bench import filling
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Plan, Target, Task, TaskUnit, UnitRole
from chuangcheng.ledger.services import creation
from chuangcheng.platform.audit import acting, sealing, sources

TASKS = 10_000
_LOT = 1000
T = TypeVar("T")

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return the time to create tasks on the record, and the rate at which rows are sealed."""
    filling.sample_city()
    with acting("bench"):
        return _run()


def _run() -> list[Row]:
    new = _new_tasks()
    bare, _ = _timed(lambda: _create_bare(new))
    sealing.seal(thorough=True)
    officer, at = filling.holder(Role.OFFICE), timezone.now()
    kept, _ = _timed(
        lambda: [
            creation.create(new[first : first + _LOT], by=officer, at=at)
            for first in range(0, len(new), _LOT)
        ]
    )
    waiting = sealing.count_waiting()
    reading, _ = _timed(_read_histories)
    sealed_in, sealed = _timed(sealing.seal)
    if sealed != waiting:
        raise RuntimeError(f"{waiting} rows waited, {sealed} were sealed")
    return [
        {
            "name": f"create {TASKS} tasks with history and audit",
            "value": kept,
            "unit": "s",
            "reference": "bulk_create of the same rows without triggers",
            "ratio": kept / bare,
        },
        {
            "name": f"seal {sealed} rows",
            "value": sealed / sealed_in,
            "unit": "rows/s",
            "reference": "time to read every row of the histories once",
            "ratio": sealed_in / reading,
        },
    ]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def _new_tasks() -> list[creation.NewTask]:
    today = timezone.localdate()
    plan = Plan.objects.create(name="留痕测算方案", starts_on=today, ends_on=today)
    units = list(Unit.objects.active().order_by("pk"))
    pattern = creation.NewTask(
        plan=plan,
        title="整治背街小巷",
        text="整治背街小巷，由牵头单位每季度向指挥部报告进展。",
        starts_on=today,
        deadline=today,
        parts=(),
        figures=(creation.Figure(value=Decimal(100), object="数量", unit="条"),),
    )
    return [
        replace(
            pattern,
            title=f"整治背街小巷 {number} 条",
            parts=(
                creation.Part(unit=units[number % len(units)], role=UnitRole.LEAD),
                creation.Part(unit=units[(number + 1) % len(units)], role=UnitRole.MAIN),
            ),
        )
        for number in range(TASKS)
    ]


def _create_bare(new: Sequence[creation.NewTask]) -> None:
    """Write the rows that `create` would write and nothing else."""
    with filling.untracked(Task, TaskUnit, Target):
        for first in range(0, len(new), _LOT):
            lot = new[first : first + _LOT]
            tasks = Task.objects.bulk_create(
                Task(
                    number=f"B{first + place}",
                    plan=item.plan,
                    title=item.title,
                    text=item.text,
                    starts_on=item.starts_on,
                    deadline=item.deadline,
                    due_on=item.deadline,
                )
                for place, item in enumerate(lot)
            )
            pairs = list(zip(tasks, lot, strict=True))
            TaskUnit.objects.bulk_create(
                TaskUnit(task=task, unit=part.unit, role=part.role)
                for task, item in pairs
                for part in item.parts
            )
            Target.objects.bulk_create(
                Target(task=task, object=one.object, value=one.value, unit=one.unit)
                for task, item in pairs
                for one in item.figures
            )


def _read_histories() -> int:
    many = 0
    with connection.cursor() as cursor:
        for source in sources.every().values():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(source.table)}")  # noqa: S608
            many += len(cursor.fetchall())
    return many
