"""A new handbook arrives: Excel in, what changed, pairs confirmed, duties carried over."""

import re

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.framework.exchange import write
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    Responsibility,
    ResponsibilityOrigin,
    ResponsibilityRole,
)
from chuangcheng.framework.queries.contents import content_of
from chuangcheng.framework.services import builtin
from tests import make
from tests.browser.conftest import Desk
from tests.framework import ten_changes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def shipped() -> Edition:
    """The shipped edition, with somebody who leads its first standard."""
    builtin.load(at=make.NOON)
    edition = Edition.objects.get(framework__is_main=True)
    Responsibility.objects.create(
        indicator=Indicator.objects.get(edition=edition, code="III-1"),
        unit=make.unit(name="云溪区委宣传部"),
        role=ResponsibilityRole.LEAD,
    )
    return edition


def upload(page: Page, edition: Edition, raw: bytes) -> None:
    page.goto(f"/framework/edition/{edition.pk}/workbook/")
    page.get_by_label("Excel 工作簿").set_input_files(
        {"name": "新手册.xlsx", "mimeType": EXCEL, "buffer": raw}
    )
    page.get_by_label("新草案名称").fill("2027版")
    page.get_by_role("button", name="上传并核对").click()


def take_over(page: Page) -> None:
    expect(page.get_by_role("heading", name=re.compile("请核对后确认"))).to_be_visible()
    expect(page.get_by_text("有变化的 10 项")).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已建立草案2027版")).to_be_visible()


def look_at_the_ten(page: Page) -> None:
    page.get_by_role("link", name="版本对比").click()
    expect(page.locator(".figure", has_text="变动分值")).to_contain_text("3.85 分")
    assert page.locator("tr:has(.change-kinds)").count() == 10
    page.get_by_role("link", name=re.compile("调整分值")).click()
    expect(page.locator("tr:has(.change-kinds)")).to_have_count(1)
    expect(page.locator("tr:has(.change-kinds)")).to_contain_text("区委宣传部")


def decide(page: Page) -> None:
    """Take one pair back, and confirm it again from the list of doubtful ones."""
    page.get_by_role("link", name="确认对应关系").first.click()
    page.get_by_role("link", name=re.compile("^已确认")).click()
    pair = page.get_by_label(re.compile("^选择 ")).first
    named = pair.get_attribute("aria-label") or ""
    pair.check()
    page.get_by_role("button", name="撤回结论").click()
    expect(page.get_by_text("已撤回 1 对")).to_be_visible()
    page.get_by_role("link", name=re.compile("^待确认")).click()
    page.get_by_label(named, exact=True).check()
    page.get_by_role("button", name="确认对应").click()
    expect(page.get_by_text("已确认 1 对")).to_be_visible()


def carry_over(page: Page) -> None:
    page.get_by_role("link", name="承接责任和依据").click()
    row = page.get_by_role("row", name=re.compile("^责任"))
    expect(row).to_contain_text("1 条")
    page.get_by_role("button", name=re.compile(r"^承接 \d+ 条")).click()
    expect(page.get_by_text(re.compile(r"已承接 \d+ 条到2027版"))).to_be_visible()


def test_a_new_handbook_is_taken_over(desk: Desk, shipped: Edition) -> None:
    page = desk(make.officer())

    upload(page, shipped, b"%PDF-1.7")
    expect(page.get_by_text("是 PDF，不是表格")).to_be_visible()
    upload(page, shipped, ten_changes.edited(write(content_of(shipped))))
    take_over(page)
    look_at_the_ten(page)
    decide(page)
    carry_over(page)

    carried = Responsibility.objects.get(origin=ResponsibilityOrigin.CARRIED)
    assert carried.indicator.edition.name == "2027版"
    assert carried.unit.name == "云溪区委宣传部"
