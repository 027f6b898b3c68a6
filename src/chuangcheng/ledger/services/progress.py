"""A unit reports how far it has come, with figures and the files that prove them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import get_valid_filename

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Unit
from chuangcheng.ledger import figures as shares
from chuangcheng.ledger.models import (
    Occurrence,
    OccurrenceState,
    Progress,
    ProgressFigure,
    ProgressFile,
    Target,
    Task,
)
from chuangcheng.ledger.services import authority, moves, occurrences
from chuangcheng.ledger.states import Action
from chuangcheng.platform.intake.kinds import Kind, kind_of
from chuangcheng.platform.intake.limits import Limits, check_size
from chuangcheng.platform.intake.refusals import Unsupported
from chuangcheng.platform.refusal import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# Proof, not an album: more than this is material for its own sake.
MOST_FILES = 9
ACCEPTED = frozenset(
    {
        Kind.TEXT,
        Kind.PDF,
        Kind.DOCX,
        Kind.XLSX,
        Kind.PPTX,
        Kind.DOC,
        Kind.XLS,
        Kind.PPT,
        Kind.OFD,
        Kind.IMAGE,
    }
)
ENDINGS = ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.ofd,.txt,.jpg,.jpeg,.png,.gif,.bmp"
_NAME_LENGTH = 200


class FigureRefused(Refused):
    """A figure cannot be what was reported."""


class FileNotTaken(Refused):
    """The files cannot be kept with the report."""


class NoSuchTurn(Refused):
    """The duty has no such open turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a unit reports; `figures` are totals so far by the target's id.

    `turn` is the planned day of the turn that is hereby done; `correction` says why a figure is
    lower than it was.
    """

    note: str
    figures: Mapping[int, Decimal] = field(default_factory=dict)
    files: "Sequence[UploadedFile[Any]]" = ()
    turn: date | None = None
    correction: str = ""


@transaction.atomic
def report(number: str, new: Report, *, unit: Unit, by: User, at: datetime) -> Progress:
    """Take a unit's report; the task's share and the turn reported are brought up to date.

    Raises:
        NotYours: the person may not act for the unit.
        WrongState: the task is not with the units.
        FigureRefused: a figure is negative, not asked for, or lower than before without a reason.
        NoSuchTurn: the turn is not there or was done before.
        FileNotTaken: there are too many files.
        FileRefused: a file is empty, too large or of a kind that is not taken.
    """
    task = moves.locked(number)
    authority.part_of(task, unit, by)
    moves.check(task, Action.REPORT)
    files = _checked(new.files)
    progress = Progress.objects.create(
        task=task,
        unit=unit,
        occurrence=_tick_off(task, new.turn, at),
        by=by,
        at=at,
        note=_note(new),
    )
    _write_figures(task, progress, new)
    moves.move(task, Action.REPORT, by=by, at=at, unit=unit, note=_note(new))
    occurrences.refresh_due([task.pk])
    _keep(progress, files)
    return progress


def _note(new: Report) -> str:
    correction = new.correction.strip()
    return f"{new.note}（数据更正：{correction}）" if correction else new.note


def _write_figures(task: Task, progress: Progress, new: Report) -> None:
    targets = {target.pk: target for target in task.targets.order_by("order", "id")}
    if unknown := set(new.figures) - set(targets):
        raise FigureRefused(
            f"任务 {task.number} 没有所填的 {len(unknown)} 项指标，请刷新页面后重填。"
        )
    for pk, value in new.figures.items():
        _check_figure(targets[pk], value, correction=new.correction)
        targets[pk].reached = value
        targets[pk].save(update_fields=["reached"])
    ProgressFigure.objects.bulk_create(
        [
            ProgressFigure(progress=progress, target=targets[pk], value=value)
            for pk, value in new.figures.items()
        ]
    )
    task.share = share_of(targets.values())
    task.save(update_fields=["share"])


def share_of(targets: Iterable[Target]) -> Decimal | None:
    """Tell how far a task with these targets has come."""
    return shares.least(
        shares.share(comparator=one.comparator, value=one.value, reached=one.reached)
        for one in targets
    )


def _check_figure(target: Target, value: Decimal, *, correction: str) -> None:
    if value < 0:
        raise FigureRefused(f"“{target}”的累计完成数不能是负数。")
    before = target.reached
    if before is None or value >= before or not shares.grows(target.comparator):
        return
    if not correction.strip():
        was, now = f"{before.normalize():f}", f"{value.normalize():f}"
        raise FigureRefused(
            f"“{target}”上次已反馈累计 {was}{target.unit}，这次填了 {now}{target.unit}。"
            "请填累计数；确需改小的，请写明更正原因。"
        )


def _tick_off(task: Task, turn: date | None, at: datetime) -> Occurrence | None:
    if turn is None:
        return None
    found = task.occurrences.filter(planned_on=turn).first()
    if found is None or found.state == OccurrenceState.DONE:
        state = "已经反馈过" if found else "不在本任务的期次里"
        raise NoSuchTurn(f"{turn.month}月{turn.day}日这一期{state}，请刷新页面后重选。")
    found.state, found.done_at = OccurrenceState.DONE, at
    found.save(update_fields=["state", "done_at"])
    return found


@dataclass(frozen=True, slots=True)
class _Proof:
    name: str
    content: bytes


def _checked(files: "Sequence[UploadedFile[Any]]") -> list[_Proof]:
    if len(files) > MOST_FILES:
        raise FileNotTaken(
            f"一次反馈最多附 {MOST_FILES} 个文件，这次有 {len(files)} 个。请只留最能说明问题的。"
        )
    return [_proof(file) for file in files]


def _proof(file: "UploadedFile[Any]") -> _Proof:
    name = file.name or ""
    limits = Limits(size=settings.UPLOAD_LIMIT)
    check_size(file.size or 0, name=name, limits=limits)
    content = file.read()
    if kind_of(content, name=name, limits=limits) not in ACCEPTED:
        raise Unsupported(
            f"文件“{name}”的格式不能作为佐证。可以上传图片、PDF、OFD、Word、Excel、PPT 或文本。"
        )
    return _Proof(name, content)


def _keep(progress: Progress, proofs: Sequence[_Proof]) -> None:
    kept: list[ProgressFile] = []
    try:
        for proof in proofs:
            row = ProgressFile(
                progress=progress,
                name=proof.name[-_NAME_LENGTH:],
                size=len(proof.content),
                sha256=hashlib.sha256(proof.content).hexdigest(),
            )
            row.file.save(
                get_valid_filename(proof.name)[-80:], ContentFile(proof.content), save=False
            )
            kept.append(row)
            row.save()
    except BaseException:
        # The rows go with the transaction; the files on disk are nobody's and must go too.
        for row in kept:
            row.file.delete(save=False)
        raise
