"""Ledgers as clerks send them."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import openpyxl

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import LedgerImport, Plan
from chuangcheng.ledger.services.imports import keeping, taking
from tests import make

Row = Sequence[object]
HEADERS = ("任务名称", "责任单位", "配合部门", "完成时间", "量化指标", "已完成数", "状态")


def workbook(
    rows: Sequence[Row], *, headers: Sequence[str] = HEADERS, merge: str = ""
) -> bytes:
    """Write a sheet with a title above its headers, as most have."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["创城任务台账"])
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def uploaded(
    raw: bytes, *, plan: Plan, by: User, at: datetime = make.NOON, name: str = "台账.xlsx"
) -> LedgerImport:
    """A file uploaded, its columns taken as guessed."""
    job = keeping.upload(raw, name=name, plan=plan, by=by, at=at)
    return keeping.map_columns(job.number, job.mapping, by=by, at=at)


def taken(raw: bytes, *, plan: Plan, by: User, name: str = "台账.xlsx") -> LedgerImport:
    """A file brought all the way in, or not."""
    job = uploaded(raw, plan=plan, by=by, name=name)
    keeping.start(job.number, by=by, at=make.NOON)
    taking.take(job.number, at=make.NOON)
    job.refresh_from_db()
    return job
