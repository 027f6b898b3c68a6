"""Loading what is shipped: whole, once, and locked afterwards."""

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.db.models import Sum

from chuangcheng.framework.api import checklist_of, current_edition, load_builtin
from chuangcheng.framework.command import framework
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    CrosswalkLink,
    Edition,
    EditionState,
    Framework,
    Indicator,
    NegativeItem,
    PointType,
    Precondition,
    Provenance,
    Reference,
)
from chuangcheng.framework.services.builtin import BuiltinRefused
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_everything_that_is_shipped_is_loaded() -> None:
    load_builtin(at=make.NOON)

    main = current_edition()
    assert main
    levels = [
        main.indicators.filter(level=level).count()
        for level in ("DOMAIN", "CRITERION", "STANDARD")
    ]
    assert levels == [10, 72, 105]
    assert main.indicators.aggregate(total=Sum("score"))["total"] == main.full_score == 100
    assert (PointType.objects.count(), ChecklistItem.objects.count()) == (56, 580)
    sisters = Edition.objects.in_force().exclude(pk=main.pk)
    assert sisters.count() == 7
    assert Indicator.objects.filter(edition__in=sisters, parent=None).count() == 91
    links = CrosswalkLink.objects.all()
    assert links.values("indicator").distinct().count() == 41
    assert (NegativeItem.objects.count(), Precondition.objects.count()) == (15, 3)
    assert Reference.objects.count() == 70


def test_what_is_reconstructed_says_so() -> None:
    load_builtin(at=make.NOON)

    main = current_edition()
    assert main
    assert main.has_reconstructed_scores
    standards = main.indicators.filter(level="STANDARD")
    assert set(standards.values_list("weight_provenance", flat=True)) == {"RECONSTRUCTED"}
    assert standards.filter(provenance=Provenance.KNOWN).count() == 77


def test_loading_again_changes_nothing() -> None:
    load_builtin(at=make.NOON)

    assert load_builtin(at=make.NOON) is None
    assert Framework.objects.count() == 8


def test_the_command_says_what_it_loaded_and_the_second_time_that_nothing_changed() -> None:
    first = CliRunner().invoke(framework, ["load"])
    second = CliRunner().invoke(framework, ["load"])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == (
        "已载入 8 个测评体系、105 条测评标准、56 类点位、580 个检查项、82 条对照。\n"
    )
    assert second.output == "内置测评体系已在库中，没有改动。\n"


def test_a_framework_of_the_same_name_stops_the_loading_before_anything_is_written() -> (
    None
):
    make.framework(name="国家卫生城市")

    with pytest.raises(BuiltinRefused, match="国家卫生城市"):
        load_builtin(at=make.NOON)

    assert not Indicator.objects.exists()


def test_the_checklist_of_a_type_comes_with_its_window_and_standards() -> None:
    load_builtin(at=make.NOON)

    checklist = checklist_of(PointType.objects.get(code="PT01"))
    assert checklist
    assert (checklist.observation, checklist.observation_metres) == ("步行约500米取样", 500)
    first = checklist.items.all()[0]
    assert first.indicator
    assert (first.code, first.indicator.code) == ("PT01-01", "III-6")


@pytest.mark.parametrize("state", [EditionState.IN_FORCE, EditionState.RETIRED])
def test_the_database_keeps_an_edition_that_is_no_draft_as_it_is(
    state: EditionState,
) -> None:
    edition = make.edition(state=state)
    indicator = make.indicator(edition)
    item = make.checklist_item(make.point_type(), edition, indicator=indicator)
    changes: dict[str, Callable[[], object]] = {
        "rename a standard": lambda: Indicator.objects.filter(pk=indicator.pk).update(
            name="新"
        ),
        "remove a standard": lambda: Indicator.objects.filter(pk=indicator.pk).delete(),
        "add a veto": lambda: NegativeItem.objects.create(
            edition=edition, code="N-01", name="事故"
        ),
        "add a precondition": lambda: Precondition.objects.create(
            edition=edition, name="提名"
        ),
        "add a checklist": lambda: Checklist.objects.create(
            edition=edition, point_type=make.point_type()
        ),
        "mark an item otherwise": lambda: ChecklistItem.objects.filter(pk=item.pk).update(
            scoring="COUNTED"
        ),
        "rename it": lambda: Edition.objects.filter(pk=edition.pk).update(name="改名"),
        "make it a draft again": lambda: Edition.objects.filter(pk=edition.pk).update(
            state="DRAFT", in_force_from=None
        ),
        "delete it": lambda: Edition.objects.filter(pk=edition.pk).delete(),
    }

    for change in changes.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_draft_goes_with_all_it_holds() -> None:
    draft = make.edition()
    standard = make.indicator(draft)
    make.checklist_item(make.point_type(), draft, indicator=standard)

    draft.delete()

    assert not Indicator.objects.exists()
    assert not Checklist.objects.exists()
