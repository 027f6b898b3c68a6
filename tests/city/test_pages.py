"""The pages of the city: who may open them, what they refuse, how much they ask the database."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Right, Role
from chuangcheng.city import panels
from chuangcheng.city.models import (
    ForceMember,
    Post,
    Region,
    Seat,
    TaskForce,
    Unit,
    UnitAlias,
    UploadedWorkbook,
    WorkdayOverride,
)
from chuangcheng.city.queries.workbook import exported
from chuangcheng.city.services import workbook
from chuangcheng.city.urls import urlpatterns
from tests import make
from tests.twin import cities

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)
SEE, MANAGE = {Right.SEE_CITY}, {Right.MANAGE_CITY}
SEATS, EITHER = {Right.MANAGE_SEATS}, {Right.MANAGE_CITY, Right.MANAGE_SEATS}
# Every page of the package and the rights that open it: a new page must be entered here.
DOORS = {
    "units": SEE, "unit": SEE, "unit_options": SEE, "regions": SEE, "region": SEE,
    "region_options": SEE, "posts": SEE, "post": SEE, "person_options": EITHER,
    "forces": SEE, "force": SEE, "outline": SEE, "post_options": SEE,
    "unit_add": MANAGE, "unit_edit": MANAGE, "unit_switch": MANAGE, "alias_add": MANAGE,
    "alias_remove": MANAGE, "unit_post_add": MANAGE, "region_add": MANAGE,
    "region_rename": MANAGE, "region_move": MANAGE, "region_switch": MANAGE,
    "region_post_add": MANAGE, "post_edit": MANAGE, "post_remove": MANAGE,
    "force_add": MANAGE, "force_edit": MANAGE, "force_switch": MANAGE,
    "member_add": MANAGE, "member_remove": MANAGE, "settings": MANAGE,
    "days_add": MANAGE, "day_remove": MANAGE,
    "my_area": SEE, "gaps": SEE, "gaps_export": SEE,
    "region_answerable": MANAGE, "patron_assign": MANAGE, "patron_end": MANAGE,
    "patron_withdraw": MANAGE, "shapes": MANAGE, "shapes_upload": MANAGE,
    "shapes_progress": MANAGE, "shapes_issues": MANAGE, "shapes_settle": MANAGE,
    "shapes_confirm": MANAGE, "shapes_discard": MANAGE,
    "seat_assign": SEATS, "seat_end": SEATS, "seat_withdraw": SEATS,
    "workbook": EITHER, "workbook_export": EITHER, "workbook_template": EITHER,
    "workbook_upload": EITHER, "workbook_confirm": EITHER, "workbook_discard": EITHER,
}  # fmt: skip
POST_ONLY = {
    "unit_switch", "alias_add", "alias_remove", "region_switch", "post_remove",
    "force_switch", "member_add", "member_remove", "days_add", "day_remove",
    "seat_assign", "seat_withdraw", "workbook_upload", "workbook_confirm",
    "workbook_discard", "patron_withdraw", "shapes_upload", "shapes_settle",
    "shapes_confirm", "shapes_discard",
}  # fmt: skip


@pytest.fixture
def city(db: None) -> None:
    workbook.load(cities.workbook(), name="区划与单位.xlsx", today=TODAY)


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office() -> Client:
    return _client(make.officer())


@pytest.fixture
def security() -> Client:
    return _client(make.user(duty=Duty.SECURITY))


def _address(name: str) -> str:
    pattern = next(each for each in urlpatterns if each.name == name)
    if "<str:code>" in str(pattern.pattern):
        return reverse(f"city:{name}", args=["none"])
    if "<int:pk>" in str(pattern.pattern):
        return reverse(f"city:{name}", args=[999_999])
    return reverse(f"city:{name}")


def _knock(client: Client, name: str) -> int:
    ask = client.post if name in POST_ONLY else client.get
    return ask(_address(name)).status_code


def test_every_page_is_in_the_table_of_doors() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(DOORS)
    assert {
        pattern.name: set(vars(pattern.callback)["rights"]) for pattern in urlpatterns
    } == DOORS


@pytest.mark.parametrize("name", DOORS)
def test_strangers_sign_in_and_a_missing_right_is_refused(name: str) -> None:
    assert _knock(Client(), name) == 302
    assert _knock(_client(make.user()), name) == 403
    assert _knock(_client(make.user(duty=Duty.AUDIT)), name) == 403
    liaison = _knock(_client(make.liaison(make.unit())), name)
    assert (liaison == 403) == (Right.SEE_CITY not in DOORS[name])


@pytest.mark.parametrize(
    "name", [name for name in DOORS if "<" in _address(name) or "none" in _address(name) or "999999" in _address(name)]
)  # fmt: skip
def test_what_does_not_exist_is_not_found(
    name: str, office: Client, security: Client
) -> None:
    client = security if DOORS[name] == SEATS else office

    assert _knock(client, name) == 404


LISTS = [
    ("units", "", 9),
    ("units", "?q=教育&kind=GOVERNMENT&sort=tree", 9),
    ("posts", "", 8),
    ("posts", "?q=教育&role=LIAISON&state=held", 8),
    # Who stands for the city itself is asked for too.
    ("regions", "", 17),
    ("forces", "", 7),
]


@pytest.mark.parametrize(("name", "asked", "most"), LISTS)
def test_a_list_of_the_whole_city_asks_few_questions(
    name: str,
    asked: str,
    most: int,
    office: Client,
    city: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    # The first page of a session also writes when it was last seen.
    office.get(reverse("city:settings"))

    with django_assert_max_num_queries(most):
        response = office.get(reverse(f"city:{name}") + asked)

    assert response.status_code == 200


def test_a_region_asks_as_much_for_many_parts_as_for_one(office: Client) -> None:
    whole = make.region(name="云溪市")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(reverse("city:regions")).status_code == 200
        return len(queries)

    make.region(parent=whole)
    asked()
    few = asked()
    for number in range(40):
        make.region(name=f"第{number}区", parent=whole)

    assert asked() == few


@pytest.mark.parametrize("name", ["units", "posts", "regions", "forces"])
def test_an_empty_list_says_what_to_do(name: str, office: Client, security: Client) -> None:
    page = security.get(reverse(f"city:{name}") + "?q=没有这个")

    assert "empty-place" in page.content.decode()


def test_the_unit_picker_ranks_by_what_is_meant(office: Client, city: None) -> None:
    answer = office.get(reverse("city:unit_options"), {"q": "区住建委"})

    first = json.loads(answer.content)[0]
    assert first["label"] == "云溪区住房和城乡建设委员会"
    assert first["value"] == Unit.objects.get(name=first["label"]).pk
    assert first["short"] == "区住房城乡建设委"


def test_the_pickers_answer_by_part_of_a_name(office: Client, city: None) -> None:
    def labels(name: str, words: str) -> list[str]:
        answer = office.get(reverse(f"city:{name}"), {"q": words})
        return [each["label"] for each in json.loads(answer.content)]

    assert labels("unit_options", "东湖街道办")[0] == "云溪区东湖街道办事处"
    assert labels("region_options", "990102001")[0] == "东湖街道"
    assert labels("person_options", "ccb01")
    assert labels("unit_options", "")


def test_a_unit_is_added_corrected_and_taken_out_of_use(office: Client) -> None:
    said = {
        "name": "云溪区体育局",
        "short_name": "区体育局",
        "kind": "GOVERNMENT",
        "order": "1",
    }

    office.post(reverse("city:unit_add"), said)
    unit = Unit.objects.get(name="云溪区体育局")
    office.post(
        reverse("city:unit_edit", args=[unit.code]), said | {"short_name": "体育局"}
    )
    office.post(reverse("city:alias_add", args=[unit.code]), {"name": "区体委"})
    office.post(reverse("city:unit_switch", args=[unit.code]))

    unit.refresh_from_db()
    assert (unit.short_name, unit.is_active) == ("体育局", False)
    assert UnitAlias.objects.get().name == "区体委"


def test_a_refused_change_is_explained_on_the_page(office: Client) -> None:
    unit = make.unit(name="云溪区体育局")
    make.liaison(unit)

    twin = office.post(
        reverse("city:unit_add"), {"name": "云溪区体育局", "kind": "GOVERNMENT"}
    )
    held = office.post(reverse("city:unit_switch", args=[unit.code]))

    assert (twin.status_code, held.status_code) == (422, 422)
    assert "已有名为" in twin.content.decode()
    assert "还有人任职" in held.content.decode()


def test_a_unit_page_shows_the_panels_of_other_packages(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [lambda unit, scope: panels.Panel("承担的任务", f"/tasks/{unit.code}/")]
    monkeypatch.setattr(panels, "UNIT_PANELS", offers)
    unit = make.unit()

    page = office.get(unit.get_absolute_url()).content.decode()

    assert "承担的任务" in page
    assert f'hx-get="/tasks/{unit.code}/"' in page


def test_a_seat_is_given_and_ended_by_the_security_administrator(security: Client) -> None:
    post = Post.objects.create(title="联络员", role=Role.LIAISON, unit=make.unit())
    person = make.user()
    said = {"person": person.pk, "starts_on": "2026-03-01"}

    security.post(reverse("city:seat_assign", args=[post.pk]), said)
    twice = security.post(reverse("city:seat_assign", args=[post.pk]), said)
    seat = Seat.objects.get()
    security.post(reverse("city:seat_end", args=[seat.pk]), {"ends_on": "2026-04-01"})

    assert twice.status_code == 422
    assert "无须重复登记" in twice.content.decode()
    seat.refresh_from_db()
    assert (seat.person, seat.ends_on) == (person, date(2026, 4, 1))


def test_an_administrator_is_refused_a_seat_in_words(security: Client) -> None:
    post = Post.objects.create(title="联络员", role=Role.LIAISON, unit=make.unit())
    person = make.user(duty=Duty.SYSTEM)

    page = security.post(
        reverse("city:seat_assign", args=[post.pk]),
        {"person": person.pk, "starts_on": "2026-03-01"},
    )

    assert page.status_code == 422
    assert "三员分立" in page.content.decode()


def test_a_region_grows_and_moves(office: Client, city: None) -> None:
    office.post(
        f"{reverse('city:region_add')}?under=990103",
        {"name": "港口街道", "level": "STREET", "code": "990103009"},
    )
    street = Region.objects.get(code="990103009")
    district = Region.objects.get(code="990104")
    office.post(
        reverse("city:region_move", args=[street.code]),
        {"to": district.pk, "code": "990104009"},
    )
    wrong = office.post(
        f"{reverse('city:region_add')}?under=990103",
        {"name": "新街道", "level": "STREET", "code": "990102777"},
    )

    street.refresh_from_db()
    assert (street.code, street.parent) == ("990104009", district)
    assert wrong.status_code == 422


def test_a_force_is_set_up_and_manned(office: Client) -> None:
    unit = make.unit()
    office.post(reverse("city:force_add"), {"name": "宣传组", "kind": "TASK_FORCE"})
    force = TaskForce.objects.get()

    office.post(
        reverse("city:member_add", args=[force.pk]), {"role": "MEMBER", "unit": unit.pk}
    )
    nobody = office.post(reverse("city:member_add", args=[force.pk]), {"role": "MEMBER"})

    assert ForceMember.objects.get().unit == unit
    assert "请选择人员或单位" in nobody.content.decode()


def test_the_yearly_notice_is_pasted(office: Client) -> None:
    notice = "劳动节：5月1日至5日放假调休。5月9日（周六）上班。"

    office.post(reverse("city:days_add"), {"year": "2027", "text": notice})
    empty = office.post(reverse("city:days_add"), {"year": "2027"})

    assert WorkdayOverride.objects.count() == 6
    assert WorkdayOverride.objects.get(is_workday=True).day == date(2027, 5, 9)
    assert empty.status_code == 422


def test_the_citys_choices_are_kept(office: Client) -> None:
    said = {
        "name": "示例市",
        "rest_day_rule": "NEXT",
        "due_soon_days": "5",
        "grid_digits": "3",
    }

    assert office.post(reverse("city:settings"), said).status_code == 302
    assert (
        office.post(reverse("city:settings"), said | {"due_soon_days": "0"}).status_code
        == 422
    )

    page = office.get(reverse("city:settings"))
    assert page.context["form"].initial["rest_day_rule"] == "NEXT"


def _upload(client: Client, raw: bytes) -> str:
    file = SimpleUploadedFile("本市.xlsx", raw)
    page = client.post(reverse("city:workbook_upload"), {"file": file})
    return page.content.decode()


def test_a_workbook_is_looked_at_then_confirmed(office: Client, city: None) -> None:
    raw = exported()
    Unit.objects.filter(name="云溪区体育局").update(short_name="体育局")

    page = _upload(office, raw)
    assert "简称由“体育局”改为“区体育局”" in page
    assert Unit.objects.get(name="云溪区体育局").short_name == "体育局"
    office.post(reverse("city:workbook_confirm"))

    assert Unit.objects.get(name="云溪区体育局").short_name == "区体育局"
    assert not UploadedWorkbook.objects.exists()


def test_a_wrong_workbook_is_shown_row_by_row_and_forgotten(security: Client) -> None:
    page = _upload(security, cities.workbook())

    assert "本表只能由创城办或系统管理员改动" in page
    assert not UploadedWorkbook.objects.exists()
    assert not Unit.objects.exists()


def test_a_file_that_is_no_workbook_is_refused_on_the_page(office: Client) -> None:
    assert "PDF" in _upload(office, b"%PDF-1.7 something")
    assert "空的" in _upload(office, b"") or "是空" in _upload(office, b"")


def test_nothing_to_confirm_is_said(office: Client) -> None:
    page = office.post(reverse("city:workbook_confirm"), follow=True)

    assert "没有待导入的文件" in page.content.decode()


def test_the_workbook_is_handed_out(office: Client, city: None) -> None:
    answer = office.get(reverse("city:workbook_export"))

    assert BytesIO(answer.content).read(2) == b"PK"
    assert "attachment" in answer["Content-Disposition"]
