"""Importing an Excel ledger of 10,000 rows: from the upload to the last task in the database.

The reference is the bare reading of the same workbook by calamine in the same run.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any, TypeVar

import django
import python_calamine as calamine

from chuangcheng.platform import database
from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook
from chuangcheng.platform.exchange.writing import Value

ROWS = 10_000
UNITS = 120
HEADERS = (
    "任务", "工程(项目)", "牵头单位", "配合单位", "完成时限", "频次", "量化指标", "已完成数", "状态",
)  # fmt: skip
DEADLINES: tuple[Value, ...] = ("9月底前", "年底前", "2026年11月30日", date(2026, 10, 31))
DATABASE = "chuangcheng_bench_importing"
T = TypeVar("T")


def run() -> list[dict[str, Any]]:
    """Import the rows once into an empty database of its own, and once more for nothing."""
    raw = _workbook()
    _, reference = _timed(lambda: _read(raw))
    with _own_database():
        (added, _), first = _timed(lambda: _import(raw))
        (_, known), again = _timed(lambda: _import(raw))
    assert (added, known) == (ROWS, ROWS), (added, known)
    return [
        _row("import 10,000 Excel rows", first, reference),
        _row("import the same 10,000 rows again", again, reference),
    ]


def _row(name: str, seconds: float, reference: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "reference": "bare reading of the workbook by calamine",
        "ratio": round(seconds / reference, 1),
    }


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _workbook() -> bytes:
    """Write a ledger as varied as real ones: written and real days, rhythms, figures, states."""
    chance = random.Random(2026)  # noqa: S311 - the same rows in every run.
    rows: list[tuple[Value, ...]] = [
        (
            f"完成第{number}号点位整治提升",
            f"提升工程{number % 20}",
            _unit(number),
            f"{_unit(number + 3)}、{_unit(number + 7)}",
            chance.choice(DEADLINES),
            "每月11日" if number % 20 == 0 else "",
            f"整治点位≥{number % 50 + 1}个；群众满意率≥90%",
            f"{number % 10}；80%",
            chance.choice(["未交办", "办理中", "已完成"]),
        )
        for number in range(ROWS)
    ]
    columns = [ColumnSpec(header=header) for header in HEADERS]
    return write_workbook([SheetSpec(title="任务台账", columns=columns, rows=rows)])


def _unit(number: int) -> str:
    return f"云溪区第{number % UNITS}管理局"


def _read(raw: bytes) -> int:
    with calamine.load_workbook(BytesIO(raw)) as workbook:
        return len(workbook.get_sheet_by_index(0).to_python())


@contextmanager
def _own_database() -> Iterator[None]:
    """Make an empty database beside the city's, with a plan, an officer and units; drop it after."""
    database.ensure_running()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.web.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415 - Django must be set up first.

    name = connection.settings_dict["NAME"]
    # Not the usual name: a developer's test database must survive a benchmark.
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _settle()
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _settle() -> None:
    from chuangcheng.accounts.models import User  # noqa: PLC0415
    from chuangcheng.accounts.roles import Role  # noqa: PLC0415
    from chuangcheng.city.models import Post, Seat, Unit  # noqa: PLC0415
    from chuangcheng.ledger.models import Plan  # noqa: PLC0415

    units = Unit.objects.bulk_create(
        Unit(code=f"B{number:03d}", name=_unit(number), path=f"B{number:03d}/")
        for number in range(UNITS)
    )
    post = Post.objects.create(unit=units[0], title="主任", role=Role.OFFICE)
    officer = User.objects.create(username="bench", name="测速", phone="13900000000")
    Seat.objects.create(person=officer, post=post, starts_on=date(2020, 1, 1))
    Plan.objects.create(
        name="测速方案", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )


def _import(raw: bytes) -> tuple[int, int]:
    """Do what the pages and the worker do, one after the other."""
    from django.utils import timezone  # noqa: PLC0415

    from chuangcheng.accounts.models import User  # noqa: PLC0415
    from chuangcheng.ledger.models import Plan  # noqa: PLC0415
    from chuangcheng.ledger.services.imports import keeping, taking  # noqa: PLC0415

    at, officer, plan = timezone.now(), User.objects.get(), Plan.objects.get()
    job = keeping.upload(raw, name="台账.xlsx", plan=plan, by=officer, at=at)
    keeping.map_columns(job.number, job.mapping, by=officer, at=at)
    keeping.start(job.number, by=officer, at=at)
    taking.take(job.number, at=at)
    job.refresh_from_db()
    job.file.delete(save=False)
    return job.added, job.known
