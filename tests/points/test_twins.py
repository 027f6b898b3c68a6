"""Two points that are one place, or only look like it."""

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.points.models import Point, PointPhoto, PointsApart, PointState
from chuangcheng.points.queries import twins as queries
from chuangcheng.points.services import twins as services
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def pair() -> tuple[Point, Point]:
    kind = make.point_type()
    first = make.point(name="人民路市场", type=kind, lon=112.0, lat=30.0)
    second = make.point(
        name="人民路大市场", type=kind, lon=112.0001, lat=30.0, unit=make.unit()
    )
    Point.objects.filter(pk=second.pk).update(address="人民路 1 号", is_key=True)
    return first, second


def test_pairs_of_the_library_are_listed(officer: User, pair: tuple[Point, Point]) -> None:
    make.point(name="人民路市场", lon=112.0, lat=30.0)

    listed = queries.undecided(officer)

    assert [(each.first, each.second) for each in listed] == [pair]


def test_merging_fills_up_the_one_that_stays(
    officer: User, pair: tuple[Point, Point]
) -> None:
    first, second = pair
    photo = PointPhoto.objects.create(
        point=second,
        file="a",
        thumbnail="b",
        sha256="0" * 64,
        width=1,
        height=1,
        by=officer,
        at=make.NOON,
    )

    services.merge(first.code, second.code, by=officer, at=make.NOON)

    first.refresh_from_db()
    second.refresh_from_db()
    photo.refresh_from_db()
    assert (first.name, first.address, first.is_key) == ("人民路市场", "人民路 1 号", True)
    assert (first.unit, first.lon, photo.point) == (second.unit, 112.0, first)
    assert second.state == PointState.VOID
    assert second.void_reason == f"与 {first.code} 人民路市场重复，已合并"
    assert not queries.undecided(officer)


def test_two_that_only_look_alike_are_remembered(
    officer: User, pair: tuple[Point, Point]
) -> None:
    first, second = pair

    services.keep_apart(second.code, first.code, by=officer, at=make.NOON)
    services.keep_apart(first.code, second.code, by=officer, at=make.NOON)

    assert PointsApart.objects.count() == 1
    assert not queries.undecided(officer)


def test_what_cannot_be_merged_is_said(officer: User) -> None:
    first, other_type = make.point(), make.point()
    void = make.point(type=first.type)
    Point.objects.filter(pk=void.pk).update(state=PointState.VOID, void_reason="已拆除")

    for drop, words in (
        (other_type.code, "类型不同"),
        (void.code, "已经作废"),
        (first.code, "两个不同的点位"),
        ("DW-NONE", "两个不同的点位"),
    ):
        with pytest.raises(services.TwinsRefused, match=words):
            services.merge(first.code, drop, by=officer, at=make.NOON)


def test_the_page_decides(officer: User, pair: tuple[Point, Point]) -> None:
    client = Client()
    client.force_login(officer)
    first, second = pair
    assert "人民路大市场" in client.get(reverse("points:twins")).content.decode()

    said = {"first": first.code, "second": second.code, "keep": second.code}
    response = client.post(reverse("points:twins_decide"), said, follow=True)

    assert f"{first.code} 已作废" in response.content.decode()
    assert "没有疑似重复的点位" in response.content.decode()
