"""Somebody looks at the city: layers, a search, a card, the same as a table; desk and phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.city.models import Level, Region
from tests import make
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def street() -> Region:
    """A street with a hundred points, one of them in a market by the lake."""
    city = make.region(name="示例市")
    made = make.region(name="东湖街道", parent=city)
    Region.objects.filter(pk=made.pk).update(level=Level.STREET)
    make.square(made, west=118.1, south=30.1, side=0.1)
    kind, unit = make.point_type(name="农贸市场"), make.unit(name="云溪区商务局")
    for n in range(100):
        place = {"lon": 118.1 + n % 10 / 100, "lat": 30.1 + n // 10 / 100}
        make.point(name=f"第{n}市场", type=kind, unit=unit, region=made, **place)
    make.point(
        name="湖畔农贸市场", type=kind, unit=unit, region=made, lon=118.155, lat=30.155
    )
    return made


def open_map(page: Page) -> None:
    page.goto("/map/")
    expect(page.get_by_text("图上 101 个点位，全库 101 个")).to_be_visible()


def find_the_market(page: Page) -> None:
    page.get_by_role("searchbox", name="查找点位").fill("湖畔")
    expect(page.locator("#map-found a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="选中的点位或区划")
    expect(card.get_by_role("heading", name="湖畔农贸市场")).to_be_visible()
    expect(card.get_by_role("link", name="云溪区商务局")).to_be_visible()


def press_the_street(page: Page) -> None:
    """Press a place of the street where no point lies."""
    page.get_by_label("点位", exact=True).uncheck()
    page.get_by_label(re.compile("^全市地图")).click(position={"x": 300, "y": 400})
    card = page.get_by_role("region", name="选中的点位或区划")
    expect(card.get_by_role("heading", name="东湖街道")).to_be_visible()
    card.get_by_role("button", name="只看本区域点位").click()
    expect(page.get_by_text("只看东湖街道的点位")).to_be_visible()


def test_a_point_is_found_its_card_opened_and_the_view_sent_to_a_colleague(
    desk: Desk, street: Region
) -> None:
    page, colleague = desk(make.officer()), desk(make.officer())
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    open_map(page)
    find_the_market(page)
    press_the_street(page)
    find_the_market(page)

    colleague.goto(page.url)

    expect(colleague.get_by_role("heading", name="湖畔农贸市场")).to_be_visible()
    expect(colleague.get_by_text("只看东湖街道的点位")).to_be_visible()
    expect(colleague.get_by_label("点位", exact=True)).not_to_be_checked()
    assert all(url.startswith(("http://localhost", "data:", "blob:")) for url in foreign)


def test_the_table_holds_what_the_map_shows_and_leads_back(
    desk: Desk, street: Region
) -> None:
    page = desk(make.officer())
    open_map(page)
    page.get_by_label("申报").select_option(label="未申报")
    page.get_by_role("link", name="以表格查看").click()

    expect(page).to_have_url(re.compile(r"declared=no"))
    expect(page.get_by_text("共 101 个点位").first).to_be_visible()
    page.get_by_role("link", name="在地图上查看", exact=True).click()
    expect(page.get_by_label("申报")).to_have_value("no")


def test_a_phone_shows_the_map_whole_with_the_card_below(
    desk: Desk, street: Region
) -> None:
    page = desk(make.officer())
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page)
    find_the_market(page)

    card = page.get_by_role("region", name="选中的点位或区划").bounding_box()
    assert card is not None
    assert card["width"] == 390
    assert card["y"] > 400
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_panning_the_points_leaves_no_frame_out(desk: Desk, street: Region) -> None:
    page = desk(make.officer())
    open_map(page)
    page.evaluate(
        """() => {
          window.frames_ = []; let last = 0;
          const tick = (now) => {
            if (last) window.frames_.push(now - last);
            last = now; requestAnimationFrame(tick);
          };
          requestAnimationFrame(tick);
        }"""
    )
    page.mouse.move(800, 400)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(800 - 6 * step, 400 + step)
    page.mouse.up()
    page.wait_for_timeout(300)

    frames = sorted(page.evaluate("window.frames_"))
    # One frame in twenty may wait for whatever else a busy machine does.
    assert frames[int(len(frames) * 0.95)] < 50
