"""An officer divides the standards up; whoever takes over the seat takes over the duty."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chuangcheng.accounts.roles import Role
from chuangcheng.city.services import seats
from chuangcheng.framework.models import EditionState, Responsibility
from tests import make
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_proposal_to_the_person_who_answers(desk: Desk) -> None:
    unit = make.unit(name="示例市城市管理局", short_name="市城管局")
    seat = make.seat(make.user(name="陈红"), role=Role.LIAISON, at=unit)
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    for name in ("街面环境卫生", "公共厕所管理"):
        make.indicator(edition, name=name, typical_units=("市城管局", "物业公司"))
    page = desk(make.officer())

    page.goto("/framework/responsibilities/gaps/")
    nobody = page.get_by_role("link", name=re.compile("无人负责"))
    expect(nobody).to_contain_text("2 条")
    page.get_by_role("link", name="指标责任").click()
    page.get_by_role("link", name="按常见单位建议").click()
    page.get_by_role("link", name=re.compile("^全部")).click()
    expect(page.get_by_text("已勾选 2 行")).to_be_visible()
    expect(page.get_by_text("随小区而定").first).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("采用 .* 市城管局")).first.uncheck()
    assert not Responsibility.objects.exists()
    page.get_by_role("button", name="确认勾选的建议").click()
    expect(page.get_by_text("已按建议定下 1 项职责")).to_be_visible()

    page.goto("/framework/responsibilities/gaps/")
    expect(nobody).to_contain_text("1 条")

    page.goto(unit.get_absolute_url())
    box = page.get_by_label("负责的测评标准")
    expect(box.get_by_role("link", name="公共厕所管理")).to_be_visible()
    expect(box).to_contain_text("陈红")

    successor = make.user(name="赵强")
    seats.assign(seat.post, successor, starts_on=timezone.localdate(), by=None)

    page.reload()
    expect(box).to_contain_text("赵强")
    own = desk(successor)
    own.goto("/framework/responsibilities/mine/")
    expect(own.get_by_role("link", name="公共厕所管理")).to_be_visible()
    standard = Responsibility.objects.get().indicator_id
    own.goto(f"/framework/responsibilities/of/{standard}/")
    expect(own.get_by_text("陈红")).to_be_visible()
    expect(own.get_by_text("按常见单位建议")).to_be_visible()


def test_a_unit_is_added_by_hand_with_one_of_its_posts(desk: Desk) -> None:
    unit = make.unit(name="示例市城市管理局", short_name="市城管局")
    make.seat(make.user(name="陈红"), role=Role.LIAISON, at=unit)
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    standard = make.indicator(edition)
    page = desk(make.officer())

    page.goto(f"/framework/responsibilities/of/{standard.pk}/")
    form = page.get_by_role("region", name="增加责任单位")
    form.get_by_role("combobox").first.fill("城管")
    page.get_by_role("option", name=re.compile("城市管理局")).click()
    post = form.get_by_label("责任岗位")
    expect(post.get_by_role("option", name=re.compile("陈红"))).to_be_attached()
    post.select_option(index=1)
    form.get_by_role("button", name="增加").click()

    duties = page.get_by_role("region", name="责任单位、岗位和责任人")
    expect(duties).to_contain_text("陈红")


def test_a_rule_is_uploaded_found_and_compared(desk: Desk) -> None:
    page = desk(make.officer())

    page.goto("/framework/rules/")
    page.get_by_role("link", name="新增制度").first.click()
    page.get_by_label("名称").fill("门前三包管理办法")
    page.get_by_label("施行日期").fill("2026-03-01")
    page.get_by_label("制度文件").set_input_files(
        {
            "name": "办法.txt",
            "mimeType": "text/plain",
            "buffer": "第一条 沿街商户每月清扫一次。".encode(),
        }
    )
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("每月清扫")).to_be_visible()

    page.get_by_role("link", name="新增版本").click()
    page.get_by_label("施行日期").fill("2026-06-01")
    page.get_by_label("正文").fill("第一条 沿街商户每周清扫一次。")
    page.get_by_role("button", name="新增版本").click()
    page.get_by_role("link", name="与第 2 版对比").click()
    expect(page.locator("ins")).to_contain_text("周")
    expect(page.locator("del")).to_contain_text("月")

    page.goto("/framework/rules/")
    page.get_by_label("名称、发文字号或正文").fill("沿街商户")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("mark")).to_have_text("沿街商户")
