"""From a file to drafts: what is taken in, what is refused, who may look."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries, Settings

from chuangcheng.accounts.models import User
from chuangcheng.ledger.extraction import grammar
from chuangcheng.ledger.models import Directive, DirectiveState, DraftUnit, UnitRole
from chuangcheng.ledger.services import directives, reading
from chuangcheng.platform.intake.refusals import FileRefused
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.ledger import jobs
from tests.ledger.speeches import SPEECH, TITLE
from tests.platform import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def browser(client: Client, officer: User) -> Client:
    client.force_login(officer)
    # The first request of a session writes down when it began.
    client.get(reverse("ledger:directives"))
    return client


def speech(name: str = "讲话.txt", text: str = SPEECH) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def stored() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# --- reading -----------------------------------------------------------------------------------
def test_a_speech_becomes_drafts_in_the_order_of_the_text(officer: User) -> None:
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)
    assert taken.state == DirectiveState.READING

    assert jobs.run_all() == 1

    taken.refresh_from_db()
    assert (taken.state, taken.title) == (DirectiveState.IN_REVIEW, TITLE)
    drafts = list(taken.drafts.order_by("number"))
    assert [draft.number for draft in drafts] == [1, 2, 3, 4, 5]
    assert [draft.start for draft in drafts] == sorted(draft.start for draft in drafts)
    assert all(SPEECH[draft.start : draft.end] == draft.text for draft in drafts)
    assert drafts[1].recurrence == "FREQ=MONTHLY;BYMONTHDAY=11"
    assert drafts[0].targets == [
        {"object": "背街小巷", "comparator": "=", "value": "20", "unit": "条"}
    ]


def test_reading_twice_draws_the_tasks_once(officer: User) -> None:
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)

    reading.draw(taken.number)
    reading.draw(taken.number)

    assert taken.drafts.count() == 5


def test_a_name_that_is_beyond_doubt_is_matched_but_left_for_a_person_to_confirm(
    officer: User,
) -> None:
    school = make.unit(name="云溪区教育局", short_name="区教育局")
    make.unit(name="云溪区城管执法大队")
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)
    reading.draw(taken.number)

    named = DraftUnit.objects.filter(draft__directive=taken)
    assert {(n.unit, n.role, n.is_confirmed) for n in named.filter(said="区教育局")} == {
        (school, UnitRole.LEAD, False)
    }
    assert set(named.filter(said="区园林绿化办").values_list("unit", flat=True)) == {None}


def test_all_streets_means_every_street_as_one_that_answers(officer: User) -> None:
    streets = [make.unit(name=f"云溪区{name}街道办事处") for name in ("东湖", "南门")]
    for street in streets:
        street.kind = "STREET"
        street.save()
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)
    reading.draw(taken.number)

    named = DraftUnit.objects.filter(draft__directive=taken, said="各街道")
    assert {n.unit for n in named} == set(streets)
    assert {n.role for n in named} == {UnitRole.MAIN}


def test_a_reading_that_breaks_is_reported_and_can_be_tried_again(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)
    with monkeypatch.context() as patch:
        patch.setattr(grammar, "extract", _break)
        jobs.run_all()
    taken.refresh_from_db()
    assert taken.state == DirectiveState.FAILED
    assert "请重试" in taken.problem
    assert not taken.drafts.exists()

    directives.read_again(taken.number, by=officer)
    jobs.run_all()

    taken.refresh_from_db()
    assert (taken.state, taken.drafts.count()) == (DirectiveState.IN_REVIEW, 5)


def _break(*_: object, **__: object) -> None:
    raise RuntimeError("a slip in the grammar")


# --- taking in ---------------------------------------------------------------------------------
def test_an_upload_is_kept_privately_and_leads_to_its_page(browser: Client) -> None:
    response = browser.post(reverse("ledger:directive_upload"), {"file": speech()})

    taken = Directive.objects.get()
    assert response["Location"] == taken.get_absolute_url()
    assert AuditEntry.objects.filter(verb="ledger.directive.taken_in").count() == 1
    original = browser.get(reverse("ledger:directive_file", args=[taken.number]))
    assert b"".join(original.streaming_content) == SPEECH.encode()  # type: ignore[attr-defined]
    assert "attachment" in original["Content-Disposition"]


def test_a_word_file_is_read(browser: Client) -> None:
    document = Document()
    for line in SPEECH.splitlines():
        document.add_paragraph(line)
    packed = BytesIO()
    document.save(packed)

    browser.post(
        reverse("ledger:directive_upload"),
        {"file": SimpleUploadedFile("方案.docx", packed.getvalue())},
    )
    jobs.run_all()

    assert Directive.objects.get().drafts.count() == 5


def test_pasted_words_are_read_like_a_file(browser: Client) -> None:
    response = browser.post(reverse("ledger:directive_paste"), {"text": SPEECH})

    assert response.status_code == 302
    assert Directive.objects.get().text == SPEECH


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("空.txt", b"", "是空的"),
        ("空白.txt", " \n　".encode(), "只有空白"),
        ("乱码.txt", bytes(range(128, 256)) * 40, "编码无法识别"),
        ("坏.docx", b"PK\x03\x04" + b"\0" * 200, "已损坏"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "是图片"),
    ],
)
def test_a_bad_file_gets_its_sentence_and_nothing_is_kept(
    browser: Client, name: str, raw: bytes, said: str
) -> None:
    response = browser.post(
        reverse("ledger:directive_upload"), {"file": SimpleUploadedFile(name, raw)}
    )

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Directive.objects.exists()
    assert stored() == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    browser: Client, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 1000
    # More than the limit and what a form may weigh around it.
    large = SimpleUploadedFile("大.txt", "区教育局要办好学校。".encode() * 60_000)

    response = browser.post(reverse("ledger:directive_upload"), {"file": large})

    assert response.status_code == 422
    assert "超过 0 MB 的上限，没有接收" in response.content.decode()
    assert "大.txt" in response.content.decode()
    assert not Directive.objects.exists()


def test_a_file_a_little_over_the_limit_is_refused_too(
    browser: Client, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 1000
    response = browser.post(
        reverse("ledger:directive_upload"),
        {"file": SimpleUploadedFile("大.txt", "区教育局要办好学校。".encode() * 60)},
    )

    assert response.status_code == 422
    assert not Directive.objects.exists()


def test_the_same_file_again_is_refused_with_a_link_to_the_first(browser: Client) -> None:
    browser.post(reverse("ledger:directive_upload"), {"file": speech()})
    first = Directive.objects.get()

    response = browser.post(
        reverse("ledger:directive_upload"), {"file": speech("另名.txt")}
    )

    assert response.status_code == 422
    assert "不必重复上传" in response.content.decode()
    assert first.get_absolute_url() in response.content.decode()
    assert Directive.objects.count() == 1
    assert len(stored()) == 1


def test_a_file_may_come_back_after_it_was_put_aside(
    browser: Client, officer: User
) -> None:
    browser.post(reverse("ledger:directive_upload"), {"file": speech()})
    directives.withdraw(Directive.objects.get().number, reason="传错了", by=officer)

    browser.post(reverse("ledger:directive_upload"), {"file": speech()})

    assert Directive.objects.count() == 2


def test_a_file_that_cannot_be_kept_leaves_nothing_on_the_disk(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Directive, "save", _break)

    with pytest.raises(RuntimeError):
        directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)

    assert stored() == []


def test_a_password_is_named_as_the_reason(officer: User) -> None:
    with pytest.raises(FileRefused, match="密码"):
        directives.take_in(
            files.ole("EncryptedPackage"), name="密.docx", by=officer, at=make.NOON
        )


# --- putting aside -----------------------------------------------------------------------------
def test_a_directive_is_put_aside_with_a_reason(browser: Client) -> None:
    directive = make.directive()
    where = reverse("ledger:directive_withdraw", args=[directive.number])

    assert browser.post(where, {"reason": " "}).status_code == 422
    assert browser.post(where, {"reason": "重复下发"}).status_code == 302

    directive.refresh_from_db()
    assert directive.state == DirectiveState.WITHDRAWN
    assert "重复下发" in browser.get(directive.get_absolute_url()).content.decode()


def test_what_is_published_cannot_be_put_aside(browser: Client) -> None:
    directive = make.directive(state=DirectiveState.PUBLISHED)

    response = browser.post(
        reverse("ledger:directive_withdraw", args=[directive.number]), {"reason": "晚了"}
    )

    assert response.status_code == 422
    assert "已发布，不能作废" in response.content.decode()


# --- pages -------------------------------------------------------------------------------------
def test_the_empty_list_says_what_to_do(browser: Client) -> None:
    page = browser.get(reverse("ledger:directives")).content.decode()

    assert "还没有部署" in page
    assert "上传领导讲话或工作方案" in page


def test_the_list_counts_filters_and_finds(browser: Client) -> None:
    make.draft(make.directive(title="甲讲话"))
    make.directive(title="乙方案", state=DirectiveState.WITHDRAWN)
    where = reverse("ledger:directives")

    assert "共 2 份" in browser.get(where).content.decode()
    found = browser.get(where, {"state": "WITHDRAWN"}).content.decode()
    assert "乙方案" in found
    assert "甲讲话" not in found
    assert "甲讲话" in browser.get(where, {"q": "甲"}).content.decode()
    assert "没有符合条件的部署" in browser.get(where, {"q": "丙"}).content.decode()


def test_a_directive_being_read_shows_progress_until_it_is_done(
    browser: Client, officer: User
) -> None:
    taken = directives.take_in(SPEECH.encode(), name="讲话.txt", by=officer, at=make.NOON)
    where = reverse("ledger:directive_progress", args=[taken.number])
    assert where in browser.get(taken.get_absolute_url()).content.decode()
    assert 'data-progress-done-value="false"' in browser.get(where).content.decode()

    jobs.run_all()

    assert 'data-progress-done-value="true"' in browser.get(where).content.decode()


def _statements_for(
    drafts: int, browser: Client, count: DjangoAssertNumQueries
) -> tuple[int, str]:
    directive = make.directive()
    unit = make.unit()
    for _ in range(drafts):
        make.draft(directive, lead=unit)
    with count(10) as captured:
        page = browser.get(directive.get_absolute_url())
    assert page.content.decode().count('class="draft is-open"') == drafts
    return len(captured), page.content.decode()


def test_fifty_drafts_cost_no_more_statements_than_one(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    one, _ = _statements_for(1, browser, django_assert_max_num_queries)
    fifty, page = _statements_for(50, browser, django_assert_max_num_queries)

    assert one == fifty <= 10
    assert "已核" in page


def test_the_list_costs_the_same_for_one_and_for_fifty(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.draft(make.directive())
    with django_assert_max_num_queries(10) as first:
        browser.get(reverse("ledger:directives"))
    for _ in range(49):
        make.draft(make.directive())
    with django_assert_max_num_queries(10) as second:
        browser.get(reverse("ledger:directives"))

    assert len(first) == len(second)


# --- rights ------------------------------------------------------------------------------------
def _doors(directive: Directive, draft: int) -> list[tuple[str, str]]:
    number = directive.number
    gets = ["directive", "directive_file", "directive_progress", "directive_units"]
    posts = [
        "directive_again",
        "directive_withdraw",
        "directive_settle",
        "drafts",
        "draft_add",
    ]
    one = ["draft", "draft_edit", "draft_split"]
    act = ["draft_confirm", "draft_drop", "draft_restore", "draft_split", "draft_edit"]
    return [
        ("get", reverse("ledger:directives")),
        ("post", reverse("ledger:directive_upload")),
        ("post", reverse("ledger:directive_paste")),
        *(("get", reverse(f"ledger:{name}", args=[number])) for name in gets),
        *(("post", reverse(f"ledger:{name}", args=[number])) for name in posts),
        ("get", reverse("ledger:directive_publish", args=[number])),
        ("post", reverse("ledger:directive_publish", args=[number])),
        *(("get", reverse(f"ledger:{name}", args=[number, draft])) for name in one),
        *(("post", reverse(f"ledger:{name}", args=[number, draft])) for name in act),
    ]


def test_people_of_units_are_turned_away_at_every_door(client: Client) -> None:
    draft = make.draft()
    unit = make.unit()
    for person in (make.liaison(unit), make.unit_head(unit)):
        client.force_login(person)
        for verb, where in _doors(draft.directive, draft.number):
            assert getattr(client, verb)(where).status_code == 403, where


def test_nobody_signed_in_goes_to_sign_in(client: Client) -> None:
    draft = make.draft()
    for verb, where in _doors(draft.directive, draft.number):
        response = getattr(client, verb)(where)
        assert response.status_code == 302, where
        assert response["Location"].startswith(reverse("account_login")), where


def test_a_number_that_was_never_given_is_not_found(browser: Client) -> None:
    draft = make.draft()
    unknown = Directive(number="2026-999")
    for verb, where in _doors(unknown, draft.number)[3:]:
        assert getattr(browser, verb)(where).status_code == 404, where


def test_a_draft_of_another_directive_is_not_found(browser: Client) -> None:
    draft, other = make.draft(), make.directive()

    where = reverse("ledger:draft_edit", args=[other.number, draft.number])

    assert browser.get(where).status_code == 404
