"""Who might answer for a standard, from the names a handbook gives."""

from collections.abc import Mapping

import pytest

from chuangcheng.framework.models import ResponsibilityRole
from chuangcheng.framework.proposals import Line, Meant, Standard, asked_names, propose

LEAD, MAIN, SUPPORT = (
    ResponsibilityRole.LEAD,
    ResponsibilityRole.MAIN,
    ResponsibilityRole.SUPPORT,
)
DISTRICTS = ("云溪区", "临江区")
KNOWN: Mapping[str, Meant] = {
    "市城管局": Meant(sure=(1,)),
    "市委宣传部": Meant(sure=(2,)),
    "市文明办": Meant(likely=(3, 4)),
    "各街道(乡镇)": Meant(sure=(5, 6), is_group=True),
    "各社区": Meant(sure=tuple(range(100, 160)), is_group=True),
    "云溪区委宣传部": Meant(sure=(7,)),
    "临江区委宣传部": Meant(sure=(8,)),
}


def _proposed(*names: str, places: tuple[str, ...] = ()) -> list[Line]:
    return propose(Standard(typical_units=names, place_units=places), KNOWN, DISTRICTS)


def test_the_first_that_is_named_leads_and_others_support() -> None:
    first, second = _proposed("市城管局", "市委宣传部(文明办)")

    assert (first.role, first.unit_ids, first.is_ticked) == (LEAD, (1,), True)
    assert (second.role, second.unit_ids) == (SUPPORT, (2,))


def test_streets_share_the_work_in_their_area() -> None:
    _, streets = _proposed("市城管局", "街道(乡镇)")

    assert (streets.role, streets.unit_ids, streets.is_ticked) == (MAIN, (5, 6), True)
    assert "指 2 个单位" in streets.reason


def test_several_units_cannot_all_lead() -> None:
    (streets,) = _proposed("街道(乡镇)")

    assert streets.role == MAIN
    assert "另定牵头单位" in streets.reason


def test_a_crowd_is_proposed_but_not_ticked() -> None:
    _, crowd = _proposed("市城管局", "社区")

    assert len(crowd.unit_ids) == 60
    assert not crowd.is_ticked
    assert "数量较多" in crowd.reason


def test_bodies_of_each_district_are_spelled_out() -> None:
    assert asked_names(Standard(typical_units=("各区委宣传部",)), DISTRICTS) == [
        "云溪区委宣传部",
        "临江区委宣传部",
    ]
    assert _proposed("市城管局", "各区委宣传部")[1].unit_ids == (7, 8)


def test_units_in_charge_of_places_come_from_the_kinds_of_places() -> None:
    line = _proposed("市委宣传部", "点位主管部门", places=("市城管局", "街道"))[1]

    assert line.unit_ids == (1,)


def test_a_unit_named_twice_is_proposed_once() -> None:
    lines = _proposed("市城管局", "市委宣传部", "市城管局")

    assert [line.unit_ids for line in lines] == [(1,), (2,)]


OPEN = [
    ("点位单位", "随点位而定"),
    ("物业公司", "随小区而定"),
    ("点位主管部门", "没有列出涉及的点位类型"),
    ("市文明办", "有相近的单位"),
    ("市天文台", "名录中没有"),
    ("各区妇联", "没有对应的单位"),
]


@pytest.mark.parametrize(("said", "reason"), OPEN, ids=[row[0] for row in OPEN])
def test_what_only_a_person_can_tell_is_left_with_a_reason(said: str, reason: str) -> None:
    (line,) = _proposed(said)

    assert not line.unit_ids
    assert not line.is_ticked
    assert reason in line.reason
