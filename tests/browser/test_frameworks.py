"""An officer makes the city's own edition: copies, edits, splits, merges, reweighs, puts it in force."""

import re

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    IndicatorMatch,
)
from tests import make
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def source() -> Edition:
    edition = make.edition(
        of=make.framework(name="全国文明城市", is_main=True),
        state=EditionState.IN_FORCE,
        full_score="4",
    )
    project = make.indicator(
        edition, code="I-1", name="生活环境", level=IndicatorLevel.DOMAIN
    )
    with make.past_the_lock():
        Indicator.objects.filter(pk=project.pk).update(weight=4)
    for code, name in (
        ("III-1", "街面环境卫生"),
        ("III-2", "户外公益广告"),
        ("III-3", "媒体公益广告"),
        ("III-4", "公共厕所"),
    ):
        make.indicator(
            under=project, code=code, name=name, score="1", methods=("MATERIALS",)
        )
    return edition


def copy(page: Page, source: Edition) -> None:
    page.goto("/framework/")
    page.get_by_role("link", name=source.name).click()
    page.get_by_role("link", name="复制为新草案").click()
    page.get_by_label("新版本的名称").fill("本市手册版")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("heading", name="全国文明城市 本市手册版")).to_be_visible()


def fold_and_unfold(page: Page) -> None:
    toggle = page.get_by_role("button", name="生活环境的下级")
    toggle.click()
    expect(page.get_by_role("link", name="街面环境卫生")).to_be_hidden()
    toggle.press("Enter")
    expect(page.get_by_role("link", name="III-1 街面环境卫生")).to_be_visible()


def edit(page: Page) -> None:
    page.get_by_role("link", name="修改街面环境卫生").click()
    page.get_by_label("达标值").fill("每百米垃圾不超过 1 处")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("每百米垃圾不超过 1 处")).to_be_visible()
    page.get_by_role("button", name="公共厕所上移").press("Enter")
    rows = page.locator("tbody th.is-title")
    expect(rows.nth(3)).to_contain_text("公共厕所")


def split(page: Page) -> None:
    page.get_by_role("link", name="拆分公共厕所").click()
    names = page.get_by_role("textbox", name=re.compile("^名称"))
    names.nth(0).fill("公厕数量")
    names.nth(1).fill("公厕保洁")
    page.get_by_role("button", name="拆分", exact=True).click()
    expect(page.get_by_text("已拆成 2 条")).to_be_visible()


def merge(page: Page) -> None:
    page.get_by_label("选择 III-2 户外公益广告").check()
    page.get_by_label("选择 III-3 媒体公益广告").check()
    page.get_by_role("button", name="合并").click()
    page.get_by_role("textbox", name=re.compile("^名称")).fill("公益广告刊播")
    page.get_by_label("分值").fill("1.5")
    page.get_by_role("button", name="合并").click()
    expect(page.get_by_text("2 条已合并为“III-2 公益广告刊播”")).to_be_visible()
    expect(page.get_by_text("合计 3.5 分，比总分 4 分少 0.5 分")).to_be_visible()


def reweigh(page: Page) -> None:
    page.get_by_role("link", name="校核", exact=True).click()
    expect(page.get_by_text("比权重 4 分少 0.5 分")).to_be_visible()
    expect(page.get_by_role("button", name="启用")).to_have_count(0)
    page.get_by_role("link", name="调整分值").first.click()
    street = page.get_by_label("III-1 街面环境卫生")
    street.fill("1.25")
    total = page.locator(".bulk-bar output")
    expect(total).to_have_text("合计 3.75 分，比总分 4 分少 0.25 分")
    street.fill("1.5")
    expect(total).to_have_text("合计 4 分，与总分一致")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存，1 条的分值有变化")).to_be_visible()


def put_in_force(page: Page, former: Edition) -> None:
    page.get_by_role("link", name="校核与启用").click()
    page.get_by_role("button", name="启用").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"“{former.name}”同时废止")
    dialog.get_by_role("button", name="启用").click()
    expect(page.get_by_text("已启用，今天起按这一版执行")).to_be_visible()
    expect(page.get_by_role("link", name="复制为新草案")).to_be_visible()


def test_an_officer_makes_the_citys_own_edition(desk: Desk, source: Edition) -> None:
    page = desk(make.officer())

    copy(page, source)
    fold_and_unfold(page)
    edit(page)
    split(page)
    merge(page)
    reweigh(page)
    put_in_force(page, source)

    own = Edition.objects.get(name="本市手册版")
    source.refresh_from_db()
    assert (own.state, source.state) == (EditionState.IN_FORCE, EditionState.RETIRED)
    continued = IndicatorMatch.objects.filter(newer__edition=own, newer__level="STANDARD")
    pairs = set(continued.values_list("older__code", "newer__name"))
    assert pairs == {
        ("III-1", "街面环境卫生"),
        ("III-2", "公益广告刊播"),
        ("III-3", "公益广告刊播"),
        ("III-4", "公厕数量"),
        ("III-4", "公厕保洁"),
    }
