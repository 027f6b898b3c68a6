"""A list of points comes in by the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts.models import Notification, User
from chuangcheng.framework.models import PointType
from chuangcheng.platform.geo import Datum
from chuangcheng.points.models import Point, UploadedPoints, UploadState
from chuangcheng.points.services.imports import taking, uploads
from tests import make
from tests.points.lists import row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def office(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def market() -> PointType:
    return make.point_type(name="农贸市场")


def send(client: Client, raw: bytes, *, datum: str = "WGS84") -> str:
    file = SimpleUploadedFile("点位.xlsx", raw)
    response = client.post(
        reverse("points:import_upload"), {"file": file, "datum": datum}, follow=True
    )
    return response.content.decode()


def test_a_list_is_looked_at_then_confirmed(office: Client, market: PointType) -> None:
    page = send(office, workbook(row("甲市场"), row("乙市场")))
    assert "请核对后确认" in page
    assert not Point.objects.exists()

    done = office.post(reverse("points:import_confirm"), follow=True)

    assert "已导入" in done.content.decode()
    assert Point.objects.count() == 2
    assert bytes(UploadedPoints.objects.get().content) == b""


def test_a_wrong_list_is_shown_row_by_row(office: Client, market: PointType) -> None:
    page = send(office, workbook(row("甲市场"), row("乙市场", "农贸市埸")))

    assert "有 1 处要改" in page
    assert "相近的有：农贸市场" in page
    assert "确认导入" not in page


def test_a_file_that_is_no_list_is_refused_on_the_page(office: Client) -> None:
    assert "不是表格" in send(office, b"%PDF-1.7")
    assert not UploadedPoints.objects.exists()


def test_a_doubt_is_decided_on_the_page(office: Client, market: PointType) -> None:
    known = make.point(name="人民路市场", type=market, lon=112.005, lat=30.005)
    page = send(office, workbook(row("人民路大市场", at=(112.0051, 30.005))))
    assert "10 米" in page
    assert f'name="choice-2:{known.code}"' in page
    choice = {f"choice-2:{known.code}": "NEW"}

    again = office.post(
        reverse("points:import_confirm"), {**choice, "again": "1"}, follow=True
    )
    assert again.context["plan"].new[0].name == "人民路大市场"
    office.post(reverse("points:import_confirm"), choice)

    assert Point.objects.count() == 2
    known.refresh_from_db()
    assert known.name == "人民路市场"


def test_a_long_list_is_taken_in_by_a_job(
    office: Client, officer: User, market: PointType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WAITED_FOR", 1)
    send(office, workbook(row("甲市场"), row("乙市场")))

    started = office.post(reverse("points:import_confirm"), follow=True)
    assert "正在导入" in started.content.decode()
    assert "正在导入，导完后再上传" in send(office, workbook(row("丙市场")))
    uploads.run(officer.pk, at=make.NOON)
    uploads.run(officer.pk, at=make.NOON)

    assert Point.objects.count() == 2
    assert UploadedPoints.objects.get().state == UploadState.DONE
    assert Notification.objects.filter(recipient=officer).count() == 1
    bar = office.get(reverse("points:import_progress")).content.decode()
    assert "已完成" in bar


def test_what_the_browser_says_of_the_length_is_not_believed(
    office: Client, market: PointType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WAITED_FOR", 1)
    send(office, workbook(row("甲市场"), row("乙市场")))

    office.post(reverse("points:import_confirm"), {"rows": "1"})

    assert UploadedPoints.objects.get().state == UploadState.RUNNING


def test_the_bar_counts_what_is_read_and_what_is_written(
    officer: User, market: PointType
) -> None:
    told: list[tuple[int, int]] = []

    taking.take(
        workbook(row("甲市场"), row("乙市场")),
        name="点位.xlsx",
        datum=Datum.WGS84,
        by=officer,
        at=make.NOON,
        tell=lambda done, total: told.append((done, total)),
    )

    assert told == [(2, 4), (4, 4)]


def test_a_list_that_no_longer_fits_leaves_the_library_as_it_was(
    office: Client, officer: User, market: PointType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WAITED_FOR", 1)
    send(office, workbook(row("甲市场"), row("乙市场")))
    office.post(reverse("points:import_confirm"))
    PointType.objects.update(is_active=False)

    uploads.run(officer.pk, at=make.NOON)

    page = office.get(reverse("points:import")).content.decode()
    assert "点位没有改动" in page
    assert "已停用" in page
    assert not Point.objects.exists()


def test_nothing_to_confirm_is_said(office: Client) -> None:
    page = office.post(reverse("points:import_confirm"), follow=True)

    assert "没有待导入的点位表" in page.content.decode()


def test_a_list_can_be_given_up(office: Client, market: PointType) -> None:
    send(office, workbook(row("甲市场")))

    page = office.post(reverse("points:import_discard"), follow=True).content.decode()

    assert "上传并核对" in page
    assert not UploadedPoints.objects.exists()


def test_the_template_and_the_filtered_list_are_handed_out(office: Client) -> None:
    make.point()

    for name in ("import_template", "export"):
        response = office.get(reverse(f"points:{name}"))
        assert response["Content-Disposition"].endswith(".xlsx")
