"""An officer's list of points: in, doubted, decided, changed by the dozen, printed."""

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from chuangcheng.framework.models import EditionState, PointType
from chuangcheng.points.documents import labels
from chuangcheng.points.models import Point
from tests import make
from tests.browser.conftest import Desk
from tests.points.lists import row, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def market() -> PointType:
    kind = make.point_type(name="农贸市场")
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    make.checklist_item(kind, edition, name="环境卫生")
    make.point(name="人民路市场", type=kind, lon=112.005, lat=30.005)
    return kind


def upload(page: Page) -> None:
    raw = workbook(
        row("人民路大市场", at=(112.0051, 30.005), 地址="人民路 1 号"),
        row("滨江市场", at=(112.008, 30.008)),
    )
    page.goto("/points/")
    page.get_by_role("link", name="导入点位").click()
    page.get_by_label("点位表").set_input_files(
        {"name": "点位.xlsx", "mimeType": EXCEL, "buffer": raw}
    )
    page.get_by_role("button", name="上传并核对").click()


def decide(page: Page) -> None:
    expect(page.get_by_role("heading", name="疑似重复")).to_be_visible()
    expect(page.get_by_role("cell", name="10 米")).to_be_visible()
    choice = page.get_by_label("第 2 行怎样处理")
    expect(choice).to_have_value("UPDATE")
    choice.select_option("NEW")
    page.get_by_role("button", name="按选择重新核对").click()
    expect(page.get_by_text("将新增 2 个点位")).to_be_visible()
    choice.select_option("UPDATE")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入")).to_be_visible()
    page.get_by_role("link", name="查看点位").click()


def mark_as_key(page: Page) -> None:
    expect(page.get_by_text("在用 2 个")).to_be_visible()
    page.get_by_label("全选本页").check()
    page.get_by_role("button", name="批量修改").click()
    page.get_by_label("是否重点").check()
    page.get_by_label("重点", exact=True).select_option("yes")
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name="确认修改 2 个").click()
    expect(page.get_by_text("已修改 2 个点位：改为重点")).to_be_visible()


def read_one(page: Page) -> None:
    page.get_by_role("link", name="人民路大市场").click()
    expect(page.get_by_role("heading", name="检查清单")).to_be_visible()
    expect(page.get_by_text("环境卫生")).to_be_visible()
    expect(page.get_by_text("重点点位由“否”改为“是”")).to_be_visible()


def print_labels(page: Page) -> bytes:
    page.goto("/points/?chip=key")
    page.get_by_role("link", name="二维码").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="生成 PDF").click()
    return started.value.path().read_bytes()


@pytest.mark.skipif(not labels.fonts(), reason="needs a Chinese font")
def test_an_officer_brings_the_points_in_and_prints_their_codes(
    desk: Desk, market: PointType
) -> None:
    page = desk(make.officer())

    upload(page)
    decide(page)
    mark_as_key(page)
    read_one(page)
    content = print_labels(page)

    assert Point.objects.filter(is_key=True, type=market).count() == 2
    text = pdfium.PdfDocument(content)[0].get_textpage().get_text_range()
    assert text.count("DW-") == 2
