"""The system administrator's accounts, one by one and from a list."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import is_in, queries_of, try_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make.administrator(Duty.SYSTEM, name="钱系"))
    return client


def test_an_account_is_opened_and_its_password_shown_once(office: Client) -> None:
    response = office.post(
        reverse("person_new"),
        {"username": "limei", "name": "李梅", "phone": "139 0000 1234"},
    )

    assert response.status_code == 201
    [opened] = response.context["opened"]
    assert opened.password in response.content.decode()
    assert response["Cache-Control"].find("no-store") >= 0
    person = User.objects.get(username="limei")
    assert (person.name, person.phone, person.must_change_password) == (
        "李梅",
        "13900001234",
        True,
    )
    newcomer = Client()
    try_to(newcomer, "limei", opened.password)
    assert newcomer.get("/")["Location"] == reverse("account_change_password")
    page = office.get(reverse("person", args=["limei"])).content.decode()
    assert opened.password not in page
    assert opened.password not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"username": "LIMEI"}, "已被使用"),
        ({"username": "li mei"}, "用户名只能用"),
        ({"username": ""}, "这个字段是必填项"),
        ({"phone": "12345"}, "11 位数字"),
        ({"name": ""}, "这个字段是必填项"),
    ],
    ids=["taken in small letters", "blank inside", "no user name", "no number", "no name"],
)
def test_a_wrong_entry_is_refused_with_the_reason(
    office: Client, fields: dict[str, str], reason: str
) -> None:
    User.objects.create(username="limei", name="李梅")
    valid = {"username": "new", "name": "新人", "phone": ""}

    response = office.post(reverse("person_new"), valid | fields)

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert User.objects.count() == 2


def test_name_and_number_are_corrected_and_the_record_tells_which(office: Client) -> None:
    person = make.user()

    response = office.post(
        reverse("person", args=[person.username]), {"name": "王敏敏", "phone": person.phone}
    )

    assert response["Location"] == reverse("people")
    assert User.objects.get(pk=person.pk).name == "王敏敏"
    entry = AuditEntry.objects.get(verb="accounts.person.edited")
    assert entry.detail == {"fields": ["name"]}


def test_an_account_is_stopped_and_resumed_on_its_page(office: Client) -> None:
    person = make.user()

    office.post(reverse("person_disable", args=[person.username]))
    assert not User.objects.get(pk=person.pk).is_active
    again = office.post(reverse("person_disable", args=[person.username]))
    assert again.status_code == 422
    assert "已经停用" in again.content.decode()
    office.post(reverse("person_enable", args=[person.username]))

    assert User.objects.get(pk=person.pk).is_active


def test_nobody_stops_their_own_account(client: Client) -> None:
    person = make.administrator(Duty.SYSTEM)
    client.force_login(person)

    response = client.post(reverse("person_disable", args=[person.username]))

    assert response.status_code == 422
    assert "不能停用自己" in response.content.decode()
    assert is_in(client)


def test_the_list_is_searched_filtered_and_hides_numbers(office: Client) -> None:
    make.user(name="李梅")
    make.user(name="韩停", is_active=False)

    page = office.get(reverse("people"), {"q": "李", "state": "active"}).content.decode()

    assert "李梅" in page
    assert "韩停" not in page
    assert "共 1 个" in page
    assert "139****" in page
    assert User.objects.get(name="李梅").phone not in page


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    page = office.get(reverse("people"), {"q": "没有这个人"}).content.decode()

    assert "没有符合条件的账号" in page


def test_the_list_costs_the_same_for_one_and_for_many(office: Client) -> None:
    office.get(reverse("people"))
    few = queries_of(office, reverse("people"))

    for _ in range(60):
        make.user()

    assert queries_of(office, reverse("people")) == few <= 8


def test_the_list_goes_out_as_excel_and_that_is_on_record(office: Client) -> None:
    make.user(name="=李梅")

    response = office.get(reverse("people_export"), {"q": "李梅"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1] != "=李梅"
    assert str(rows[1][1]).endswith("李梅")
    assert AuditEntry.objects.get(verb="accounts.person.exported").detail == {"q": "李梅"}


# --- from a list ------------------------------------------------------------------------


def bring_in(office: Client, *rows: tuple[Any, ...], header: tuple[str, ...] = ()) -> Any:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header or ("用户名", "姓名", "手机号"), *rows):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    file = SimpleUploadedFile("名单.xlsx", packed.getvalue())
    return office.post(reverse("people_import"), {"file": file})


def test_a_list_opens_every_account(office: Client) -> None:
    response = bring_in(office, ("limei", "李梅", 13900001234), ("zhao", "赵六", None))

    assert response.status_code == 201
    opened = {each.person.username: each.password for each in response.context["opened"]}
    assert set(opened) == {"limei", "zhao"}
    assert User.objects.get(username="limei").phone == "13900001234"
    assert "下载 Excel" in response.content.decode()
    newcomer = Client()
    try_to(newcomer, "zhao", opened["zhao"])
    assert newcomer.get("/")["Location"] == reverse("account_change_password")
    entry = AuditEntry.objects.get(verb="accounts.person.imported")
    assert entry.detail == {"file": "名单.xlsx", "usernames": ["limei", "zhao"]}
    assert opened["zhao"] not in str(entry.detail)


def test_the_same_list_again_changes_nothing(office: Client) -> None:
    rows = ("limei", "李梅", "13900001234"), ("zhao", "赵六", None)
    bring_in(office, *rows)
    before = list(User.objects.order_by("pk").values())

    response = bring_in(office, *rows)

    assert response.status_code == 200
    assert "2 个账号都已开通，没有改动" in response.content.decode()
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("zhao", "", None), "姓名", "必填"),
        (("zhao", "赵六", "1390"), "手机号", "11 位数字"),
        (("zhao liu", "赵六", None), "用户名", "用户名只能用"),
        (("LiMei", "赵六", None), "用户名", "与第 2 行的用户名重复"),
        (("held", "赵六", None), "用户名", "已属于原主"),
        (("zhao", "赵六", "13912345678"), "手机号", "属于一名管理员"),
    ],
    ids=["no name", "bad number", "bad user name", "twice", "held", "an administrator"],
)
def test_one_wrong_line_keeps_the_whole_list_back(
    office: Client, row: tuple[Any, ...], column: str, reason: str
) -> None:
    User.objects.create(username="held", name="原主")
    User.objects.filter(duty=Duty.SYSTEM).update(phone="13912345678")
    before = User.objects.count()

    response = bring_in(office, ("limei", "李梅", None), row)

    page = response.content.decode()
    assert response.status_code == 422
    assert User.objects.count() == before
    [problem] = response.context["problems"]
    assert (problem.row, problem.column) == (3, column)
    assert reason in problem.text
    assert "一个账号也没有开通" in page


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("空.xlsx", b"", "空"),
        ("乱.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("图.xlsx", b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    office: Client, name: str, raw: bytes, reason: str
) -> None:
    response = office.post(
        reverse("people_import"), {"file": SimpleUploadedFile(name, raw)}
    )

    assert response.status_code == 422
    assert reason in " ".join(response.context["form"].errors["file"])


def test_a_list_without_names_is_refused_with_the_column(office: Client) -> None:
    response = bring_in(office, ("limei",), header=("用户名",))

    assert response.status_code == 422
    assert "“姓名”" in response.content.decode()


def test_the_template_reads_back_as_an_empty_list(office: Client) -> None:
    packed = office.get(reverse("people_template")).content

    sheet = openpyxl.load_workbook(io.BytesIO(packed)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["用户名", "姓名", "手机号"]
