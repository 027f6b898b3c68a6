"""An Excel ledger is taken in whole or not at all, and never twice."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from threading import Barrier, Thread

import openpyxl
import pytest
from django.db import connection, connections

from chuangcheng.accounts.models import Notification, User
from chuangcheng.city.models import Unit, UnitAlias
from chuangcheng.ledger.models import (
    ColumnMemory,
    ImportState,
    LedgerImport,
    Plan,
    Project,
    Step,
    Task,
    UnitRole,
)
from chuangcheng.ledger.services.imports import checking, keeping, taking
from chuangcheng.ledger.states import State
from chuangcheng.platform import exchange, progress
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make
from tests.ledger import sheets

pytestmark = pytest.mark.django_db
GREEN = ("新增绿地", "区园林局", "区城管局", "9月底前", "绿地面积≥20公顷", "12", "办理中")
CLEAN = ("清洁家园行动", "区城管局", "", "每月11日", "", "", "未交办")


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def plan() -> Plan:
    return make.plan()


@pytest.fixture(autouse=True)
def city() -> dict[str, Unit]:
    return {
        "green": make.unit(name="云溪区园林绿化局", short_name="区园林局"),
        "order": make.unit(name="云溪区城市管理局", short_name="区城管局"),
    }


def test_a_ledger_comes_in_with_units_days_figures_and_states(
    officer: User, plan: Plan, city: dict[str, Unit]
) -> None:
    job = sheets.taken(sheets.workbook([GREEN, CLEAN]), plan=plan, by=officer)

    assert (job.state, job.added, job.known) == (ImportState.DONE, 2, 0)
    green = Task.objects.get(title="新增绿地")
    assert green.state == State.IN_PROGRESS
    assert green.deadline == date(2026, 9, 30)
    assert green.share == Decimal("0.6")
    assert green.dispatched_at == make.NOON
    assert green.parts.get(unit=city["green"]).role == UnitRole.MAIN
    assert green.parts.get(unit=city["order"]).role == UnitRole.SUPPORT
    assert green.parts.filter(acknowledged_at__isnull=True).count() == 0
    assert "随“台账.xlsx”导入" in Step.objects.get(task=green).note
    clean = Task.objects.get(title="清洁家园行动")
    assert clean.state == State.PLANNED
    assert clean.recurrence == "FREQ=MONTHLY;BYMONTHDAY=11"
    assert AuditEntry.objects.filter(verb="ledger.import.done", key=job.number).exists()
    assert "新增 2 项" in Notification.objects.get(recipient=officer).text


def test_a_repeated_duty_under_way_gets_its_turns(officer: User, plan: Plan) -> None:
    running = (*CLEAN[:-1], "办理中")

    sheets.taken(sheets.workbook([running]), plan=plan, by=officer)

    task = Task.objects.get()
    assert task.occurrences.order_by("planned_on").values_list("planned_on", flat=True)[
        0
    ] == date(2026, 3, 11)
    assert task.due_on == date(2026, 3, 11)


def test_a_finished_task_is_done_on_the_day_the_sheet_says(
    officer: User, plan: Plan
) -> None:
    headers = ("任务", "牵头单位", "完成时限", "状态", "办结日期")
    rows = [
        ("修路", "区园林局", "2026-02-28", "已完成", "2026-02-20"),
        ("种树", "区园林局", "2026-02-25", "已完成", None),
    ]

    sheets.taken(sheets.workbook(rows, headers=headers), plan=plan, by=officer)

    finished = dict(Task.objects.values_list("title", "finished_on"))
    assert finished == {"修路": date(2026, 2, 20), "种树": date(2026, 2, 25)}


def test_the_same_file_twice_changes_nothing(officer: User, plan: Plan) -> None:
    raw = sheets.workbook([GREEN, CLEAN])
    sheets.taken(raw, plan=plan, by=officer)

    again = sheets.taken(raw, plan=plan, by=make.officer())

    assert (again.added, again.known) == (0, 2)
    assert Task.objects.count() == 2


def test_a_ledger_filled_in_further_brings_no_task_twice(officer: User, plan: Plan) -> None:
    sheets.taken(sheets.workbook([GREEN]), plan=plan, by=officer)
    later = (*GREEN[:5], "20", "已完成")

    again = sheets.taken(sheets.workbook([later, CLEAN]), plan=plan, by=officer)

    assert (again.added, again.known) == (1, 1)
    assert Task.objects.get(title="新增绿地").state == State.IN_PROGRESS


def test_equal_rows_of_one_file_make_one_task(officer: User, plan: Plan) -> None:
    job = sheets.taken(sheets.workbook([GREEN, GREEN]), plan=plan, by=officer)

    assert (job.added, job.known) == (1, 1)


def test_projects_are_made_once(officer: User, plan: Plan) -> None:
    Project.objects.create(plan=plan, name="绿化工程")
    headers = ("任务", "工程（项目）", "牵头单位")
    rows = [
        ("种树", "绿化工程", "区园林局"),
        ("种花", "花园工程", "区园林局"),
        ("种草", "花园工程", "区园林局"),
    ]

    sheets.taken(sheets.workbook(rows, headers=headers), plan=plan, by=officer)

    assert set(plan.projects.values_list("name", flat=True)) == {"绿化工程", "花园工程"}


def test_columns_are_guessed_and_remembered(officer: User, plan: Plan) -> None:
    raw = sheets.workbook(
        [("种树", "区园林局", "年底")], headers=("干什么", "谁来干", "何时完成")
    )
    job = keeping.upload(raw, name="a.xlsx", plan=plan, by=officer, at=make.NOON)
    assert "title" not in job.mapping
    with pytest.raises(exchange.MissingColumns, match="请指定哪一列是“任务”"):
        keeping.map_columns(job.number, job.mapping, by=officer, at=make.NOON)
    chosen = {"title": 0, "main": 1, "due": 2}
    keeping.map_columns(job.number, chosen, by=officer, at=make.NOON)

    again = keeping.upload(raw, name="b.xlsx", plan=plan, by=officer, at=make.NOON)

    assert again.mapping == chosen
    assert ColumnMemory.objects.count() == 1


def test_every_problem_is_told_with_row_and_column(officer: User, plan: Plan) -> None:
    rows = [
        GREEN,
        ("", "区园林局", "", "年底", "", "", "未交办"),
        ("修路", "区园林局", "", "2026-02-30", "", "", "未交办"),
        ("修桥", "区园林局", "", "2025-06-30", "", "", "未交办"),
        ("修渠", "", "", "年底", "", "", "办理中"),
        ("修堤", "区园林局", "", "年底", "堤长≥3公里", "1；2", "差不多"),
    ]
    job = sheets.uploaded(sheets.workbook(rows), plan=plan, by=officer)

    found = checking.check(job)

    told = {(one.row, one.column_letter, one.header): one.message for one in found.problems}
    assert "必填" in told[4, "A", "任务名称"]
    assert "这一天不存在" in told[5, "D", "完成时间"]
    assert "早于方案的开始日期" in told[6, "D", "完成时间"]
    assert "没有牵头或主责单位" in told[7, "B", "责任单位"]
    assert "不是台账中的状态" in told[8, "G", "状态"]
    assert len(told) == 5
    with pytest.raises(keeping.NotReady, match="5 处填写有误"):
        keeping.start(job.number, by=officer, at=make.NOON)
    assert not Task.objects.exists()


def test_an_unknown_name_is_asked_once_and_remembered(
    officer: User, plan: Plan, city: dict[str, Unit]
) -> None:
    rows = [("种树", "绿色专班"), ("种花", "绿色专班、区城管局")]
    raw = sheets.workbook(rows, headers=("任务", "责任单位"))
    job = sheets.uploaded(raw, plan=plan, by=officer)
    (unknown,) = checking.check(job).unknown
    assert (unknown.name, unknown.count, unknown.first_row) == ("绿色专班", 2, 3)
    with pytest.raises(keeping.NotReady, match="1 个单位名称没有对应"):
        keeping.start(job.number, by=officer, at=make.NOON)

    keeping.name_units(
        job.number,
        {"绿色专班": (city["green"].pk,)},
        remember=True,
        by=officer,
        at=make.NOON,
    )
    keeping.start(job.number, by=officer, at=make.NOON)
    taking.take(job.number, at=make.NOON)

    assert city["green"].task_parts.count() == 2
    assert UnitAlias.objects.get(unit=city["green"]).name == "绿色专班"
    assert not checking.check(sheets.uploaded(raw, plan=plan, by=officer)).unknown


def test_a_name_may_stand_for_several_units_or_for_none(
    officer: User, plan: Plan, city: dict[str, Unit]
) -> None:
    rows = [("种树", "区园林局", "绿色专班"), ("种花", "区园林局", "社会力量")]
    job = sheets.uploaded(
        sheets.workbook(rows, headers=("任务", "牵头单位", "配合单位")),
        plan=plan,
        by=officer,
    )
    both = (city["green"].pk, city["order"].pk)

    keeping.name_units(
        job.number,
        {"绿色专班": both, "社会力量": ()},
        remember=True,
        by=officer,
        at=make.NOON,
    )
    keeping.start(job.number, by=officer, at=make.NOON)
    taking.take(job.number, at=make.NOON)

    tree = Task.objects.get(title="种树")
    assert dict(tree.parts.values_list("unit_id", "role")) == {
        city["green"].pk: UnitRole.LEAD,
        city["order"].pk: UnitRole.SUPPORT,
    }
    assert Task.objects.get(title="种花").parts.count() == 1


def test_a_row_with_anothers_number_is_turned_down(officer: User, plan: Plan) -> None:
    task = make.task(title="修路")
    raw = sheets.workbook([(task.number, "修桥")], headers=("编号", "任务"))

    (found,) = checking.check(sheets.uploaded(raw, plan=plan, by=officer)).problems

    assert "与本行不同" in found.message


def test_when_the_last_row_fails_nothing_stays(
    officer: User, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"种树{n}", "区园林局") for n in range(30)]
    job = sheets.uploaded(
        sheets.workbook(rows, headers=("任务", "责任单位")), plan=plan, by=officer
    )
    keeping.start(job.number, by=officer, at=make.NOON)
    monkeypatch.setattr(taking, "_BATCH", 10)
    given = []

    def stand_twice(*args: object) -> None:
        given.append(args)
        if len(given) == 3:
            raise Refused("第三批不行。")

    monkeypatch.setattr(taking, "_stand", stand_twice)

    taking.take(job.number, at=make.NOON)

    job.refresh_from_db()
    assert (job.state, job.problem) == (ImportState.REFUSED, "第三批不行。")
    assert not Task.objects.exists()
    assert "台账没有改动" in Notification.objects.get(recipient=officer).text


def test_a_job_that_runs_twice_takes_in_once(officer: User, plan: Plan) -> None:
    job = sheets.taken(sheets.workbook([GREEN]), plan=plan, by=officer)

    taking.take(job.number, at=make.NOON)

    assert Task.objects.count() == 1


def test_a_confirmed_import_cannot_be_changed(officer: User, plan: Plan) -> None:
    job = sheets.taken(sheets.workbook([GREEN]), plan=plan, by=officer)

    with pytest.raises(keeping.NotOpen, match="已导入"):
        keeping.map_columns(job.number, job.mapping, by=officer, at=make.NOON)
    with pytest.raises(keeping.NotOpen):
        keeping.drop(job.number, by=officer, at=make.NOON)


def test_progress_is_seen_while_the_work_is_uncommitted(
    officer: User, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "_BATCH", 1)
    seen = []
    tell = progress.Reporter.tell

    def tell_and_look(self: progress.Reporter, done: int) -> None:
        tell(self, done)
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT done, total FROM platform_progress WHERE key = %s", [self._key]
            )
            seen.append(cursor.fetchone())
        other.close()

    monkeypatch.setattr(progress.Reporter, "tell", tell_and_look)
    monkeypatch.setattr(progress, "_EVERY_SECONDS", 0)

    sheets.taken(sheets.workbook([GREEN, CLEAN]), plan=plan, by=officer)

    assert seen == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.django_db(transaction=True)
def test_two_officers_with_the_same_file_at_once_bring_it_in_once(
    officer: User, plan: Plan
) -> None:
    raw = sheets.workbook([GREEN, CLEAN])
    jobs = [sheets.uploaded(raw, plan=plan, by=by) for by in (officer, make.officer())]
    # Not through `start`: its jobs would be committed and left to other tests.
    LedgerImport.objects.update(state=ImportState.RUNNING)
    start = Barrier(2)

    def take(number: str) -> None:
        start.wait()
        try:
            taking.take(number, at=make.NOON)
        finally:
            connection.close()

    threads = [Thread(target=take, args=[job.number]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    results = sorted(LedgerImport.objects.values_list("state", "added", "known"))
    assert results == [(ImportState.DONE, 0, 2), (ImportState.DONE, 2, 0)]
    assert Task.objects.count() == 2


def formula(text: str) -> bytes:
    return sheets.workbook([("种树", "区园林局", "", text, "", "", "")])


def bomb() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    return packed.getvalue()


def broken() -> bytes:
    return sheets.workbook([GREEN])[:-400]


def header_only() -> bytes:
    return sheets.workbook([])


def with_error() -> bytes:
    book = openpyxl.load_workbook(BytesIO(sheets.workbook([GREEN])))
    cell = book.worksheets[0]["D3"]
    cell.value = "#REF!"
    cell.data_type = "e"
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(b"", "空的", id="empty"),
        pytest.param(header_only(), "没有内容", id="headers only"),
        pytest.param(broken(), "已损坏", id="broken"),
        pytest.param(bomb(), "异常庞大", id="bomb"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是表格", id="ole"
        ),
        pytest.param(b"%PDF-1.7\n", "是 PDF", id="pdf"),
        pytest.param(sheets.workbook([GREEN, CLEAN], merge="B3:B4"), "B3:B4", id="merged"),
        pytest.param(
            formula("=1/0"), "D3 是没有结果或结果出错的公式", id="never worked out"
        ),
        pytest.param(with_error(), "D3（#REF!）", id="error"),
    ],
)
def test_a_file_that_cannot_be_taken_is_turned_down_in_words(
    officer: User, plan: Plan, raw: bytes, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        keeping.upload(raw, name="台账.xlsx", plan=plan, by=officer, at=make.NOON)

    assert not LedgerImport.objects.exists()


def test_a_csv_ledger_comes_in_too(officer: User, plan: Plan) -> None:
    raw = "任务,责任单位,完成时限\n种树,区园林局,年底\n".encode("gb18030")

    job = sheets.taken(raw, plan=plan, by=officer, name="台账.csv")

    assert job.added == 1
    assert Task.objects.get().deadline == date(2026, 12, 31)
