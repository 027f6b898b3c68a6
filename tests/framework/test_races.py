"""Two officers at the same moment: one clear result, and a sentence for the other."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chuangcheng.framework.models import Edition, EditionState, Responsibility
from chuangcheng.framework.services import copying, editions, responsibilities
from chuangcheng.framework.services.responsibilities import DutyRefused, Part
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> Sequence[str]:
    """Do things together; tell what each was refused with, empty where it was done."""
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(do, acts))


@pytest.mark.parametrize("formers", [0, 1])
def test_two_drafts_put_in_force_at_once_leave_one_in_force(formers: int) -> None:
    framework, by = make.framework(is_main=True), make.officer()
    drafts = [make.edition(of=framework), make.edition(of=framework)]
    for draft in drafts:
        make.indicator(draft, score="100")
    for _ in range(formers):
        make.edition(of=framework, state=EditionState.IN_FORCE)

    def put(draft: Edition) -> Callable[[], object]:
        return lambda: editions.put_in_force(draft.pk, by=by, at=make.NOON)

    assert at_once(*(put(draft) for draft in drafts)) == ["", ""]
    assert framework.editions.in_force().count() == 1
    retired = framework.editions.filter(state=EditionState.RETIRED)
    assert retired.count() == 1 + formers


def test_two_copies_of_one_name_at_once_leave_one_draft() -> None:
    source, by = make.edition(of=make.framework(is_main=True)), make.officer()

    def copy() -> object:
        return copying.copy(source, name="2027版", by=by, at=make.NOON)

    done, refused = at_once(copy, copy)

    assert not done
    assert "请换一个名称" in refused
    assert source.framework.editions.filter(name="2027版").count() == 1


def test_two_leads_at_once_leave_one() -> None:
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    standard, by = make.indicator(edition), make.officer()
    parts = [Part(unit=make.unit(), role="LEAD") for _ in range(2)]

    done, refused = at_once(
        *(
            lambda part=part: responsibilities.assign(standard, part, by=by)
            for part in parts
        )
    )

    assert not done
    assert "只有一个牵头单位" in refused
    assert Responsibility.objects.count() == 1


def test_a_part_taken_away_twice_is_written_down_once() -> None:
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    by, duty = make.officer(), make.duty(make.indicator(edition))

    def remove() -> object:
        return responsibilities.remove(duty, by=by)

    done, refused = at_once(remove, remove)

    assert not done
    assert "刚刚被移除" in refused
    assert AuditEntry.objects.filter(verb="framework.responsibility.removed").count() == 1


def test_a_part_taken_away_meanwhile_is_not_changed() -> None:
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    by, duty = make.officer(), make.duty(make.indicator(edition))
    responsibilities.remove(Responsibility.objects.get(pk=duty.pk), by=by)

    with pytest.raises(DutyRefused, match="刚刚被移除"):
        responsibilities.change(duty, role="SUPPORT", post=None, by=by)
