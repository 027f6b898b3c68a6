"""QR labels of many points: drawn at once when few, by a job when many, and kept for the person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import User
from chuangcheng.platform import audit, progress
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.documents import labels as documents
from chuangcheng.points.models import LabelSheet, Point, SheetState

# More than this are drawn by a job.
WAITED_FOR = 200
MOST = 10_000
JOB, QUEUE = "points.labels", "imports"


class SheetRefused(Refused):
    """The labels cannot be drawn."""


def draw(
    codes: Sequence[str],
    *,
    layout: str,
    base: str,
    tell: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Draw the labels of points, in the order of their codes.

    Raises:
        NoFont: no Chinese font is installed.
    """
    points = Point.objects.filter(code__in=codes).select_related("type").order_by("code")
    listed = [
        documents.Label(
            name=point.name,
            code=point.code,
            type=point.type.name,
            url=f"{base.rstrip('/')}{point.get_absolute_url()}",
        )
        for point in points
    ]
    return documents.write(
        listed, city=settings.CITY_NAME, layout=documents.LAYOUTS[layout], tell=tell
    )


def check(codes: Sequence[str]) -> None:
    """See whether labels of these points can be drawn.

    Raises:
        SheetRefused: there are none, or too many.
        NoFont: no Chinese font is installed.
    """
    if not codes:
        raise SheetRefused("请先勾选点位，或放宽筛选条件。")
    if len(codes) > MOST:
        raise SheetRefused(f"一次最多打印 {MOST} 个，请先缩小筛选范围。")
    if not documents.fonts():
        documents.write([], city="", layout=documents.LAYOUTS["small"])


@transaction.atomic
def order(
    codes: Sequence[str], *, layout: str, base: str, by: User, at: datetime
) -> LabelSheet:
    """Let a job draw the labels; the person's earlier sheet gives way.

    Raises:
        SheetRefused: there are none or too many, or the earlier sheet is being drawn.
    """
    check(codes)
    # Locked by the person: of an order sent twice at once the second is told.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    old = LabelSheet.objects.select_for_update().filter(person=by).first()
    if old and old.state == SheetState.RUNNING:
        raise SheetRefused("上一份二维码正在生成，生成后再提交。")
    if old:
        _forget(old)
    sheet = LabelSheet.objects.create(
        person=by, codes=list(codes), layout=layout, base=base, at=at
    )
    record(len(codes), by=by)
    jobs.configure_task(JOB, queue=QUEUE).defer(person=by.pk, at=at.isoformat())
    return sheet


def _forget(sheet: LabelSheet) -> None:
    file: Any = sheet.file
    sheet.delete()
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name))


def record(count: int, *, by: User) -> None:
    """Write down that labels were printed."""
    audit.record(
        "points.labels.printed",
        subject="点位",
        key="二维码",
        by=by,
        detail={"count": count},
    )


def of(by: User) -> LabelSheet | None:
    """Return the sheet that a person ordered last."""
    return LabelSheet.objects.filter(person=by).first()


def run(person: int, *, at: datetime) -> None:
    """Draw an ordered sheet and tell the person; repeated, it does nothing."""
    sheet = (
        LabelSheet.objects.select_related("person")
        .filter(person=person, state=SheetState.RUNNING)
        .first()
    )
    if sheet is None:
        return
    try:
        with progress.reporting(sheet.progress_key, total=len(sheet.codes)) as reporter:
            content = draw(
                sheet.codes, layout=sheet.layout, base=sheet.base, tell=reporter.tell
            )
    except Refused as refusal:
        give_up(person, str(refusal))
        return
    sheet.file.save(f"{sheet.pk}.pdf", ContentFile(content), save=False)
    sheet.state = SheetState.DONE
    sheet.save(update_fields=["file", "state"])
    notifications.notify(
        [sheet.person],
        text=f"{len(sheet.codes)} 个点位的二维码已生成，可以下载打印。",
        url=sheet.get_absolute_url(),
        key=sheet.progress_key,
        at=at,
    )


def give_up(person: int, problem: str) -> None:
    """Say on the sheet's page why it was not drawn."""
    LabelSheet.objects.filter(person=person, state=SheetState.RUNNING).update(
        state=SheetState.REFUSED, problem=problem[:300]
    )
