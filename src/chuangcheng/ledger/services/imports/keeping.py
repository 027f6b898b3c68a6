"""A person uploads a ledger, says what its columns and names mean, and confirms."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city import api as city
from chuangcheng.ledger.models import ColumnMemory, ImportState, LedgerImport, Plan
from chuangcheng.ledger.services import authority
from chuangcheng.ledger.services.imports import checking, rows
from chuangcheng.ledger.services.imports.columns import TITLE, columns, signature, usable
from chuangcheng.platform import audit, exchange, numbering
from chuangcheng.platform.refusal import Refused

# By name: the job itself stands above the services (`ledger.jobs`).
JOB = "ledger.import"
QUEUE = "imports"
_NAME_LENGTH = 200
_EDITABLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED})


class NotOpen(Refused):
    """The import has been confirmed or given up, so nothing can be set any more."""


class NotReady(Refused):
    """Problems or unexplained names stand in the way of taking the file in."""


class NoSuchName(Refused):
    """The name or unit chosen is not one that was asked about."""


@transaction.atomic
def upload(raw: bytes, *, name: str, plan: Plan, by: User, at: datetime) -> LedgerImport:
    """Keep a file that can be read, with a guess of what its columns mean.

    Raises:
        NotYours: the person may not exchange the ledger.
        FileRefused: the file is empty, broken, locked, too large, merged or no table.
    """
    authority.require(by, Right.EXCHANGE_LEDGER)
    opened = rows.open_file(raw, name=name)
    year = timezone.localdate(at).year
    number = f"{year}-{numbering.take(f'导入 {year}')[0]:04d}"
    job = LedgerImport(
        number=number,
        plan=plan,
        file_name=name[-_NAME_LENGTH:],
        sha256=hashlib.sha256(raw).hexdigest(),
        by=by,
        at=at,
        headers=opened.headers,
        mapping=_mapping(opened),
        total=opened.count,
    )
    job.file.save(get_valid_filename(name)[-80:], ContentFile(raw), save=False)
    try:
        job.save()
        audit.record(
            "ledger.import.uploaded",
            subject="台账导入",
            key=number,
            by=by,
            detail={"file": job.file_name, "rows": opened.count},
        )
    except BaseException:
        job.file.delete(save=False)
        raise
    return job


def _mapping(opened: rows.Opened) -> dict[str, int]:
    """Take what was said of this layout before, or guess from the headers."""
    known = ColumnMemory.objects.filter(signature=signature(opened.headers)).first()
    if known:
        return usable(known.mapping, width=len(opened.headers))
    return exchange.guess_mapping(opened.header.cells, columns())


@transaction.atomic
def map_columns(
    number: str, mapping: Mapping[str, int], *, by: User, at: datetime
) -> LedgerImport:
    """Say which column holds what, and remember it for the next file of this layout.

    Raises:
        NotOpen: the import is under way or over.
        MissingColumns: nothing is taken for the task itself.
    """
    job = _open(number)
    chosen = usable(mapping, width=len(job.headers))
    if TITLE not in chosen:
        raise exchange.MissingColumns("请指定哪一列是“任务”，没有这一列不能导入。")
    job.mapping, job.state = chosen, ImportState.CHECKED
    job.save(update_fields=["mapping", "state"])
    ColumnMemory.objects.update_or_create(
        signature=signature(job.headers), defaults={"mapping": chosen, "used_at": at}
    )
    audit.record("ledger.import.mapped", subject="台账导入", key=number, by=by)
    return job


@transaction.atomic
def name_units(
    number: str,
    chosen: Mapping[str, Sequence[int]],
    *,
    remember: bool,
    by: User,
    at: datetime,
) -> list[str]:
    """Say which units names mean; return why some of them could not be remembered.

    A name with no unit is left out of the tasks that use it.

    Raises:
        NotOpen: the import is under way or over.
        NoSuchName: a unit is not in the city's list.
    """
    job = _open(number)
    wanted = {pk for units in chosen.values() for pk in units}
    if city.Unit.objects.active().filter(pk__in=wanted).count() != len(wanted):
        raise NoSuchName("所选单位已不在名录中，请刷新页面后重选。")
    job.names = {**job.names, **{name: list(units) for name, units in chosen.items()}}
    job.save(update_fields=["names"])
    audit.record(
        "ledger.import.named",
        subject="台账导入",
        key=number,
        by=by,
        detail={"names": sorted(chosen)},
    )
    return _remembered(chosen, by=by, at=at) if remember else []


def _remembered(
    chosen: Mapping[str, Sequence[int]], *, by: User, at: datetime
) -> list[str]:
    refused = []
    for name, units in chosen.items():
        if len(units) != 1:
            continue
        try:
            city.remember_alias(name, units[0], by=by, at=at)
        except city.UnitRefused as refusal:
            refused.append(str(refusal))
    return refused


@transaction.atomic
def start(number: str, *, by: User, at: datetime) -> LedgerImport:
    """Confirm: from here a job takes the whole file in.

    Raises:
        NotOpen: somebody has confirmed it already, or it was given up.
        NotReady: something still stands in the way.
    """
    job = _open(number)
    if job.state != ImportState.CHECKED:
        raise NotReady("请先核对各列的对应关系，再确认导入。")
    found = checking.check(job)
    if not found.is_clean:
        raise NotReady(
            f"还有 {len(found.problems)} 处填写有误、{len(found.unknown)} 个单位名称没有对应，"
            "处理完才能导入。"
        )
    job.state = ImportState.RUNNING
    job.save(update_fields=["state"])
    audit.record("ledger.import.confirmed", subject="台账导入", key=number, by=by)
    jobs.configure_task(JOB, queue=QUEUE).defer(number=number, at=at.isoformat())
    return job


@transaction.atomic
def drop(number: str, *, by: User, at: datetime) -> None:
    """Give an import up before it is confirmed.

    Raises:
        NotOpen: it is under way or over.
    """
    job = _open(number)
    job.state, job.finished_at = ImportState.DROPPED, at
    job.save(update_fields=["state", "finished_at"])
    audit.record("ledger.import.dropped", subject="台账导入", key=number, by=by)


def _open(number: str) -> LedgerImport:
    job = LedgerImport.objects.select_for_update().get(number=number)
    if job.state not in _EDITABLE:
        raise NotOpen(f"这份台账{job.get_state_display()}，不能再改。")
    return job
