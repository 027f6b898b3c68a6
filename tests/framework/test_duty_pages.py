"""The pages about responsibility: what they show, refuse and ask of the database."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.framework import duty_sheet
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    Responsibility,
    ResponsibilityRole,
)
from tests import make

pytestmark = pytest.mark.django_db


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office() -> Client:
    return _client(make.officer())


@pytest.fixture
def edition() -> Edition:
    return make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)


@pytest.fixture
def domain(edition: Edition) -> Indicator:
    return make.indicator(edition, name="市容环境", level=IndicatorLevel.DOMAIN)


def _standards(domain: Indicator, count: int) -> list[Indicator]:
    return [make.indicator(under=domain, name=f"标准{at}号") for at in range(count)]


def _text(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(f"{reverse(f'framework:{name}', args=args)}{query}")
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_without_an_edition_in_force_pages_say_what_they_would_hold(
    office: Client,
) -> None:
    for name in ("responsibilities", "gaps", "proposals", "duties_import"):
        assert "还没有现行的测评体系" in _text(office, name)
    assert "没有落到您岗位的标准" in _text(office, "my_duties")


def test_the_list_is_narrowed_by_gap_domain_unit_and_words(
    office: Client, domain: Indicator
) -> None:
    led, open_ = _standards(domain, 2)
    duty = make.duty(led)

    assert "共 2 条标准" in _text(office, "responsibilities")
    nobody = _text(office, "responsibilities", query="?gap=nobody")
    assert open_.name in nobody
    assert led.name not in nobody
    by_unit = _text(office, "responsibilities", query=f"?unit={duty.unit_id}")
    assert led.name in by_unit
    assert open_.name not in by_unit
    by_words = _text(office, "responsibilities", query=f"?q={open_.code}")
    assert open_.name in by_words
    assert led.name not in by_words
    assert led.name in _text(office, "responsibilities", query=f"?domain={domain.pk}")


@pytest.mark.parametrize("page", ["responsibilities", "gaps", "my_duties", "proposals"])
def test_a_page_asks_as_much_for_fifty_standards_as_for_two(
    office: Client, domain: Indicator, page: str
) -> None:
    def fill(count: int) -> None:
        for standard in _standards(domain, count):
            make.duty(standard, post=make.seat().post)

    fill(2)
    _text(office, page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        _text(office, page)
    fill(48)
    _text(office, page)
    with CaptureQueriesContext(connection) as many:
        _text(office, page)

    assert len(many) == len(few)


def test_ticked_standards_are_given_to_a_unit(office: Client, domain: Indicator) -> None:
    first, second = _standards(domain, 2)
    unit = make.unit()

    response = office.post(
        f"{reverse('framework:duties_bulk')}?gap=nobody",
        {"standards": [first.pk, second.pk], "unit": unit.pk, "role": "LEAD"},
    )

    assert response.status_code == 302
    assert response["Location"].endswith("?gap=nobody")
    assert Responsibility.objects.filter(unit=unit, role="LEAD").count() == 2


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({}, "没有勾选标准"), ({"standards": "1"}, "没有勾选标准")],
    ids=["nothing", "foreign"],
)
def test_a_bulk_without_standards_is_refused_in_words(
    office: Client, domain: Indicator, said: dict[str, str], refusal: str
) -> None:
    response = office.post(reverse("framework:duties_bulk"), said)

    assert response.status_code == 422
    assert refusal in response.content.decode()


def test_a_duty_is_added_changed_and_removed_by_hand(
    office: Client, domain: Indicator
) -> None:
    (standard,) = _standards(domain, 1)
    post = make.seat(make.user(name="陈红"), role=Role.LIAISON).post

    office.post(
        reverse("framework:duty_add", args=[standard.pk]),
        {"unit": post.unit_id, "role": "LEAD", "post": post.pk},
    )
    page = _text(office, "duties_of", standard.pk)
    assert "陈红" in page
    assert "手工指定" in page
    assert "陈红" in _text(office, "duties_panel", standard.pk)

    duty = Responsibility.objects.get()
    office.post(
        reverse("framework:duty_edit", args=[duty.pk]), {"role": "SUPPORT", "post": ""}
    )
    assert "由牵头改为配合" in _text(office, "duties_of", standard.pk)

    office.post(reverse("framework:duty_remove", args=[duty.pk]))
    assert not Responsibility.objects.exists()


def test_a_refusal_is_shown_beside_the_form(office: Client, domain: Indicator) -> None:
    (standard,) = _standards(domain, 1)
    lead = make.duty(standard)

    response = office.post(
        reverse("framework:duty_add", args=[standard.pk]),
        {"unit": make.unit().pk, "role": "LEAD", "post": ""},
    )

    assert response.status_code == 422
    assert f"已由{lead.unit}牵头" in response.content.decode()


def test_posts_are_offered_for_the_chosen_unit_with_who_sits_there(
    office: Client,
) -> None:
    seat = make.seat(make.user(name="陈红"))

    offered = _text(office, "post_options", query=f"?unit={seat.post.unit_id}")

    assert f"{seat.post.title}（陈红）" in offered
    assert _text(office, "post_options", query="?unit=x").count("<option") == 1


def test_the_gaps_shrink_as_duties_are_given(office: Client, domain: Indicator) -> None:
    standard, vacant = _standards(domain, 2)
    unit = make.unit(name="云溪区闲置局")
    post = make.seat().post
    post.seats.all().delete()
    make.duty(vacant, post=post)
    page = _text(office, "gaps")
    assert standard.name in page
    assert vacant.name in page
    assert "云溪区闲置局" in page

    make.duty(standard, unit=unit)

    page = _text(office, "gaps")
    assert "没有责任岗位" in page
    assert "云溪区闲置局" not in page


def test_a_person_with_too_much_is_named_with_score_and_rows(
    office: Client, domain: Indicator
) -> None:
    seat = make.seat(make.user(name="陈红"))
    for standard in _standards(domain, 3):
        make.duty(standard, post=seat.post)

    assert "陈红" not in _text(office, "gaps")
    page = _text(office, "gaps", query="?more_than=2")

    assert "陈红" in page
    assert f"person={seat.person_id}" in page
    rows = _text(office, "responsibilities", query=f"?person={seat.person_id}")
    assert "责任人 陈红" in rows
    assert "3 条标准中的 3 条" in rows


def test_the_gaps_leave_as_a_workbook(office: Client, domain: Indicator) -> None:
    (standard,) = _standards(domain, 1)

    response = office.get(reverse("framework:gaps_export"))

    book = openpyxl.load_workbook(BytesIO(response.content))
    assert book.sheetnames == [
        "无人负责", "没有牵头单位", "没有责任岗位", "岗位空缺", "没有指标的单位", "超过12条的人员",
    ]  # fmt: skip
    assert book["无人负责"]["B2"].value == standard.code


def test_what_is_exported_is_read_back_without_a_change(
    office: Client, domain: Indicator
) -> None:
    first, second = _standards(domain, 2)
    make.duty(first, post=make.seat().post)
    make.duty(second, role=ResponsibilityRole.SUPPORT)

    raw = office.get(reverse("framework:duties_export")).content
    file = SimpleUploadedFile("责任.xlsx", raw)
    response = office.post(reverse("framework:duties_upload"), {"file": file})

    assert "没有变化" in response.content.decode()


def test_a_sheet_is_looked_at_before_it_is_taken_over(
    office: Client, domain: Indicator
) -> None:
    (standard,) = _standards(domain, 1)
    unit = make.unit()
    raw = duty_sheet.write([(standard.code, "", "牵头", unit.code, "", "")])
    file = SimpleUploadedFile("责任.xlsx", raw)

    looked = office.post(reverse("framework:duties_upload"), {"file": file})
    assert "新增 1 行" in looked.content.decode()
    assert not Responsibility.objects.exists()
    assert "请核对后确认" in _text(office, "duties_import")

    office.post(reverse("framework:duties_confirm"))
    assert Responsibility.objects.get().unit == unit
    assert office.post(reverse("framework:duties_confirm")).status_code == 302


def test_a_bad_sheet_is_answered_with_rows_and_forgotten(
    office: Client, domain: Indicator
) -> None:
    raw = duty_sheet.write([("X-1", "", "牵头", "", "云溪区天文台", "")])
    file = SimpleUploadedFile("责任.xlsx", raw)

    response = office.post(reverse("framework:duties_upload"), {"file": file})

    assert response.status_code == 422
    assert "没有这个编号" in response.content.decode()
    assert "上传并核对" in _text(office, "duties_import")


def test_proposals_are_written_only_when_confirmed(
    office: Client, domain: Indicator
) -> None:
    unit = make.unit(name="示例市城市管理局", short_name="市城管局")
    post = make.seat(role=Role.LIAISON, at=unit).post
    standard = make.indicator(under=domain, typical_units=("市城管局", "市天文台"))

    page = _text(office, "proposals")
    assert "示例市城市管理局" in page
    assert "单位名录中没有" in page
    assert not Responsibility.objects.exists()

    key = f"{standard.pk}-0"
    response = office.post(
        reverse("framework:proposals"),
        {"line": key, f"unit-{key}": unit.pk, f"role-{key}": "LEAD"},
    )

    assert response.status_code == 302
    duty = Responsibility.objects.get()
    assert (duty.unit, duty.role, duty.post) == (unit, "LEAD", post)
    assert "每条标准都有牵头单位了" in _text(office, "proposals")


def test_a_collective_name_is_one_line_that_gives_every_unit_its_part(
    office: Client, domain: Indicator
) -> None:
    streets = [make.unit(name=f"云溪区{name}街道办事处") for name in ("东湖", "南门")]
    for street in streets:
        street.kind = "STREET"
        street.save()
    standard = make.indicator(under=domain, typical_units=("街道(乡镇)",))
    assert "等 2 个单位" in _text(office, "proposals")

    key = f"{standard.pk}-0"
    ids = " ".join(str(street.pk) for street in streets)
    office.post(
        reverse("framework:proposals"),
        {"line": key, f"unit-{key}": ids, f"role-{key}": "MAIN"},
    )

    given = Responsibility.objects.filter(role="MAIN").values_list("unit_id", flat=True)
    assert set(given) == {street.pk for street in streets}


def test_a_standard_without_a_lead_is_still_proposed_for_but_not_to_the_same_unit(
    office: Client, domain: Indicator
) -> None:
    standing = make.unit(name="示例市城市管理局", short_name="市城管局")
    standard = make.indicator(under=domain, typical_units=("市天文台", "市城管局"))
    make.duty(standard, unit=standing, role=ResponsibilityRole.SUPPORT)

    page = _text(office, "proposals")

    assert "市天文台" in page
    assert f'name="unit-{standard.pk}-0"' in page
    assert f'name="unit-{standard.pk}-1"' not in page


def test_a_ticked_line_without_a_unit_is_refused_with_its_standard(
    office: Client, domain: Indicator
) -> None:
    standard = make.indicator(under=domain, typical_units=("市天文台",))
    key = f"{standard.pk}-0"

    response = office.post(reverse("framework:proposals"), {"line": key, f"unit-{key}": ""})

    assert response.status_code == 422
    assert "没有选单位" in response.content.decode()


@pytest.mark.parametrize("line", ["x", "--", "999999-0", ""])
def test_lines_that_mean_nothing_are_not_taken(
    office: Client, domain: Indicator, line: str
) -> None:
    response = office.post(reverse("framework:proposals"), {"line": line})

    assert response.status_code == 422


def test_a_unit_and_a_person_see_what_they_answer_for(domain: Indicator) -> None:
    seat = make.seat(make.user(name="陈红"), role=Role.LIAISON)
    own, foreign = _standards(domain, 2)
    duty = make.duty(own, post=seat.post)
    make.duty(foreign)
    client = _client(seat.person)

    panel = _text(client, "unit_duties", duty.unit.code)
    assert own.name in panel
    assert foreign.name not in panel
    assert (
        reverse("framework:unit_duties", args=[duty.unit.code])
        in client.get(duty.unit.get_absolute_url()).content.decode()
    )
    mine = _text(client, "my_duties")
    assert own.name in mine
    assert foreign.name not in mine
