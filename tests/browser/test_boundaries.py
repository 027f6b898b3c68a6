"""An officer draws the grids of a community: an overlap is seen, mended, and the grid is on the map."""

import re

import pytest
from playwright.sync_api import expect

from chuangcheng.city.models import RegionShape, UploadedShapes
from chuangcheng.city.services.shapes import uploads
from tests import make
from tests.browser.conftest import Desk
from tests.city.boundary_files import COMMUNITY, feature, geojson, square, tree

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRIDS = geojson(
    feature(square()),
    feature(square(116.009), code=f"{COMMUNITY}002", name="东街二网格"),
)


def test_an_overlap_is_seen_mended_and_drawn(desk: Desk) -> None:
    tree()
    page = desk(make.officer())
    page.goto("/city/boundaries/")
    page.locator("input[type=file]").set_input_files(
        {"name": "网格.geojson", "mimeType": "application/json", "buffer": GRIDS}
    )
    page.get_by_label("坐标系").select_option(label="WGS-84（卫星定位）")
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("正在核对")).to_be_visible()
    uploads.look(UploadedShapes.objects.get().pk)

    item = page.get_by_role("button", name=re.compile("东街一网格与东街二网格重叠"))
    expect(item).to_be_visible()
    item.click()
    expect(page.locator("tr.is-current")).to_have_count(1)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("正在导入")).to_be_visible()
    uploads.take(UploadedShapes.objects.get().pk, at=make.NOON)

    expect(page.get_by_text("已导入 2 个区划的边界")).to_be_visible()
    first, second = RegionShape.objects.order_by("region__code")
    assert first.east == second.west

    page.goto(f"/city/region/{COMMUNITY}001/")
    expect(page.get_by_role("img", name="东街一网格的范围")).to_be_visible()
    expect(page.get_by_text("0.96 平方公里")).to_be_visible()
