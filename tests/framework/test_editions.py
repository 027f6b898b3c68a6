"""The life of an edition, and what a copy takes along."""

import pytest

from chuangcheng.framework.api import load_builtin
from chuangcheng.framework.models import (
    ChecklistItem,
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
)
from chuangcheng.framework.services import copying, editions, indicators
from chuangcheng.framework.services.drafts import NotADraft
from chuangcheng.framework.services.editions import EditionRefused
from tests import make

pytestmark = pytest.mark.django_db


def copied(source: Edition, name: str = "2026版") -> Edition:
    return copying.copy(source, name=name, by=make.officer(), at=make.NOON)


def test_a_copy_holds_all_that_the_original_holds() -> None:
    load_builtin(at=make.NOON)
    source = Edition.objects.get(framework__is_main=True)

    draft = copied(source)

    assert (draft.state, draft.based_on) == (EditionState.DRAFT, source)
    for level in ("DOMAIN", "CRITERION", "STANDARD"):
        old = source.indicators.filter(level=level)
        assert draft.indicators.filter(level=level).count() == old.count()
    assert ChecklistItem.objects.filter(checklist__edition=draft).count() == 580
    assert draft.negative_items.count() == 15
    assert draft.preconditions.count() == 3
    assert CrosswalkLink.objects.filter(indicator__edition=draft).count() == 82
    standard = draft.indicators.get(code="III-6")
    assert standard.parent
    assert (standard.parent.code, standard.parent.edition) == ("II-4", draft)
    item = ChecklistItem.objects.get(checklist__edition=draft, code="PT01-01")
    assert item.indicator == standard


def test_every_copied_indicator_knows_what_it_continues() -> None:
    source = make.edition(state=EditionState.IN_FORCE)
    old = make.indicator(source, name="街面环境卫生")

    new = copied(source).indicators.get()

    match = IndicatorMatch.objects.get()
    assert (match.older, match.newer) == (old, new)
    assert (match.state, match.likeness) == ("CONFIRMED", 1.0)


def test_a_second_edition_of_the_same_name_is_refused() -> None:
    source = make.edition()

    with pytest.raises(EditionRefused, match="已有名为"):
        copied(source, name=source.name)


def test_a_draft_put_in_force_retires_the_former_edition() -> None:
    framework = make.framework()
    former = make.edition(of=framework, state=EditionState.IN_FORCE)
    draft = make.edition(of=framework, full_score="1")
    make.indicator(draft, methods=("MATERIALS",))

    editions.put_in_force(draft.pk, by=make.officer(), at=make.NOON)

    former.refresh_from_db()
    draft.refresh_from_db()
    assert (former.state, former.retired_on) == (EditionState.RETIRED, make.TODAY)
    assert (draft.state, draft.in_force_from) == (EditionState.IN_FORCE, make.TODAY)


def test_a_draft_with_errors_stays_a_draft() -> None:
    framework = make.framework()
    former = make.edition(of=framework, state=EditionState.IN_FORCE)
    draft = make.edition(of=framework, full_score="100")
    make.indicator(draft)

    with pytest.raises(EditionRefused, match="比总分 100 分少 99 分"):
        editions.put_in_force(draft.pk, by=make.officer(), at=make.NOON)

    former.refresh_from_db()
    assert former.state == EditionState.IN_FORCE


@pytest.mark.parametrize("state", [EditionState.IN_FORCE, EditionState.RETIRED])
def test_what_is_no_draft_is_neither_edited_nor_withdrawn(state: EditionState) -> None:
    edition = make.edition(state=state)
    standard = make.indicator(edition)
    officer = make.officer()

    with pytest.raises(NotADraft, match="请先复制成新草案"):
        editions.withdraw(edition.pk, by=officer)
    with pytest.raises(NotADraft):
        indicators.remove(edition.pk, [standard.pk], by=officer)

    assert Indicator.objects.filter(pk=standard.pk).exists()


def test_a_draft_that_others_are_based_on_is_not_withdrawn() -> None:
    draft = make.edition()
    copied(draft, name="再改一版")

    with pytest.raises(EditionRefused, match="再改一版"):
        editions.withdraw(draft.pk, by=make.officer())


def test_a_withdrawn_draft_is_gone_with_all_it_held() -> None:
    source = make.edition(state=EditionState.IN_FORCE)
    make.checklist_item(make.point_type(), source, indicator=make.indicator(source))
    draft = copied(source)

    editions.withdraw(draft.pk, by=make.officer())

    assert Edition.objects.get() == source
    assert ChecklistItem.objects.count() == 1


def test_the_first_framework_of_a_city_is_its_main_one() -> None:
    officer = make.officer()
    first = editions.add_framework(code="A", name="甲", authority="", by=officer)
    second = editions.add_framework(code="B", name="乙", authority="", by=officer)

    assert (first.is_main, second.is_main) == (True, False)
    with pytest.raises(EditionRefused, match="代码"):
        editions.add_framework(code="A", name="丙", authority="", by=officer)
