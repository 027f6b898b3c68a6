"""QR labels to print."""

import io
import re

import pypdfium2 as pdfium
import pytest
import segno
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from chuangcheng.accounts.models import Notification, User
from chuangcheng.points.documents import labels as documents
from chuangcheng.points.models import LabelSheet, Point, SheetState
from chuangcheng.points.services import labels as services
from tests import make

needs_font = pytest.mark.skipif(not documents.fonts(), reason="needs a Chinese font")


def label(number: int = 1, name: str = "人民路市场") -> documents.Label:
    code = f"DW-{number:05d}"
    url = f"https://cc.example.gov.cn/points/p/{code}/"
    return documents.Label(name=name, code=code, type="农贸市场", url=url)


def pages_of(content: bytes) -> list[str]:
    opened = pdfium.PdfDocument(content)
    return [
        re.sub(r"\s", "", opened[number].get_textpage().get_text_range())
        for number in range(len(opened))
    ]


@needs_font
@pytest.mark.parametrize(("layout", "per_sheet"), [("small", 24), ("large", 8)])
def test_labels_fill_sheets_of_a4(layout: str, per_sheet: int) -> None:
    listed = [label(number) for number in range(1, per_sheet + 2)]

    content = documents.write(listed, city="云溪市", layout=documents.LAYOUTS[layout])

    pages = pages_of(content)
    assert [page.count("农贸市场") for page in pages] == [per_sheet, 1]
    assert "云溪市创城点位" in pages[0]
    assert "人民路市场" in pages[0]
    assert f"DW-{per_sheet + 1:05d}" in pages[1]
    width, height = pdfium.PdfDocument(content)[0].get_size()
    assert (round(width), round(height)) == (595, 842)


@needs_font
def test_markup_in_a_name_stays_a_name() -> None:
    content = documents.write(
        [label(name='#panic("x") *粗*')], city="", layout=documents.LAYOUTS["large"]
    )

    assert '#panic("x")*粗*' in pages_of(content)[0]


def test_the_code_holds_the_address_with_a_quiet_zone() -> None:
    url = label().url
    drawn = documents.qr_code(url)

    side = len(segno.make(url, error="q", micro=False).matrix) + 8
    assert f'viewBox="0 0 {side} {side}"' in drawn
    expected = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        expected, kind="svg", border=4, xmldecl=False, omitsize=True
    )
    assert drawn == expected.getvalue().decode()


def test_without_a_chinese_font_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "fonts", list)

    with pytest.raises(documents.NoFont, match="fonts-noto-cjk"):
        documents.write([label()], city="", layout=documents.LAYOUTS["small"])


@pytest.fixture
def officer(db: None) -> User:
    return make.officer()


@pytest.fixture
def office(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@needs_font
def test_a_few_labels_are_handed_out_at_once(office: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://cc.example.gov.cn"
    chosen = make.point(name="人民路市场")
    make.point(name="公园")

    response = office.post(reverse("points:labels_write"), {"codes": [chosen.code]})

    assert response["Content-Type"] == "application/pdf"
    assert pages_of(response.content)[0].count("DW-") == 1


@needs_font
def test_many_labels_are_drawn_by_a_job(
    officer: User, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "WAITED_FOR", 1)
    for _ in range(3):
        make.point()

    ordered = office.post(reverse("points:labels_write"), {"everything": "1"}, follow=True)
    assert "正在生成 3 个二维码" in ordered.content.decode()
    again = office.post(reverse("points:labels_write"), {"everything": "1"})
    assert "上一份二维码正在生成" in again.content.decode()
    services.run(officer.pk, at=make.NOON)
    services.run(officer.pk, at=make.NOON)

    assert LabelSheet.objects.get().state == SheetState.DONE
    assert Notification.objects.filter(recipient=officer).count() == 1
    fetched = b"".join(office.get(reverse("points:label_file")))
    assert pages_of(fetched)[0].count("DW-") == 3


def test_nothing_ticked_prints_nothing(office: Client) -> None:
    make.point()

    response = office.post(reverse("points:labels_write"), {})

    assert response.status_code == 422
    assert "请先勾选点位" in response.content.decode()


def test_the_choice_says_how_many_sheets_it_takes(office: Client) -> None:
    for _ in range(9):
        make.point()
    assert Point.objects.count() == 9

    page = office.get(reverse("points:labels")).content.decode()

    assert "共 1 张 A4" in page
    assert "共 2 张 A4" in page
    assert "请系统管理员先设定 CHUANGCHENG_BASE_URL" in page
