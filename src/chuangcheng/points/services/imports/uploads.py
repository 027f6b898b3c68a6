"""Keep an uploaded list between looking at it and taking it in, and take it in when confirmed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import User
from chuangcheng.platform import progress
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import UploadedPoints, UploadState
from chuangcheng.points.services import authority
from chuangcheng.points.services.imports import reading, taking
from chuangcheng.points.services.imports.plan import Plan, plan

KEPT_FOR = timedelta(days=7)
# Larger lists are taken in by a job, so that nobody waits for an answer.
WAITED_FOR = 2_000
# By name: the job itself stands above the services (`points.jobs`).
JOB, QUEUE = "points.import", "imports"
_PROBLEM_LENGTH = 500


class NothingWaiting(Refused):
    """There is no list to be confirmed."""


@transaction.atomic
def keep(raw: bytes, *, name: str, datum: Datum, by: User, at: datetime) -> UploadedPoints:
    """Keep a person's list, in place of an earlier one; forgotten ones of others go too.

    Raises:
        NotYours: the person may not manage points.
        NothingWaiting: the person's earlier list is being taken in just now.
        Refused: the file is no list of points.
    """
    authority.require_office(by)
    rows = reading.count(raw, name=name)
    UploadedPoints.objects.filter(uploaded_at__lt=at - KEPT_FOR).delete()
    if UploadedPoints.objects.filter(person=by, state=UploadState.RUNNING).exists():
        raise NothingWaiting("上一份点位表正在导入，导完后再上传。")
    upload, _ = UploadedPoints.objects.update_or_create(
        person=by,
        defaults={
            "name": name[:255],
            "content": raw,
            "rows": rows,
            "datum": datum.value,
            "choices": {},
            "state": UploadState.WAITING,
            "outcome": {},
            "problem": "",
            "uploaded_at": at,
        },
    )
    return upload


def of(by: User) -> UploadedPoints | None:
    """Return the list that a person is taking in."""
    return UploadedPoints.objects.filter(person=by).first()


def preview(upload: UploadedPoints) -> Plan:
    """Say what taking a kept list in would do.

    Raises:
        Refused: the file is no list of points.
    """
    return plan(
        bytes(upload.content),
        name=upload.name,
        datum=Datum(upload.datum),
        choices=upload.choices,
    )


@transaction.atomic
def choose(choices: Mapping[str, str], *, by: User) -> None:
    """Keep what a person decided of likely duplicates.

    Raises:
        NothingWaiting: the list is gone or already confirmed.
    """
    upload = _waiting(by)
    upload.choices = {**upload.choices, **choices}
    upload.save(update_fields=["choices"])


@transaction.atomic
def confirm(*, by: User, at: datetime) -> UploadedPoints:
    """Take the kept list in: at once, or by a job when it is long.

    Raises:
        NothingWaiting: the list is gone or already confirmed.
        Refused: something in it is wrong by now.
    """
    upload = _waiting(by)
    if upload.rows <= WAITED_FOR:
        return _finish(upload, at=at)
    upload.state = UploadState.RUNNING
    upload.save(update_fields=["state"])
    jobs.configure_task(JOB, queue=QUEUE).defer(person=by.pk, at=at.isoformat())
    return upload


def _waiting(by: User) -> UploadedPoints:
    authority.require_office(by)
    upload = UploadedPoints.objects.select_for_update().filter(person=by).first()
    if upload is None or upload.state != UploadState.WAITING:
        raise NothingWaiting("没有待导入的点位表，请重新上传。")
    return upload


def run(person: int, *, at: datetime) -> None:
    """Take a confirmed list in and tell the person; repeated, it does nothing.

    A list that can no longer be taken leaves the library as it was and says why on its page.
    """
    try:
        with transaction.atomic():
            upload = (
                UploadedPoints.objects.select_for_update(of=("self",))
                .select_related("person")
                .filter(person=person, state=UploadState.RUNNING)
                .first()
            )
            if upload is not None:
                _finish(upload, at=at)
    except Refused as refusal:
        refuse(person, str(refusal), at=at)


@transaction.atomic
def refuse(person: int, problem: str, *, at: datetime) -> None:
    """Close a list of which nothing was taken in."""
    upload = (
        UploadedPoints.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(person=person, state=UploadState.RUNNING)
        .first()
    )
    if upload is None:
        return
    upload.state, upload.problem = UploadState.REFUSED, problem[:_PROBLEM_LENGTH]
    upload.save(update_fields=["state", "problem"])
    _tell(upload, f"“{upload.name}”没有导入，点位没有改动：{upload.problem}", at)


def _finish(upload: UploadedPoints, *, at: datetime) -> UploadedPoints:
    is_job = upload.state == UploadState.RUNNING
    if is_job:
        with progress.reporting(upload.progress_key, total=2 * upload.rows) as reporter:
            outcome = _take(upload, at=at, tell=reporter.tell_of)
    else:
        outcome = _take(upload, at=at)
    upload.state = UploadState.DONE
    upload.content = b""
    upload.outcome = {
        "added": outcome.added,
        "changed": outcome.changed,
        "same": outcome.same,
        "skipped": outcome.skipped,
    }
    upload.save(update_fields=["state", "content", "outcome"])
    if is_job:
        said = f"“{upload.name}”已导入：新增 {outcome.added} 个点位，修改 {outcome.changed} 个。"
        _tell(upload, said, at)
    return upload


def _take(
    upload: UploadedPoints, *, at: datetime, tell: taking.Tell | None = None
) -> taking.Outcome:
    return taking.take(
        bytes(upload.content),
        name=upload.name,
        datum=Datum(upload.datum),
        choices=upload.choices,
        by=upload.person,
        at=at,
        tell=tell,
    )


def _tell(upload: UploadedPoints, text: str, at: datetime) -> None:
    notifications.notify(
        [upload.person],
        text=text,
        url=upload.get_absolute_url(),
        key=upload.progress_key,
        at=at,
    )


@transaction.atomic
def throw_away(by: User) -> None:
    """Forget a person's list, unless it is being taken in."""
    UploadedPoints.objects.filter(person=by).exclude(state=UploadState.RUNNING).delete()
