"""责任状: the paper a unit's head signs."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.shared import Mm, Pt

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import Unit
from chuangcheng.framework.models import EditionState, ResponsibilityRole
from chuangcheng.ledger.models import Plan
from chuangcheng.ledger.states import State
from chuangcheng.platform.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Unit:
    return make.unit(name="云溪区园林绿化局")


@pytest.fixture
def plan() -> Plan:
    return make.plan(name="创城攻坚年方案")


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(unit: Unit, plan: Plan) -> str:
    return reverse("ledger:pledge", args=[unit.code, plan.pk])


def paper(person: User, unit: Unit, plan: Plan) -> "docx.document.Document":
    answer = as_(person).get(url(unit, plan))
    assert answer.status_code == 200
    return docx.Document(BytesIO(answer.content))


def test_the_paper_lists_the_standards_the_unit_answers_for(
    bureau: Unit, plan: Plan
) -> None:
    make.task(title="种树", lead=bureau, plan=plan)
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    lead, support = (
        make.indicator(edition, code=code, name=name)
        for code, name in (("III-1", "绿地养护"), ("III-2", "古树保护"))
    )
    make.duty(support, unit=bureau, role=ResponsibilityRole.SUPPORT)
    make.duty(lead, unit=bureau)
    make.duty(make.indicator(edition, name="别家的"), unit=make.unit())

    found = paper(make.officer(), bureau, plan)

    _own, standards, _signatures = found.tables
    assert [[cell.text for cell in row.cells] for row in standards.rows] == [
        ["序号", "编号", "测评标准", "分值", "职责"],
        ["1", "III-1", "绿地养护", "1", "牵头"],
        ["2", "III-2", "古树保护", "1", "配合"],
    ]
    assert "负责下列 2 条测评标准" in "\n".join(each.text for each in found.paragraphs)


def test_the_paper_tells_what_the_unit_owes(bureau: Unit, plan: Plan) -> None:
    make.unit_head(bureau)
    make.task(
        title="种树", lead=bureau, plan=plan, deadline=date(2026, 9, 30),
        targets=(("20", ""),),
    )  # fmt: skip
    make.task(
        title="巡查", main=bureau, plan=plan, deadline=None,
        recurrence="FREQ=MONTHLY;BYMONTHDAY=11",
    )  # fmt: skip
    make.task(title="帮忙", support=bureau, lead=make.unit(), plan=plan)
    make.task(title="没交办", lead=bureau, plan=plan, state=State.PLANNED)
    make.task(title="另一方案", lead=bureau)

    found = paper(make.officer(), bureau, plan)

    own, support, signatures = found.tables
    assert [[cell.text for cell in row.cells] for row in own.rows] == [
        ["序号", "任务", "量化指标", "完成时限", "责任"],
        ["1", "种树", "绿地面积≥20公顷", "2026年9月30日前", "牵头"],
        ["2", "巡查", "—", "每月11日", "主责"],
    ]
    assert [row.cells[1].text for row in support.rows] == ["任务", "帮忙"]
    words = "\n".join(each.text for each in found.paragraphs)
    assert "创城攻坚年方案\n目标任务责任状" in words
    assert "2026年1月1日至2026年12月31日" in words
    assert "承担 2 项任务，配合完成 1 项任务" in words
    left, right = (cell.text for cell in signatures.rows[0].cells)
    assert "创城办（盖章）" in left
    assert "云溪区园林绿化局（盖章）" in right
    assert "主要负责人王敏（签字）" in right


def test_the_layout_is_that_of_an_official_paper(bureau: Unit, plan: Plan) -> None:
    make.task(lead=bureau, plan=plan)

    found = paper(make.officer(), bureau, plan)

    section = found.sections[0]
    margins = (
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round((each or 0) / Mm(1)) for each in margins] == [37, 35, 28, 26]
    title = found.paragraphs[0].runs[0]
    assert title._element.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["方正小标宋简体"]
    assert title.font.size == Pt(22)
    normal = found.styles["Normal"].element
    assert normal.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["仿宋_GB2312"]
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml


def test_a_unit_has_its_own_and_no_other(bureau: Unit, plan: Plan) -> None:
    other = make.unit()
    for unit in (bureau, other):
        make.task(lead=unit, plan=plan)
    liaison = make.liaison(bureau)

    assert as_(liaison).get(url(bureau, plan)).status_code == 200
    assert as_(liaison).get(url(other, plan)).status_code == 404
    assert as_(make.administrator(Duty.AUDIT)).get(url(bureau, plan)).status_code == 403
    assert Client().get(url(bureau, plan)).status_code == 302


def test_a_unit_without_tasks_has_nothing_to_sign(bureau: Unit, plan: Plan) -> None:
    assert as_(make.officer()).get(url(bureau, plan)).status_code == 404


def test_every_paper_is_written_down(bureau: Unit, plan: Plan) -> None:
    make.task(lead=bureau, plan=plan)

    paper(make.officer(), bureau, plan)

    assert AuditEntry.objects.get(verb="ledger.pledge.written").key == bureau.name


def test_the_list_shows_the_units_of_a_plan(bureau: Unit, plan: Plan) -> None:
    make.task(lead=bureau, support=make.unit(name="云溪区城市管理局"), plan=plan)
    officer, liaison = make.officer(), make.liaison(bureau)
    address = reverse("ledger:pledges") + f"?plan={plan.pk}"

    page = as_(officer).get(address).content.decode()
    own = as_(liaison).get(address).content.decode()

    assert "云溪区园林绿化局" in page
    assert "云溪区城市管理局" in page
    assert "云溪区城市管理局" not in own


def test_statements_do_not_grow_with_the_tasks(bureau: Unit, plan: Plan) -> None:
    client = as_(make.officer())

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [url(bureau, plan), reverse("ledger:pledges") + f"?plan={plan.pk}"]
    make.task(lead=bureau, plan=plan, targets=(("20", ""),))
    statements(pages[0])  # The first one also begins the session.
    before = [statements(page) for page in pages]
    for _ in range(10):
        make.task(lead=bureau, support=make.unit(), plan=plan, targets=(("20", ""),))

    assert [statements(page) for page in pages] == before
