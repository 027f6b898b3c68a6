"""Working on a draft: add, move, merge, split, reweigh, and what moves along."""

from decimal import Decimal

import pytest

from chuangcheng.framework.models import (
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    IndicatorMatch,
    Provenance,
    Responsibility,
)
from chuangcheng.framework.services import (
    checklists,
    copying,
    indicators,
    reshaping,
    vetoes,
    weights,
)
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.indicators import IndicatorFacts
from chuangcheng.framework.services.reshaping import Part
from tests import make

pytestmark = pytest.mark.django_db


def facts(code: str = "III-900", **said: object) -> IndicatorFacts:
    known: dict[str, object] = {
        "code": code,
        "name": "新标准",
        "level": IndicatorLevel.STANDARD,
        "text": "",
        "methods": ["ONSITE"],
        "score": Decimal(1),
        "weight": None,
        "threshold": "",
        "evidence_forms": [],
        "point_types": [],
        "typical_units": [],
        "provenance": Provenance.LOCAL,
        "refs": [],
    }
    return IndicatorFacts(**(known | said))  # type: ignore[arg-type]


def group(at: Edition, level: IndicatorLevel = IndicatorLevel.DOMAIN) -> Indicator:
    return make.indicator(at, level=level, code=f"G{at.indicators.count()}")


def order(parent: Indicator) -> list[str]:
    return list(parent.children.order_by("order").values_list("code", flat=True))


def test_a_new_indicator_stands_last_under_its_parent() -> None:
    draft = make.edition()
    parent = group(draft)
    make.indicator(under=parent, code="A")

    indicators.add(draft.pk, facts("B"), parent=parent, by=make.officer())

    assert order(parent) == ["A", "B"]


def test_a_taken_code_is_refused_by_the_name_of_who_has_it() -> None:
    draft = make.edition()
    make.indicator(draft, code="III-1", name="街面环境卫生")

    with pytest.raises(DraftRefused, match="III-1 已用于“街面环境卫生”"):
        indicators.add(draft.pk, facts("III-1"), parent=None, by=make.officer())


def test_nothing_is_put_under_a_standard() -> None:
    draft = make.edition()
    standard = make.indicator(draft)

    with pytest.raises(DraftRefused, match="不能再有下级"):
        indicators.add(draft.pk, facts(), parent=standard, by=make.officer())


def test_an_edited_score_is_the_citys_own() -> None:
    standard = make.indicator(make.edition())
    Indicator.objects.update(weight_provenance=Provenance.RECONSTRUCTED)

    edited = indicators.edit(
        standard.pk, facts(standard.code, score=Decimal(2)), by=make.officer()
    )

    assert edited.score == 2
    assert edited.weight_provenance == Provenance.LOCAL


def test_ticked_indicators_move_together_and_keep_their_order() -> None:
    draft = make.edition()
    here, there = group(draft), group(draft)
    moving = [make.indicator(under=here, code=code) for code in "AB"]
    make.indicator(under=there, code="Z")

    count = indicators.move(
        draft.pk, [each.pk for each in moving], to=there, by=make.officer()
    )

    assert count == 2
    assert (order(here), order(there)) == ([], ["Z", "A", "B"])


def test_a_group_is_not_moved_below_itself() -> None:
    draft = make.edition()
    outer = group(draft)
    inner = make.indicator(under=outer, level=IndicatorLevel.CRITERION)

    with pytest.raises(DraftRefused, match="不能移到自己或自己的下级之下"):
        indicators.move(draft.pk, [outer.pk], to=inner, by=make.officer())


@pytest.mark.parametrize(
    ("code", "up", "after"),
    [
        pytest.param("B", "up", ["B", "A", "C"], id="up"),
        pytest.param("B", "down", ["A", "C", "B"], id="down"),
        pytest.param("A", "up", ["A", "B", "C"], id="at the top already"),
        pytest.param("C", "down", ["A", "B", "C"], id="at the bottom already"),
    ],
)
def test_an_indicator_changes_places_with_its_neighbour(
    code: str, up: str, after: list[str]
) -> None:
    parent = group(make.edition())
    made = {each: make.indicator(under=parent, code=each) for each in "ABC"}

    indicators.shift(made[code].pk, up=up == "up", by=make.officer())

    assert order(parent) == after


@pytest.fixture
def copied() -> Edition:
    """Two standards of an edition in force, copied into a draft."""
    source = make.edition(state=EditionState.IN_FORCE)
    parent = group(source)
    for code, score in (("A", "1"), ("B", "0.5")):
        standard = make.indicator(under=parent, code=code, score=score, point_types=(code,))
        make.checklist_item(make.point_type(), source, indicator=standard)
    return copying.copy(source, name="草案", by=make.officer(), at=make.NOON)


def olders(indicator: Indicator) -> set[str]:
    matches = IndicatorMatch.objects.filter(newer=indicator, state="CONFIRMED")
    return set(matches.values_list("older__code", flat=True))


def test_what_is_merged_continues_both_and_keeps_what_hung_on_them(copied: Edition) -> None:
    first, second = copied.indicators.filter(level="STANDARD").order_by("order")
    other = make.indicator(make.edition())
    CrosswalkLink.objects.create(indicator=second, other=other)
    lead = make.unit()
    for each in (first, second):
        Responsibility.objects.create(indicator=each, unit=make.unit(), role="LEAD")
    Responsibility.objects.create(indicator=second, unit=lead, role="MAIN")

    kept = reshaping.merge(
        copied.pk,
        [second.pk, first.pk],
        Part(code="AB", name="合在一起", score=Decimal("1.5")),
        by=make.officer(),
    )

    assert kept == first
    assert list(copied.indicators.filter(level="STANDARD")) == [kept]
    assert olders(kept) == {"A", "B"}
    assert (kept.score, kept.point_types) == (Decimal("1.5"), ["A", "B"])
    assert kept.checklist_items.count() == 2
    assert kept.crosswalk_links.get().other == other
    roles = kept.responsibilities.order_by("role").values_list("role", flat=True)
    assert list(roles) == ["LEAD", "MAIN", "MAIN"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        pytest.param(["A"], "至少要选两条", id="one alone"),
        pytest.param(["A", "G0"], "同一层级", id="a group and a standard"),
    ],
)
def test_what_cannot_be_merged_is_refused(
    codes: list[str], words: str, copied: Edition
) -> None:
    keys = list(copied.indicators.filter(code__in=codes).values_list("pk", flat=True))

    with pytest.raises(DraftRefused, match=words):
        reshaping.merge(
            copied.pk, keys, Part(code="X", name="合", score=None), by=make.officer()
        )


def test_all_parts_of_a_split_continue_the_same_and_stand_together(copied: Edition) -> None:
    first = copied.indicators.get(code="A")
    Responsibility.objects.create(indicator=first, unit=make.unit(), role="LEAD")

    made = reshaping.split(
        first.pk,
        [
            Part(code="A", name="甲", score=Decimal("0.6")),
            Part(code="A-2", name="乙", score=Decimal("0.4")),
        ],
        by=make.officer(),
    )

    assert first.parent
    assert order(first.parent) == ["A", "A-2", "B"]
    assert [olders(each) for each in made] == [{"A"}, {"A"}]
    assert [each.checklist_items.count() for each in made] == [1, 0]
    assert [each.responsibilities.count() for each in made] == [1, 1]
    assert [each.score for each in made] == [Decimal("0.6"), Decimal("0.4")]


def test_checklist_items_go_to_the_part_that_is_chosen_for_them(copied: Edition) -> None:
    first = copied.indicators.get(code="A")
    place = make.point_type()
    moving, staying = (
        make.checklist_item(place, copied, indicator=first) for _ in range(2)
    )
    stranger = make.checklist_item(place, copied)
    parts = [Part(code="A", name="甲", score=None), Part(code="C", name="乙", score=None)]

    made = reshaping.split(
        first.pk, parts, items={moving.pk: 1, stranger.pk: 1}, by=make.officer()
    )

    assert list(made[1].checklist_items.all()) == [moving]
    assert staying in made[0].checklist_items.all()


def test_a_split_into_codes_that_are_taken_changes_nothing(copied: Edition) -> None:
    first = copied.indicators.get(code="A")
    parts = [Part(code="A", name="甲", score=None), Part(code="B", name="乙", score=None)]

    with pytest.raises(DraftRefused, match="编号 B 已用于"):
        reshaping.split(first.pk, parts, by=make.officer())

    assert copied.indicators.filter(level="STANDARD").count() == 2


def test_only_scores_that_change_become_the_citys_own(copied: Edition) -> None:
    copied.indicators.update(weight_provenance=Provenance.RECONSTRUCTED)
    first, second = copied.indicators.filter(level="STANDARD").order_by("order")
    weighing = weights.Weighing(
        scores={first.pk: Decimal(2), second.pk: second.score},
        weights={},
        full_score=Decimal("2.5"),
    )

    count = weights.reweigh(copied.pk, weighing, by=make.officer())

    for each in (copied, first, second):
        each.refresh_from_db()
    assert (count, copied.full_score) == (1, Decimal("2.5"))
    assert first.weight_provenance == Provenance.LOCAL
    assert second.weight_provenance == Provenance.RECONSTRUCTED


def test_an_entry_of_the_negative_list_keeps_its_code_to_itself() -> None:
    draft = make.edition()
    said = vetoes.NegativeFacts(
        code="N-01", name="事故", scope="", consequence="", provenance="LOCAL", refs=[]
    )
    vetoes.save_negative_item(draft.pk, said, by=make.officer())

    with pytest.raises(DraftRefused, match="N-01 已用于“事故”"):
        vetoes.save_negative_item(draft.pk, said, by=make.officer())


def test_a_checklist_reads_its_window_from_words() -> None:
    draft = make.edition()

    checklist = checklists.add(
        draft.pk, make.point_type(), window="步行约500米，站5分钟", by=make.officer()
    )

    assert (checklist.observation_metres, checklist.observation_minutes) == (500, 5)
    with pytest.raises(DraftRefused, match="已有"):
        checklists.add(draft.pk, checklist.point_type, window="", by=make.officer())
