"""Reports: figures, files and turns."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Occurrence, OccurrenceState, ProgressFile, Task
from chuangcheng.ledger.services import progress
from chuangcheng.ledger.services.authority import NotYours
from chuangcheng.ledger.services.creation import WrongState
from chuangcheng.ledger.services.progress import Report
from chuangcheng.ledger.states import State
from chuangcheng.platform.intake.refusals import FileRefused
from tests import make

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.UPLOAD_LIMIT = 100_000  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def bureau() -> Unit:
    return make.unit()


@pytest.fixture
def person(bureau: Unit) -> User:
    return make.liaison(bureau)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_report_brings_the_tasks_share_up_to_date(bureau: Unit, person: User) -> None:
    task = make.task(lead=bureau, targets=(("20", ""), ("10", "9")))
    first = task.targets.order_by("order")[0]
    progress.report(
        task.number,
        Report(note="已建五处。", figures={first.pk: Decimal(5)}),
        unit=bureau,
        by=person,
        at=make.NOON,
    )
    task.refresh_from_db()
    assert (task.share, task.state) == (Decimal("0.25"), State.IN_PROGRESS)


def test_a_lower_figure_needs_a_reason_and_the_reason_is_kept(
    bureau: Unit, person: User
) -> None:
    task = make.task(lead=bureau, targets=(("20", "10"),))
    target = task.targets.get()
    lower = {target.pk: Decimal(8)}
    with pytest.raises(progress.FigureRefused, match="上次已反馈累计 10公顷"):
        progress.report(
            task.number,
            Report(note="复核。", figures=lower),
            unit=bureau,
            by=person,
            at=make.NOON,
        )
    assert not task.reports.exists()
    kept = progress.report(
        task.number,
        Report(note="复核。", figures=lower, correction="两处重复统计"),
        unit=bureau,
        by=person,
        at=make.NOON,
    )
    target.refresh_from_db()
    assert target.reached == 8
    assert "两处重复统计" in kept.note


@pytest.mark.parametrize("value", ["-1", "-0.5"])
def test_a_negative_figure_is_refused(value: str, bureau: Unit, person: User) -> None:
    task = make.task(lead=bureau, targets=(("20", ""),))
    figures = {task.targets.get().pk: Decimal(value)}
    with pytest.raises(progress.FigureRefused, match="负数"):
        progress.report(
            task.number,
            Report(note="。", figures=figures),
            unit=bureau,
            by=person,
            at=make.NOON,
        )


def test_a_figure_of_another_task_is_refused(bureau: Unit, person: User) -> None:
    task, other = make.task(lead=bureau), make.task(targets=(("5", ""),))
    figures = {other.targets.get().pk: Decimal(5)}
    with pytest.raises(progress.FigureRefused, match="没有所填的"):
        progress.report(
            task.number,
            Report(note="。", figures=figures),
            unit=bureau,
            by=person,
            at=make.NOON,
        )
    assert other.targets.get().reached is None


def test_files_are_kept_with_their_digest(bureau: Unit, person: User, folder: Path) -> None:
    task = make.task(lead=bureau)
    progress.report(
        task.number,
        Report(note="见图。", files=[SimpleUploadedFile("整改后.png", PNG)]),
        unit=bureau,
        by=person,
        at=make.NOON,
    )
    kept = ProgressFile.objects.get()
    assert kept.name == "整改后.png"
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()
    assert [path.read_bytes() for path in files_in(folder)] == [PNG]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("空.txt", b"", id="empty"),
        pytest.param("大.png", PNG + bytes(200_000), id="too large"),
        pytest.param("程序.exe", b"MZ\x00\x00" + bytes(500), id="a program"),
        pytest.param(
            "图.png", b"\x7fELF\x00\x01" + bytes(500), id="a program named as a picture"
        ),
        pytest.param("坏.docx", b"PK\x03\x04" + bytes(40), id="broken"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(
    name: str, content: bytes, bureau: Unit, person: User, folder: Path
) -> None:
    task = make.task(lead=bureau, targets=(("20", ""),))
    files = [SimpleUploadedFile("好.png", PNG), SimpleUploadedFile(name, content)]
    figures = {task.targets.get().pk: Decimal(5)}
    with pytest.raises(FileRefused):
        progress.report(
            task.number,
            Report(note="。", files=files, figures=figures),
            unit=bureau,
            by=person,
            at=make.NOON,
        )
    assert not task.reports.exists()
    assert task.targets.get().reached is None
    assert files_in(folder) == []


def test_more_files_than_prove_anything_are_refused(bureau: Unit, person: User) -> None:
    task = make.task(lead=bureau)
    files = [SimpleUploadedFile(f"{n}.png", PNG) for n in range(progress.MOST_FILES + 1)]
    with pytest.raises(progress.FileNotTaken, match="最多附 9 个"):
        progress.report(
            task.number,
            Report(note="。", files=files),
            unit=bureau,
            by=person,
            at=make.NOON,
        )


def test_a_turn_is_ticked_off_once_and_the_task_is_no_longer_late(
    bureau: Unit, person: User
) -> None:
    task = make.task(
        lead=bureau, recurrence="FREQ=MONTHLY;BYMONTHDAY=11", due_on=date(2026, 2, 11)
    )
    for month in (2, 3):
        day = date(2026, month, 11)
        Occurrence.objects.create(task=task, planned_on=day, due_on=day)
    new = Report(note="二月已排查。", figures={}, turn=date(2026, 2, 11))
    progress.report(task.number, new, unit=bureau, by=person, at=make.NOON)

    task.refresh_from_db()
    assert task.due_on == date(2026, 3, 11)
    done = task.occurrences.get(planned_on=date(2026, 2, 11))
    assert (done.state, done.done_at) == (OccurrenceState.DONE, make.NOON)
    with pytest.raises(progress.NoSuchTurn, match="已经反馈过"):
        progress.report(task.number, new, unit=bureau, by=person, at=make.NOON)


@pytest.mark.parametrize("state", [State.AWAITING_ACCEPTANCE, State.DONE, State.CANCELLED])
def test_a_task_that_left_the_units_takes_no_report(
    state: State, bureau: Unit, person: User
) -> None:
    task = make.task(lead=bureau, state=state)
    with pytest.raises(WrongState, match="不能反馈进展"):
        progress.report(
            task.number, Report(note="。"), unit=bureau, by=person, at=make.NOON
        )


def test_nobody_reports_for_another_unit(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    with pytest.raises(NotYours), transaction.atomic():
        progress.report(
            task.number,
            Report(note="。"),
            unit=bureau,
            by=make.liaison(make.unit()),
            at=make.NOON + timedelta(days=1),
        )
    assert not Task.objects.get(pk=task.pk).reports.exists()
