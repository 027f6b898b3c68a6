"""One change to many points."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.platform.models import AuditEntry
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.services import bulk as services
from chuangcheng.points.services.bulk import BulkRefused, Change, What
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(make.officer())
    return client


def codes() -> list[str]:
    return list(Point.objects.order_by("code").values_list("code", flat=True))


def send(client: Client, step: str, query: str = "", **said: object) -> str:
    response = client.post(
        f"{reverse('points:bulk')}{query}", {"step": step, **said}, follow=True
    )
    return response.content.decode()


@pytest.mark.parametrize(
    ("what", "value", "field", "after"),
    [
        pytest.param(What.DECLARED, True, "is_declared", True, id="declared"),
        pytest.param(What.KEY, True, "is_key", True, id="key"),
        pytest.param(What.VOID, "已拆除", "void_reason", "已拆除", id="void"),
        pytest.param(What.UNIT, None, "unit", None, id="no unit"),
    ],
)
def test_a_change_reaches_all_and_is_one_entry(
    what: What, value: Any, field: str, after: object
) -> None:
    for _ in range(3):
        make.point(unit=make.unit())
    change = Change(what=what, value=value)

    assert services.preview(codes(), change).changed == 3
    done = services.apply(codes(), change, expected=3, by=make.officer(), at=make.NOON)

    assert done.changed == 3
    assert {getattr(point, field) for point in Point.objects.all()} == {after}
    entry = AuditEntry.objects.get(verb="points.point.edited_many")
    assert entry.detail["codes"] == codes()


def test_what_is_so_already_is_left_alone() -> None:
    make.point()
    void = make.point()
    Point.objects.filter(pk=void.pk).update(state=PointState.VOID, void_reason="已停业")
    change = Change(what=What.VOID, value="已拆除")

    effect = services.apply(codes(), change, expected=2, by=make.officer(), at=make.NOON)

    void.refresh_from_db()
    assert (effect.changed, effect.same, void.void_reason) == (1, 1, "已停业")


def test_a_list_that_has_grown_since_is_looked_at_again() -> None:
    make.point()
    change = Change(what=What.KEY, value=True)

    with pytest.raises(BulkRefused, match="由 2 个变为 1 个"):
        services.apply(codes(), change, expected=2, by=make.officer(), at=make.NOON)

    assert not Point.objects.filter(is_key=True).exists()


def test_a_post_must_lie_in_the_unit_of_all_of_them() -> None:
    seat = make.seat()
    own = make.point(unit=seat.post.unit)
    make.point(name="别家的市场", unit=make.unit())
    make.point(name="无主的市场")
    change = Change(what=What.POST, value=seat.post)

    with pytest.raises(BulkRefused, match="别家的市场、无主的市场"):
        services.preview(codes(), change)

    assert services.preview([own.code], change).changed == 1


def test_a_new_unit_empties_posts_of_the_old_one() -> None:
    seat = make.seat()
    point = make.point(unit=seat.post.unit)
    Point.objects.update(post=seat.post)
    new = make.unit()
    change = Change(what=What.UNIT, value=new)

    effect = services.apply(codes(), change, expected=1, by=make.officer(), at=make.NOON)

    point.refresh_from_db()
    assert (effect.unseated, point.unit, point.post) == (1, new, None)


def test_the_page_asks_previews_and_does(office: Client) -> None:
    for _ in range(3):
        make.point()
    chosen = codes()[:2]

    assert "已选 2 个点位" in send(office, "", codes=chosen)
    assert "请选择要修改什么" in send(office, "preview", codes=chosen)
    preview = send(office, "preview", codes=chosen, what="is_key", is_key="yes")
    assert "确认修改 2 个" in preview
    assert not Point.objects.filter(is_key=True).exists()
    done = send(office, "do", codes=chosen, what="is_key", is_key="yes", expected=2)

    assert "已修改 2 个点位：改为重点" in done
    assert Point.objects.filter(is_key=True).count() == 2


def test_everything_means_everything_the_filter_finds(office: Client) -> None:
    for name in ("甲市场", "乙市场", "公园"):
        make.point(name=name)

    done = send(
        office,
        "do",
        "?q=市场",
        everything="1",
        what="is_declared",
        is_declared="yes",
        expected=2,
    )

    assert "已修改 2 个点位" in done
    assert Point.objects.get(is_declared=False).name == "公园"


def test_nothing_ticked_changes_nothing(office: Client) -> None:
    make.point()

    assert "请先勾选要修改的点位" in send(office, "do", what="is_key", is_key="yes")
    assert not Point.objects.filter(is_key=True).exists()
