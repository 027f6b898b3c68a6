"""An upload of boundaries from its arrival to its end: kept, looked at, settled, taken over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import User
from chuangcheng.city.boundaries.mending import Repair
from chuangcheng.city.models import UploadedShapes
from chuangcheng.city.services.shapes import planning, taking
from chuangcheng.city.services.shapes.planning import DatumUnknown, Plan
from chuangcheng.city.services.shapes.reports import Report, State, of_plan
from chuangcheng.platform import audit, progress
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused

# By name: the jobs themselves stand above the services (`city.jobs`).
LOOK, TAKE = "city.look_at_shapes", "city.take_shapes"
QUEUE = "imports"
KEPT_FOR = timedelta(days=7)


class NotReady(Refused):
    """The upload is not at the point where this can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a person says that the file is to be read."""

    datum: Datum | None = None
    is_swapped: bool = False


@transaction.atomic
def keep(raw: bytes, *, name: str, how: Reading, by: User, at: datetime) -> None:
    """Keep a person's file, in place of an earlier one, and have it looked at."""
    # Of a file sent twice at once the second takes the place of the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    for old in UploadedShapes.objects.filter(uploaded_at__lt=at - KEPT_FOR):
        _delete(old)
    discard(by)
    stored = default_storage.save(f"shapes/{uuid4().hex}", ContentFile(raw))
    upload = UploadedShapes.objects.create(
        person=by, name=name[:255], file=stored, choices={}, uploaded_at=at
    )
    audit.record("city.shapes.uploaded", subject="边界", key=name[:255], by=by)
    _look_again(upload, how)


@transaction.atomic
def settle(by: User, how: Reading) -> None:
    """Say how the file is to be read, and have it looked at again.

    Raises:
        NotReady: there is no upload, or it is being taken over.
    """
    upload = _mine(by, {State.ASKING, State.FAULTY, State.READY, State.REFUSED})
    _look_again(upload, how)


def _look_again(upload: UploadedShapes, how: Reading) -> None:
    upload.choices = {"datum": how.datum, "is_swapped": how.is_swapped}
    _say(upload, Report(state=State.LOOKING))
    jobs.configure_task(LOOK, queue=QUEUE).defer(upload=upload.pk)


@transaction.atomic
def confirm(by: User, repairs: Collection[Repair], *, at: datetime) -> None:
    """Have the upload taken over, mended as chosen.

    Raises:
        NotReady: there is none, or something is still wrong with it.
    """
    upload = _mine(by, {State.READY})
    upload.choices["repairs"] = sorted(repairs)
    report = report_of(upload)
    _say(upload, report.model_copy(update={"state": State.TAKING}))
    # One at a time: the next is planned against the boundaries that the one before left.
    jobs.configure_task(TAKE, queue=QUEUE, lock=TAKE).defer(
        upload=upload.pk, at=at.isoformat()
    )


@transaction.atomic
def discard(by: User) -> None:
    """Forget a person's upload and its file."""
    for upload in UploadedShapes.objects.filter(person=by):
        _delete(upload)


def _delete(upload: UploadedShapes) -> None:
    stored = upload.file
    upload.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))


def kept(by: User) -> UploadedShapes | None:
    """Return what a person uploaded last."""
    return UploadedShapes.objects.filter(person=by).first()


def report_of(upload: UploadedShapes) -> Report:
    """Return how far an upload is and what was found in it."""
    if upload.findings is None:
        return Report(state=State.LOOKING)
    return Report.model_validate(upload.findings)


def progress_key(upload: UploadedShapes) -> str:
    return f"shapes:{upload.pk}"


def _mine(by: User, states: Collection[State]) -> UploadedShapes:
    upload = UploadedShapes.objects.select_for_update().filter(person=by).first()
    if upload is None:
        raise NotReady("没有待处理的边界文件，请重新选择文件上传。")
    if report_of(upload).state not in states:
        raise NotReady("文件正在处理或已经办完，请刷新页面看结果。")
    return upload


def _say(upload: UploadedShapes, report: Report) -> None:
    upload.findings = report.model_dump(mode="json")
    upload.save(update_fields=["choices", "findings"])


def _planned(upload: UploadedShapes) -> Plan:
    with default_storage.open(upload.file) as stream:
        raw = stream.read()
    datum = upload.choices.get("datum")
    return planning.plan(
        raw,
        name=upload.name,
        datum=Datum(datum) if datum else None,
        is_swapped=bool(upload.choices.get("is_swapped")),
    )


def look(pk: int) -> None:
    """Read and check an upload, and write down what was found; repeated, it finds the same."""
    upload = UploadedShapes.objects.filter(pk=pk).first()
    if upload is None or report_of(upload).state is not State.LOOKING:
        return
    with progress.reporting(progress_key(upload), total=2) as told:
        try:
            planned = _planned(upload)
            told.tell(1)
            report = of_plan(planned, planning.stages(planned, taking.ALL_REPAIRS))
        except DatumUnknown as unknown:
            report = Report(state=State.ASKING, refusal=str(unknown))
        except Refused as refusal:
            report = Report(state=State.REFUSED, refusal=str(refusal))
        told.tell(2)
    _finish(pk, report, expected=State.LOOKING)


def take(pk: int, *, at: datetime) -> None:
    """Take an upload over and tell who sent it; repeated, it does nothing."""
    upload = UploadedShapes.objects.select_related("person").filter(pk=pk).first()
    if upload is None or report_of(upload).state is not State.TAKING:
        return
    repairs = [Repair(each) for each in upload.choices.get("repairs", [])]
    with progress.reporting(progress_key(upload), total=2) as told:
        try:
            planned = _planned(upload)
            told.tell(1)
            # The end of the upload stands or falls with the shapes: a job cut short begins anew.
            with transaction.atomic():
                taken = taking.take(planned, repairs, by=upload.person, at=at)
                report = Report(state=State.TAKEN, taken=taken.areas, changed=taken.changed)
                _finish(pk, report, expected=State.TAKING)
        except Refused as refusal:
            report = Report(state=State.REFUSED, refusal=str(refusal))
            _finish(pk, report, expected=State.TAKING)
        told.tell(2)
    _notify(upload, report, at=at)


def give_up(pk: int) -> None:
    """Say that the program failed, so that nobody waits for what will not come."""
    refusal = (
        "处理这份文件时程序出错，没有导入。请稍后重新上传；仍不行的，请系统管理员查看日志。"
    )
    report = Report(state=State.REFUSED, refusal=refusal)
    for state in (State.LOOKING, State.TAKING):
        _finish(pk, report, expected=state)


@transaction.atomic
def _finish(pk: int, report: Report, *, expected: State) -> None:
    """Write the outcome down, unless the person has gone on meanwhile."""
    upload = UploadedShapes.objects.select_for_update().filter(pk=pk).first()
    if upload is not None and report_of(upload).state is expected:
        _say(upload, report)


def _notify(upload: UploadedShapes, report: Report, *, at: datetime) -> None:
    text = f"{upload.name}{_said(report)}"
    notifications.notify(
        [upload.person],
        text=text,
        url=reverse("city:shapes"),
        key=f"shapes:{upload.pk}:{at.isoformat()}",
        at=at,
    )


def _said(report: Report) -> str:
    if report.state is not State.TAKEN:
        return f"没有导入：{report.refusal}"
    if not report.changed:
        return f"与现有边界相同，{report.taken} 个区划都没有改动。"
    return f"已导入，共 {report.changed} 个区划的边界有改动。"
