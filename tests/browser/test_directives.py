"""An officer's morning: a document in, its tasks checked and sent, a unit sees them."""

import re

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Directive, DraftTask, Task
from tests import make
from tests.browser.conftest import Desk
from tests.ledger import jobs
from tests.ledger.speeches import SPEECH, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def parks() -> Unit:
    for name in ("城市管理局", "教育局"):
        make.unit(name=f"云溪区{name}", short_name=f"区{name}")
    street = make.unit(name="云溪区东湖街道办事处", short_name="东湖街道")
    street.kind = "STREET"
    street.save()
    return make.unit(name="云溪区园林绿化中心", short_name="区园林中心")


def card(page: Page, words: str) -> str:
    """Return where the card of a draft is, however it is shown."""
    return f"#draft-{DraftTask.objects.get(action__contains=words).number}"


def upload(page: Page) -> None:
    page.goto("/ledger/directives/")
    page.get_by_label("把文件拖到这里").set_input_files(
        {"name": "通知.txt", "mimeType": "text/plain", "buffer": SPEECH.encode()}
    )
    page.get_by_role("button", name="上传并拆解").click()
    expect(page.get_by_text("正在拆解任务")).to_be_visible()
    jobs.run_all()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("已核 0 / 5")).to_be_visible()


def match_the_parks(page: Page) -> None:
    page.get_by_role("link", name=re.compile("单位对应")).click()
    row = page.locator(".name", has_text="区园林绿化办")
    row.get_by_role("combobox").fill("园林中心")
    row.get_by_role("option", name=re.compile("园林绿化中心")).click()
    row.get_by_role("button", name="确认").click()
    expect(row.get_by_text("已确认")).to_be_visible()
    expect(page.get_by_text("全部称谓都有对应单位")).to_be_visible()
    page.get_by_role("link", name="返回审阅任务").click()


def leave_one_out(page: Page) -> None:
    where = page.locator(card(page, "文明礼仪教育"))
    where.get_by_role("button", name="不采用").click()
    expect(where.get_by_role("button", name="恢复")).to_be_visible()
    expect(page.get_by_text("已核 0 / 4")).to_be_visible()
    expect(page.locator(".source .span.is-dropped")).to_have_text(
        "每学期开展1次文明礼仪教育"
    )


def add_one(page: Page) -> None:
    page.get_by_text("各有关单位要高度重视。").select_text()
    page.get_by_role("button", name="选中的文字新增任务").click()
    page.get_by_role("button", name="新增这一条").click()
    new = page.locator(".draft.is-editing")
    new.get_by_label("任务", exact=False).first.fill("报送工作方案")
    new.get_by_label("频次").fill("每月11日")
    new.get_by_role("combobox", name="对应单位").first.fill("园林")
    new.get_by_role("option", name=re.compile("园林绿化中心")).first.click()
    new.get_by_role("button", name="保存并核对无误").click()
    expect(page.get_by_text("已核 1 / 5")).to_be_visible()
    expect(page.get_by_role("heading", name="报送工作方案")).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("link", name="发布…").click()
    page.get_by_label("新方案名称").fill("创城重点工作")
    page.get_by_label("开始日期").fill("2026-01-01")
    page.get_by_label("结束日期").fill("2026-12-31")
    page.get_by_role("button", name="发布并交办").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("将交办 5 项任务给 4 个单位")
    assert not Task.objects.exists()
    dialog.get_by_role("button", name="发布并交办").click()
    expect(page.get_by_text("已交办 5 项任务。")).to_be_visible()


def test_a_document_becomes_tasks_that_a_unit_sees(desk: Desk, parks: Unit) -> None:
    officer, liaison = make.officer(), make.liaison(parks)
    page = desk(officer)

    upload(page)
    match_the_parks(page)
    leave_one_out(page)
    add_one(page)
    publish(page)
    jobs.run_all()

    theirs = desk(liaison)
    theirs.goto("/ledger/tasks/")
    expect(theirs.get_by_text("新增绿地12公顷").first).to_be_visible()
    expect(theirs.get_by_text("报送工作方案").first).to_be_visible()
    expect(theirs.get_by_text("完成校门口秩序整治")).to_have_count(0)
    assert Task.objects.get(title="报送工作方案").recurrence == "FREQ=MONTHLY;BYMONTHDAY=11"


def test_keys_walk_the_cards_and_the_source_follows(desk: Desk, parks: Unit) -> None:
    page = desk(make.officer())
    upload(page)
    first = DraftTask.objects.order_by("confidence", "start").first()
    assert first is not None

    page.keyboard.press("j")

    expect(page.locator(f"#draft-{first.number}")).to_be_focused()
    span = page.locator(f'.source [data-link="{first.number}"]')
    expect(span).to_have_class(re.compile("is-current"))
    page.keyboard.press("Enter")
    expect(page.locator(".draft.is-editing")).to_be_visible()
    page.get_by_role("link", name="取消").click()
    expect(page.locator(".draft.is-editing")).to_have_count(0)


def test_a_sentence_is_cut_where_the_cursor_stands(desk: Desk, parks: Unit) -> None:
    page = desk(make.officer())
    upload(page)
    where = page.locator(card(page, "完成20条背街小巷整治"))
    where.get_by_role("link", name="拆分").click()

    where.get_by_role("button", name=re.compile("在“打通堵点”前拆开")).click()

    expect(page.get_by_text("已核 0 / 6")).to_be_visible()
    halves = Directive.objects.get().drafts.order_by("start")[:2]
    assert [half.text for half in halves] == [
        "区城市管理局要在6月底前完成20条背街小巷整治，",
        "打通堵点",
    ]


def test_two_reviewers_do_not_overwrite_each_other(desk: Desk, parks: Unit) -> None:
    mine, theirs = desk(make.officer()), desk(make.officer())
    upload(mine)
    where = card(mine, "新增绿地12公顷")
    mine.locator(where).get_by_role("link", name="修改").click()
    mine.get_by_label("任务 必填").fill("我的写法")
    theirs.goto(Directive.objects.get().get_absolute_url())
    theirs.locator(where).get_by_role("button", name="核对无误").click()
    expect(theirs.get_by_text("已核 1 / 5")).to_be_visible()

    mine.get_by_role("button", name="保存并核对无误").click()

    expect(mine.get_by_role("alert").filter(has_text="刚刚改过")).to_be_visible()
    expect(mine.get_by_role("region", name="最新内容")).to_contain_text("新增绿地12公顷")
    expect(mine.get_by_label("任务 必填")).to_have_value("我的写法")
