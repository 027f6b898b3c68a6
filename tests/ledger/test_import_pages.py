"""The pages through which a ledger comes in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import ImportState, LedgerImport, Plan, Task
from chuangcheng.ledger.services.imports import keeping
from tests import make
from tests.ledger import jobs, sheets
from tests.ledger.test_imports import CLEAN, GREEN

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 10


@pytest.fixture(autouse=True)
def green() -> Unit:
    make.unit(name="云溪区城市管理局", short_name="区城管局")
    return make.unit(name="云溪区园林绿化局", short_name="区园林局")


@pytest.fixture
def plan() -> Plan:
    return make.plan()


@pytest.fixture
def officer() -> User:
    return make.officer()


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def file(raw: bytes, name: str = "台账.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def test_a_person_brings_a_ledger_in_page_by_page(
    officer: User, plan: Plan, green: Unit
) -> None:
    client = as_(officer)
    rows = [GREEN, ("种树", "绿色专班", "", "年底", "", "", "")]
    answer = client.post(
        reverse("ledger:imports"),
        {"plan": plan.pk, "file": file(sheets.workbook(rows))},
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "第一步：核对各列" in page
    assert "新增绿地" in page
    job = LedgerImport.objects.get()
    chosen = {name: str(place) for name, place in job.mapping.items()}
    client.post(reverse("ledger:import_columns", args=[job.number]), chosen)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "“绿色专班”" in page
    assert reverse("ledger:import_start", args=[job.number]) not in page
    client.post(
        reverse("ledger:import_units", args=[job.number]),
        {
            "name": ["绿色专班"],
            "other-0": [str(green.pk)],
            "remember": "on",
        },
    )
    page = client.get(job.get_absolute_url()).content.decode()
    assert "确认导入 2 项" in page
    client.post(reverse("ledger:import_start", args=[job.number]))
    assert "progress" in client.get(job.get_absolute_url()).content.decode()
    bar = reverse("ledger:import_progress", args=[job.number])
    assert 'data-progress-done-value="false"' in client.get(bar).content.decode()

    jobs.run_all()

    assert 'data-progress-done-value="true"' in client.get(bar).content.decode()
    page = client.get(job.get_absolute_url()).content.decode()
    assert '<dd class="number"> 2 项 </dd>' in " ".join(page.split())
    assert Task.objects.count() == 2


def test_a_file_over_the_limit_is_turned_down_unread(
    officer: User, plan: Plan, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 1000

    answer = as_(officer).post(
        reverse("ledger:imports"), {"plan": plan.pk, "file": file(b"x" * 2000)}
    )

    assert answer.status_code == 422
    assert "的上限" in answer.content.decode()
    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(
    ("raw", "told"),
    [(b"", "空的"), (sheets.workbook([GREEN, CLEAN], merge="B3:B4"), "合并单元格")],
)
def test_a_bad_file_is_refused_in_words(
    officer: User, plan: Plan, raw: bytes, told: str
) -> None:
    answer = as_(officer).post(
        reverse("ledger:imports"), {"plan": plan.pk, "file": file(raw)}
    )

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_one_column_cannot_hold_two_things(officer: User, plan: Plan) -> None:
    job = keeping.upload(
        sheets.workbook([GREEN]), name="a.xlsx", plan=plan, by=officer, at=make.NOON
    )

    answer = as_(officer).post(
        reverse("ledger:import_columns", args=[job.number]), {"title": "0", "text": "0"}
    )

    assert answer.status_code == 422
    assert "一列只能用一次" in answer.content.decode()


def test_problems_stand_in_the_page_and_in_the_way(officer: User, plan: Plan) -> None:
    raw = sheets.workbook([("修路", "区园林局", "", "2026-02-30", "", "", "")])
    job = sheets.uploaded(raw, plan=plan, by=officer)
    client = as_(officer)

    page = client.get(job.get_absolute_url()).content.decode()
    answer = client.post(reverse("ledger:import_start", args=[job.number]))

    assert "这一天不存在" in page
    assert reverse("ledger:import_start", args=[job.number]) not in page
    assert answer.status_code == 422
    assert "处理完才能导入" in answer.content.decode()


def test_an_import_can_be_given_up(officer: User, plan: Plan) -> None:
    job = sheets.uploaded(sheets.workbook([GREEN]), plan=plan, by=officer)

    as_(officer).post(reverse("ledger:import_drop", args=[job.number]))

    job.refresh_from_db()
    assert job.state == ImportState.DROPPED
    page = as_(officer).get(job.get_absolute_url()).content.decode()
    assert "已放弃" in page


def test_without_a_plan_the_page_says_what_to_do(officer: User) -> None:
    assert "请先建立方案" in as_(officer).get(reverse("ledger:imports")).content.decode()


def test_the_list_costs_the_same_for_one_import_and_for_thirty(
    officer: User, plan: Plan
) -> None:
    client = as_(officer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("ledger:imports")).status_code == 200
        return len(asked)

    sheets.uploaded(sheets.workbook([GREEN]), plan=plan, by=officer)
    statements()  # The first one also begins the session.
    one = statements()
    for _ in range(30):
        sheets.uploaded(sheets.workbook([GREEN]), plan=plan, by=officer)

    assert statements() == one <= MOST_STATEMENTS


def test_the_check_page_costs_the_same_for_one_row_and_for_fifty(
    officer: User, plan: Plan
) -> None:
    client = as_(officer)

    def statements(count: int) -> int:
        rows = [(f"种树{n}", "区园林局", "区城管局") for n in range(count)]
        raw = sheets.workbook(rows, headers=("任务", "主责单位", "配合单位"))
        job = sheets.uploaded(raw, plan=plan, by=officer)
        client.get(job.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(job.get_absolute_url())
        return len(asked)

    assert statements(1) == statements(50)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("import", "get"),
        ("import_columns", "post"),
        ("import_units", "post"),
        ("import_start", "post"),
        ("import_drop", "post"),
        ("import_progress", "get"),
    ],
)
def test_only_whoever_exchanges_the_ledger_comes_in(
    officer: User, plan: Plan, name: str, method: str
) -> None:
    job = sheets.uploaded(sheets.workbook([GREEN]), plan=plan, by=officer)
    url = reverse(f"ledger:{name}", args=[job.number])
    leader = make.seat(role=Role.LEADER).person

    def status(client: Client) -> int:
        return int(getattr(client, method)(url).status_code)

    assert status(as_(leader)) == 403
    assert status(as_(make.liaison(make.unit()))) == 403
    assert status(Client()) == 302
    assert status(as_(officer)) in {200, 302, 422}
    missing = reverse(f"ledger:{name}", args=["2026-9999"])
    assert getattr(as_(officer), method)(missing).status_code == 404
