"""What leaves the ledger as Excel, and that it can come back."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.ledger.models import Target, Task
from chuangcheng.ledger.states import State
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.ledger import sheets

pytestmark = pytest.mark.django_db


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def book(person: User, url: str) -> openpyxl.Workbook:
    answer = as_(person).get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    return openpyxl.load_workbook(BytesIO(answer.content))


def rows(found: openpyxl.Workbook, title: str) -> list[dict[str, object]]:
    header, *lines = found[title].iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def test_the_list_goes_out_as_it_is_filtered() -> None:
    green = make.unit(name="云溪区园林绿化局", short_name="区园林局")
    make.task(title="种树", lead=green, targets=(("20", "12.5"),))
    make.task(title="修路")

    found = rows(
        book(make.officer(), reverse("ledger:tasks_export") + f"?unit={green.pk}"),
        "任务台账",
    )

    (row,) = found
    assert row["任务"] == "种树"
    assert row["牵头单位"] == "云溪区园林绿化局"
    assert row["量化指标"] == "绿地面积≥20公顷"
    assert row["已完成数"] == "12.5"
    assert row["完成比例"] == pytest.approx(0.625)
    assert row["状态"] == "待签收"


def test_a_unit_takes_out_only_its_own() -> None:
    green = make.unit()
    make.task(title="种树", lead=green)
    make.task(title="修路")

    found = rows(book(make.liaison(green), reverse("ledger:tasks_export")), "任务台账")

    assert [row["任务"] for row in found] == ["种树"]


def test_an_exported_list_comes_back_without_a_change() -> None:
    plan, officer = make.plan(), make.officer()
    for state in (State.PLANNED, State.IN_PROGRESS, State.DONE, State.AWAITING_SIGN_OFF):
        make.task(
            title=f"种树{state}。",
            plan=plan,
            state=state,
            targets=(("20", "12"), ("3", "")),
            recurrence="FREQ=MONTHLY;BYMONTHDAY=11" if state == State.IN_PROGRESS else "",
        )
    make.task(title="=1+1", plan=plan)
    Task.objects.filter(title="=1+1").update(text="@SUM(A1)")
    before = list(Task.objects.order_by("pk").values())
    targets = list(Target.objects.order_by("pk").values())
    url = reverse("ledger:tasks_export") + "?chip=all"
    raw = as_(officer).get(url).content

    job = sheets.taken(raw, plan=plan, by=officer)

    assert (job.state, job.added, job.known) == ("DONE", 0, 5)
    assert list(Task.objects.order_by("pk").values()) == before
    assert list(Target.objects.order_by("pk").values()) == targets


def test_an_exported_list_can_begin_the_ledger_of_another_city() -> None:
    plan, officer = make.plan(), make.officer()
    task = make.task(plan=plan, state=State.IN_PROGRESS, targets=(("20", "12"),))
    raw = as_(officer).get(reverse("ledger:tasks_export")).content
    Task.objects.filter(pk=task.pk).update(number="2020-0001")

    job = sheets.taken(raw, plan=plan, by=officer)

    assert job.added == 1
    copy = Task.objects.exclude(pk=task.pk).get()
    assert (copy.title, copy.state, copy.share) == (task.title, task.state, Decimal("0.6"))
    assert str(copy.targets.get()) == str(task.targets.get())


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)"])
def test_nothing_exported_can_run_as_a_formula(text: str) -> None:
    make.task(title=text)
    raw = as_(make.officer()).get(reverse("ledger:tasks_export")).content

    cell = openpyxl.load_workbook(BytesIO(raw))["任务台账"]["D2"]
    with ZipFile(BytesIO(raw)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")

    assert cell.value == f"'{text}"
    assert b"<f>" not in xml


def test_counts_go_out_on_three_sheets() -> None:
    green = make.unit(name="云溪区园林绿化局")
    plan = make.plan()
    make.task(lead=green, plan=plan)
    make.task(lead=green, plan=plan, state=State.DONE)
    make.task(lead=green)

    found = book(make.officer(), reverse("ledger:tallies_export") + f"?plan={plan.pk}")

    (row,) = rows(found, "交办单（按单位）")
    assert (row["单位"], row["交办数"], row["已完成"]) == ("云溪区园林绿化局", 2, 1)
    assert row["完成率(%)"] == 50
    assert len(rows(found, "任务推进明细表")) == 1
    assert len(rows(found, "交办单（按专项工作组）")) == 1


def test_a_unit_is_counted_alone_in_what_it_takes_out() -> None:
    green, roads = make.unit(name="云溪区园林绿化局"), make.unit(name="云溪区公路局")
    make.task(lead=green, support=roads)

    found = book(make.liaison(green), reverse("ledger:tallies_export"))

    assert [row["单位"] for row in rows(found, "交办单（按单位）")] == ["云溪区园林绿化局"]


def test_everything_goes_out_sheet_by_sheet() -> None:
    make.task(targets=(("20", "12"),))
    make.directive()

    found = book(make.officer(), reverse("ledger:full_export"))

    assert found.sheetnames == [
        "任务台账", "方案", "工程(项目)", "责任单位", "量化指标", "进展反馈", "反馈数据",
        "佐证文件", "期次", "延期申请", "移交申请", "办理记录", "部署", "说明",
    ]  # fmt: skip
    assert rows(found, "责任单位")[0]["责任"] == "牵头"
    assert rows(found, "量化指标")[0]["已完成"] == 12
    assert rows(found, "部署")[0]["状态"] == "待审阅"


@pytest.mark.parametrize("name", ["tasks_export", "tallies_export", "full_export"])
def test_every_export_is_written_down(name: str) -> None:
    officer = make.officer()

    as_(officer).get(reverse(f"ledger:{name}"))

    entry = AuditEntry.objects.get(verb="ledger.exported")
    assert entry.actor_id == officer.pk


def test_only_the_office_takes_everything_out() -> None:
    url = reverse("ledger:full_export")

    assert as_(make.liaison(make.unit())).get(url).status_code == 403
    assert as_(make.seat(role=Role.LEADER).person).get(url).status_code == 403
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("name", ["tasks_export", "full_export"])
def test_statements_do_not_grow_with_the_ledger(name: str) -> None:
    client = as_(make.officer())

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"ledger:{name}")).status_code == 200
        return len(asked)

    make.task(targets=(("20", "12"),))
    statements()  # The first one also begins the session.
    one = statements()
    for _ in range(20):
        make.task(targets=(("20", "12"),))

    assert statements() == one
