"""Types of places belong to all editions, and do not change what one in force says."""

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from chuangcheng.framework.models import EditionState, PointType
from chuangcheng.framework.services import point_types
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.point_types import TypeFacts
from chuangcheng.platform.models import AuditEntry
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def facts(**said: object) -> TypeFacts:
    known: dict[str, object] = {
        "code": "PT01",
        "name": "主干道",
        "aliases": [],
        "group": "",
        "typical_unit": "",
        "order": 1,
        "is_active": True,
    }
    return TypeFacts(**(known | said))  # type: ignore[arg-type]


@pytest.fixture
def street() -> PointType:
    return make.point_type(code="PT01", name="主干道")


def named_by_a_standard(street: PointType, state: EditionState) -> None:
    make.indicator(make.edition(state=state), point_types=(street.code,))


def named_by_a_checklist(street: PointType, state: EditionState) -> None:
    make.checklist_item(street, make.edition(state=state))


@pytest.mark.parametrize("naming", [named_by_a_standard, named_by_a_checklist])
@pytest.mark.parametrize("state", [EditionState.IN_FORCE, EditionState.RETIRED])
def test_a_type_that_an_edition_in_force_or_retired_names_keeps_its_name_and_code(
    naming: "Callable[[PointType, EditionState], None]",
    state: EditionState,
    street: PointType,
) -> None:
    naming(street, state)
    officer = make.officer()

    with pytest.raises(DraftRefused, match="不能改名"):
        point_types.save(facts(name="大街"), point_type=street, by=officer)
    with pytest.raises(DraftRefused, match="代码不能改"):
        point_types.save(facts(code="X1"), point_type=street, by=officer)
    for change in ({"name": "大街"}, {"code": "X1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PointType.objects.filter(pk=street.pk).update(**change)


def test_a_draft_sees_a_type_renamed_but_not_its_code(street: PointType) -> None:
    named_by_a_standard(street, EditionState.DRAFT)
    officer = make.officer()

    with pytest.raises(DraftRefused, match="代码不能改"):
        point_types.save(facts(code="X1"), point_type=street, by=officer)
    point_types.save(facts(name="大街"), point_type=street, by=officer)

    assert PointType.objects.get().name == "大街"


def test_what_the_city_adds_to_a_type_stays_free_and_is_written_down(
    street: PointType,
) -> None:
    named_by_a_checklist(street, EditionState.IN_FORCE)

    point_types.save(
        facts(aliases=["大街"], is_active=False, order=street.order),
        point_type=street,
        by=make.officer(),
    )

    entry = AuditEntry.objects.get(verb="framework.point_type.saved")
    assert entry.detail["fields"] == ["别称", "在用"]
