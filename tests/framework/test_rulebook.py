"""The rulebook: versions kept, texts found, standards served."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.framework.models import (
    EditionState,
    IndicatorLevel,
    Rule,
    RuleBinding,
    RuleVersion,
)
from chuangcheng.framework.queries import rulebook as queries
from chuangcheng.framework.services import rulebook as services
from chuangcheng.framework.services.rulebook import (
    NewText,
    Original,
    RuleFacts,
    RuleRefused,
)
from chuangcheng.framework.text_changes import Deed, beside
from chuangcheng.platform.refusal import Refused
from tests import make
from tests.platform import files

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(make.officer(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _enact(text: str = "第一条 为加强管理，制定本办法。") -> Rule:
    return services.enact(
        RuleFacts(title="门前三包管理办法", category="市容管理"),
        NewText(text=text, effective_on=DAY, document_number="云创〔2026〕3号"),
        by=make.officer(),
        at=make.NOON,
    )


def test_rules_are_numbered_one_after_the_other() -> None:
    first, second = _enact(), _enact()

    assert (first.number, second.number) == ("ZD-0001", "ZD-0002")
    assert first.versions.get().number == 1


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("办法.docx", files.docx(files.paragraph(files.run("第一条 沿街商户包卫生。")))),
        ("办法.pdf", files.pdf([(90, 700, "第一条 沿街商户包卫生。")])),
        ("办法.txt", "第一条 沿街商户包卫生。".encode("gb18030")),
    ],
    ids=["Word", "PDF", "plain text"],
)
def test_the_text_is_read_out_of_the_file_and_the_file_is_kept(
    name: str, raw: bytes
) -> None:
    rule = services.enact(
        RuleFacts(title="办法"),
        NewText(text="", effective_on=DAY, original=Original(name=name, raw=raw)),
        by=make.officer(),
        at=make.NOON,
    )

    version = rule.versions.get()
    assert "沿街商户包卫生" in version.text
    assert version.file_name == name
    with version.file.open("rb") as kept:
        assert kept.read() == raw


def test_what_holds_no_text_is_refused_and_takes_no_number() -> None:
    broken = Original(name="办法.xlsx", raw=files.zipped({"xl/workbook.xml": "<a/>"}))

    with pytest.raises(Refused, match="是 Excel 表格"):
        services.enact(
            RuleFacts(title="办法"),
            NewText(text="", effective_on=DAY, original=broken),
            by=None,
            at=make.NOON,
        )
    with pytest.raises(RuleRefused, match="请上传制度文件"):
        services.enact(
            RuleFacts(title="办法"),
            NewText(text=" \n", effective_on=DAY),
            by=None,
            at=make.NOON,
        )

    assert not Rule.objects.exists()
    assert _enact().number == "ZD-0001"


def test_a_revision_follows_and_the_former_text_stays() -> None:
    rule = _enact("第一条 甲。")

    services.revise(
        rule,
        NewText(text="第一条 乙。", effective_on=DAY + timedelta(days=30), note="改一条"),
        by=None,
        at=make.NOON,
    )

    texts = rule.versions.order_by("number").values_list("number", "text")
    assert list(texts) == [(1, "第一条 甲。"), (2, "第一条 乙。")]


def test_what_is_no_revision_is_refused() -> None:
    rule = _enact("第一条 甲。")
    same = NewText(text="第一条 甲。", effective_on=DAY)
    early = NewText(text="第一条 乙。", effective_on=DAY - timedelta(days=1))

    with pytest.raises(RuleRefused, match="完全相同"):
        services.revise(rule, same, by=None, at=make.NOON)
    with pytest.raises(RuleRefused, match="早于第 1 版"):
        services.revise(rule, early, by=None, at=make.NOON)


def test_a_repealed_rule_is_only_read() -> None:
    rule = _enact()
    with pytest.raises(RuleRefused, match="早于施行日期"):
        services.repeal(rule, on=DAY - timedelta(days=1), reason="过时", by=None)

    services.repeal(rule, on=DAY, reason="被新办法取代", by=None)

    for act in (
        lambda: services.repeal(rule, on=DAY, reason="再废", by=None),
        lambda: services.revise(
            rule, NewText(text="第一条 乙。", effective_on=DAY), by=None, at=make.NOON
        ),
        lambda: services.bind(rule, make.indicator(), by=None),
    ):
        with pytest.raises(RuleRefused, match="废止，只供查阅"):
            act()


def test_a_rule_is_bound_to_a_standard_once() -> None:
    rule, standard = _enact(), make.indicator()
    services.bind(rule, standard, by=None)

    with pytest.raises(RuleRefused, match="已绑定"):
        services.bind(rule, standard, by=None)
    with pytest.raises(RuleRefused, match="不是测评标准"):
        services.bind(rule, make.indicator(level=IndicatorLevel.DOMAIN), by=None)

    services.unbind(RuleBinding.objects.get(), by=None)
    assert not rule.bindings.exists()


def test_changed_lines_lie_side_by_side_with_the_words_marked() -> None:
    pairs = beside(
        "总则\n商户每月清扫一次。\n附则", "总则\n商户每周清扫一次。\n新增条款\n附则"
    )

    assert [pair.is_changed for pair in pairs] == [False, True, True, False]
    assert pairs[1].older is not None
    assert pairs[1].newer is not None
    assert [p.text for p in pairs[1].older if p.deed is Deed.GONE] == ["月"]
    assert [p.text for p in pairs[1].newer if p.deed is Deed.NEW] == ["周"]
    assert pairs[2].older is None


FOUND = [
    ("in the text", "商户", ["甲"]),
    ("in an older text", "旧规矩", ["甲"]),
    ("by document number", "云创〔2026〕9号", ["乙"]),
    ("by title", "乙", ["乙"]),
    ("every word must be there", "商户 志愿", []),
    ("several words", "商户 卫生", ["甲"]),
    ("nothing asked", "", ["乙", "甲"]),
]


@pytest.mark.parametrize(
    ("words", "titles"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND]
)
def test_rules_are_found_by_full_text(words: str, titles: list[str]) -> None:
    make.rule("旧规矩。", "沿街商户包卫生。", title="甲")
    other = make.rule("志愿服务激励。", title="乙")
    other.versions.update(document_number="云创〔2026〕9号")

    found = queries.found(make.officer(), queries.RuleSearch(words=words))

    assert [rule.title for rule in found] == titles


def test_the_snippet_marks_the_words_where_they_stand() -> None:
    rule = make.rule(f"{'总则。' * 40}沿街商户包卫生、包绿化。")

    snippet = queries.snippets([rule], ["商户", "绿化"])[rule.pk]

    assert [piece.text for piece in snippet.pieces if piece.is_hit] == ["商户", "绿化"]
    assert "".join(piece.text for piece in snippet.pieces).startswith("…")


def test_three_letters_are_answered_by_the_trigram_index() -> None:
    RuleVersion.objects.bulk_create(
        RuleVersion(
            rule=rule,
            number=2,
            text=f"第{rule.pk}条 一般规定。" * 200,
            effective_on=DAY,
            at=make.NOON,
        )
        for rule in [make.rule() for _ in range(200)]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE framework_ruleversion")
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = queries.found(make.officer(), queries.RuleSearch(words="包卫生绿化")).explain()

    assert "rule_version_text_trgm" in plan


def test_the_list_asks_as_much_for_fifty_rules_as_for_one(office: Client) -> None:
    url = f"{reverse('framework:rules')}?q=办法"
    make.rule()
    office.get(url)
    with CaptureQueriesContext(connection) as few:
        office.get(url)
    for _ in range(49):
        make.rule()
    with CaptureQueriesContext(connection) as many:
        response = office.get(url)

    assert len(many) == len(few)
    assert "共 50 项" in response.content.decode()


def test_an_officer_enacts_revises_compares_binds_and_repeals(office: Client) -> None:
    standard = make.indicator(make.edition(state=EditionState.IN_FORCE))
    file = SimpleUploadedFile("办法.txt", "第一条 商户每月清扫一次。".encode())
    response = office.post(
        reverse("framework:rule_add"),
        {"title": "门前三包管理办法", "effective_on": "2026-03-01", "file": file},
    )
    rule = Rule.objects.get()
    assert response["Location"] == rule.get_absolute_url()

    office.post(
        reverse("framework:rule_revise", args=[rule.number]),
        {"text": "第一条 商户每周清扫一次。", "effective_on": "2026-06-01"},
    )
    page = office.get(reverse("framework:rule_compare", args=[rule.number, 1, 2]))
    assert "1 处不同" in page.content.decode()

    office.post(
        reverse("framework:rule_bind", args=[rule.number]), {"indicator": standard.pk}
    )
    panel = office.get(reverse("framework:rules_panel", args=[standard.pk]))
    assert rule.title in panel.content.decode()

    office.post(
        reverse("framework:rule_repeal", args=[rule.number]),
        {"on": "2026-09-01", "reason": "被新办法取代"},
    )
    page = office.get(rule.get_absolute_url())
    assert "2026年9月1日废止：被新办法取代" in page.content.decode()
    assert office.get(reverse("framework:rules_export")).status_code == 200


def test_a_rule_is_bound_from_the_standard_it_serves(office: Client) -> None:
    standard = make.indicator(make.edition(state=EditionState.IN_FORCE))
    rule = make.rule()
    where = reverse("framework:rule_bind_to", args=[standard.pk])

    panel = office.get(reverse("framework:rules_panel", args=[standard.pk]))
    done = office.post(where, {"rule": rule.pk})
    again = office.post(where, {"rule": rule.pk})

    assert f'href="{where}"' in panel.content.decode()
    assert done["Location"] == standard.get_absolute_url()
    assert again.status_code == 422
    assert [each.rule for each in standard.rule_bindings.all()] == [rule]


def test_refusals_come_back_in_words(office: Client) -> None:
    rule = make.rule()
    nothing = office.post(
        reverse("framework:rule_add"), {"title": "办法", "effective_on": "2026-03-01"}
    )
    unbound = office.post(reverse("framework:rule_bind", args=[rule.number]), {})
    missing = office.get(reverse("framework:rule_compare", args=[rule.number, 1, 9]))
    fileless = office.get(reverse("framework:rule_file", args=[rule.number, 1]))

    assert nothing.status_code == 422
    assert "请上传制度文件" in nothing.content.decode()
    assert unbound.status_code == 422
    assert (missing.status_code, fileless.status_code) == (404, 404)


def test_an_older_version_is_read_with_the_words_marked(office: Client) -> None:
    rule = make.rule("旧规矩商户。", "新规矩。")

    page = office.get(f"{rule.get_absolute_url()}?version=1&q=商户").content.decode()

    assert "旧规矩<mark>商户</mark>" in page
