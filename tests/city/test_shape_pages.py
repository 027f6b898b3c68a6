"""Uploading boundaries: looked at, settled, mended as chosen, confirmed."""

import pytest
import shapely
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from chuangcheng.accounts.models import Notification, User
from chuangcheng.city.models import Region, RegionShape, UploadedShapes
from chuangcheng.city.services.shapes import uploads
from tests import make
from tests.city.boundary_files import COMMUNITY, feature, geojson, square, tree

pytestmark = pytest.mark.django_db
OVERLAPPING = geojson(
    feature(square()),
    feature(square(116.009), code=f"{COMMUNITY}002", name="东街二网格"),
)


@pytest.fixture
def officer() -> User:
    tree()
    return make.officer()


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, raw: bytes, *, datum: str = "WGS84") -> None:
    """Upload a file and let the worker look at it."""
    file = SimpleUploadedFile("网格.geojson", raw)
    response = client.post(reverse("city:shapes_upload"), {"file": file, "datum": datum})
    assert response.status_code == 302
    uploads.look(UploadedShapes.objects.get().pk)


def shown(client: Client) -> str:
    return client.get(reverse("city:shapes")).content.decode()


def confirm(client: Client, *repairs: str) -> None:
    """Confirm, and let the worker take the file over."""
    client.post(reverse("city:shapes_confirm"), {"repairs": list(repairs)})
    uploads.take(UploadedShapes.objects.get().pk, at=make.NOON)


def overlap() -> float:
    first, second = (
        shapely.box(each.west, each.south, each.east, each.north)
        for each in RegionShape.objects.order_by("region__code")
    )
    return float(first.intersection(second).area)


def test_an_upload_waits_for_the_worker(client: Client) -> None:
    file = SimpleUploadedFile("网格.geojson", OVERLAPPING)

    client.post(reverse("city:shapes_upload"), {"file": file})

    assert "正在核对" in shown(client)
    assert ProcrastinateJob.objects.filter(task_name=uploads.LOOK).exists()
    assert "正在核对" in client.get(reverse("city:shapes_progress")).content.decode()


def test_what_was_found_is_listed_and_handed_to_the_map(client: Client) -> None:
    upload(client, OVERLAPPING)

    page = shown(client)
    [issue] = client.get(reverse("city:shapes_issues")).json()["features"]

    assert "东街一网格与东街二网格重叠" in page
    assert "全部修补将移动" in page
    assert (issue["properties"]["kind"], issue["properties"]["severity"]) == (
        "重叠",
        "error",
    )
    assert issue["geometry"]["type"] == "Polygon"
    assert not Region.objects.filter(level="GRID").exists()


def test_what_is_mended_no_longer_overlaps(client: Client, officer: User) -> None:
    upload(client, OVERLAPPING)

    confirm(client, "MATCH")

    assert "已导入 2 个区划的边界" in shown(client)
    assert overlap() == 0
    assert Notification.objects.filter(recipient=officer, text__contains="已导入").exists()


def test_what_is_not_mended_is_taken_as_drawn(client: Client) -> None:
    upload(client, OVERLAPPING)

    confirm(client)

    assert overlap() > 0


def test_a_job_that_is_repeated_does_nothing(client: Client) -> None:
    upload(client, OVERLAPPING)
    confirm(client)
    before = RegionShape.objects.count()

    uploads.take(UploadedShapes.objects.get().pk, at=make.NOON)

    assert RegionShape.objects.count() == before


def test_problems_are_listed_and_cannot_be_confirmed(client: Client) -> None:
    upload(client, geojson(feature(square(10, 50))))

    assert "不在中国范围内" in shown(client)
    refused = client.post(reverse("city:shapes_confirm"))
    assert refused.status_code == 422
    assert not RegionShape.objects.exists()


def test_swapped_numbers_are_offered_to_be_swapped(client: Client) -> None:
    upload(client, geojson(feature(shapely.box(39, 116, 39.01, 116.01))))
    assert "可以互换后重新核对" in shown(client)

    client.post(reverse("city:shapes_settle"), {"datum": "WGS84", "is_swapped": "on"})
    uploads.look(UploadedShapes.objects.get().pk)

    assert "确认导入" in shown(client)


def test_a_datum_nobody_said_is_asked_for(client: Client) -> None:
    upload(client, geojson(feature(square())), datum="")
    assert "请选择坐标系" in shown(client)

    client.post(reverse("city:shapes_settle"), {"datum": "CGCS2000"})
    uploads.look(UploadedShapes.objects.get().pk)

    assert "CGCS2000（由您指定）" in shown(client)


def test_what_changed_meanwhile_is_told(client: Client) -> None:
    upload(client, OVERLAPPING)
    Region.objects.filter(code=COMMUNITY).update(code="990102001999")

    confirm(client, "MATCH")

    assert "没有导入" in shown(client)
    assert not RegionShape.objects.exists()


def test_a_failure_of_the_program_is_told(client: Client) -> None:
    file = SimpleUploadedFile("网格.geojson", OVERLAPPING)
    client.post(reverse("city:shapes_upload"), {"file": file})

    uploads.give_up(UploadedShapes.objects.get().pk)

    assert "程序出错，没有导入" in shown(client)


def test_a_file_given_up_is_gone(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    upload(client, OVERLAPPING)
    stored = UploadedShapes.objects.get().file

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without types
        client.post(reverse("city:shapes_discard"))

    assert not UploadedShapes.objects.exists()
    assert not default_storage.exists(stored)
    assert "选择边界文件" in shown(client)


def test_nothing_to_settle_is_said_in_words(client: Client) -> None:
    response = client.post(reverse("city:shapes_settle"), {"datum": "WGS84"})

    assert response.status_code == 422
    assert "没有待处理的边界文件" in response.content.decode()
