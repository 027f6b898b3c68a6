"""The photo of a point."""

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.points.models import Point, PointPhoto
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def picture(grey: int = 128) -> SimpleUploadedFile:
    made = (pyvips.Image.black(640, 480, bands=3) + grey).cast("uchar")
    raw = made.copy(interpretation="srgb").jpegsave_buffer()
    return SimpleUploadedFile("门头.jpg", raw)


def send(client: Client, point: Point, file: SimpleUploadedFile) -> int:
    address = reverse("points:photo_replace", args=[point.code])
    return client.post(address, {"photo": file}).status_code


def test_the_responsible_unit_replaces_the_photo_of_its_own_points() -> None:
    unit = make.unit()
    point = make.point(unit=unit)

    assert send(signed_in(make.liaison(make.unit())), point, picture()) == 403
    assert send(signed_in(make.liaison(unit)), point, picture()) == 302
    assert send(signed_in(make.officer()), point, picture(200)) == 302

    assert point.photos.count() == 2


def test_the_same_photo_again_changes_nothing() -> None:
    point, office = make.point(), signed_in(make.officer())

    send(office, point, picture())
    send(office, point, picture())

    assert point.photos.count() == 1


def test_what_is_no_photo_is_refused_on_the_page() -> None:
    point, office = make.point(), signed_in(make.officer())
    address = reverse("points:photo_replace", args=[point.code])

    response = office.post(address, {"photo": SimpleUploadedFile("门头.jpg", b"text")})

    assert response.status_code == 422
    assert "不是照片" in response.content.decode()
    assert not PointPhoto.objects.exists()


def test_a_photo_is_handed_out_once_and_then_kept_by_the_browser() -> None:
    point, office = make.point(), signed_in(make.officer())
    send(office, point, picture())
    photo = point.photos.get()
    address = reverse("points:thumbnail", args=[photo.pk])

    first = office.get(address)
    again = office.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first["Content-Type"], again.status_code) == ("image/jpeg", 304)
    assert "private" in first["Cache-Control"]
    assert Client().get(address).status_code == 302


def test_a_photo_whose_file_is_gone_is_not_found() -> None:
    point, office = make.point(), signed_in(make.officer())
    send(office, point, picture())
    photo = point.photos.get()
    photo.file.delete(save=False)

    assert office.get(reverse("points:photo", args=[photo.pk])).status_code == 404
