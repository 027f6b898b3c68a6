"""Who might answer for a standard, worked out from the typical units that handbooks name.

Pure: names and what the city's list makes of them go in, lines for a person to confirm come out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.framework.models import ResponsibilityRole

# A group larger than this is proposed, but left unticked: nobody means all of them by name.
_MOST_TICKED = 30
# What handbooks write for all units of a kind, and the collective name that the city's list knows.
_COLLECTIVE: Mapping[str, str] = {
    "街道": "各街道",
    "乡镇": "各乡镇",
    "街道(乡镇)": "各街道(乡镇)",
    "街道（乡镇）": "各街道(乡镇)",
    "社区": "各社区",
    "社区(村)": "各社区(村)",
    "村": "各村",
    "学校": "各学校",
    "区政府": "各区",
}
# Bodies that differ from place to place: no list of units can say who they are.
_OPEN: Mapping[str, str] = {
    "点位单位": "随点位而定，由点位库中各点位的责任单位承担",
    "物业公司": "随小区而定，可由住建部门或街道(乡镇)代为承担",
    "市场开办方": "随市场而定，可由市场监管或商务部门代为承担",
    "施工企业": "随工地而定，可由住建部门代为承担",
    "承办单位": "随活动而定，请指定主办部门",
    "志愿服务队伍": "不是单位，可由文明办或团委代为承担",
    "市属媒体": "泛指多家媒体，请指定具体媒体或宣传部门",
}
# What the units in charge of a kind of place are called; the place's kind says who they are.
_OF_PLACES = frozenset({"点位主管部门", "行业主管部门"})
_EACH_DISTRICT = re.compile(r"各区(?:县)?(?P<body>.+)")
_BRACKETED = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What the city's list makes of a name: units it surely means, and units it may mean."""

    sure: tuple[int, ...] = ()
    likely: tuple[int, ...] = ()
    is_group: bool = False
    # A name such as 有关单位 that leaves open who exactly.
    is_vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One name on its way to becoming a part: for whom, in which role, and why not at once."""

    said: str
    role: ResponsibilityRole
    unit_ids: tuple[int, ...] = ()
    likely: tuple[int, ...] = ()
    reason: str = ""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What is known of a standard: typical units as the handbook has them, those of its places."""

    typical_units: tuple[str, ...]
    place_units: tuple[str, ...] = ()


def asked_names(standard: Standard, districts: Sequence[str]) -> list[str]:
    """List the names that the city's list must be asked about."""
    return [
        name
        for said in standard.typical_units
        for name in _names_behind(said, standard, districts)
    ]


def propose(
    standard: Standard, meant: Mapping[str, Meant], districts: Sequence[str]
) -> list[Line]:
    """Propose parts: the first unit that is named leads, others share or support.

    Streets and communities share the work in their area (主责); departments support.
    """
    lines: list[Line] = []
    taken: set[int] = set()
    for place, said in enumerate(standard.typical_units):
        line = _line(said, standard, meant, districts, is_first=place == 0)
        unit_ids = tuple(pk for pk in line.unit_ids if pk not in taken)
        if line.unit_ids and not unit_ids:
            continue
        taken.update(unit_ids)
        lines.append(
            Line(
                said=line.said,
                role=line.role,
                unit_ids=unit_ids,
                likely=line.likely,
                reason=line.reason,
                is_ticked=line.is_ticked,
            )
        )
    return lines


def _line(
    said: str,
    standard: Standard,
    meant: Mapping[str, Meant],
    districts: Sequence[str],
    *,
    is_first: bool,
) -> Line:
    names = _names_behind(said, standard, districts)
    if not names:
        return _left_open(said, is_first=is_first)
    known = [meant.get(name, Meant()) for name in names]
    unit_ids = tuple(dict.fromkeys(pk for each in known for pk in each.sure))
    if len(names) == 1 and not known[0].is_group:
        return _single(said, known[0], is_first=is_first)
    if not unit_ids:
        reason = f"“{said}”在单位名录中没有对应的单位，请指定"
        return Line(said=said, role=_role(is_first=is_first), reason=reason)
    return _several(said, unit_ids, known, is_first=is_first)


def _single(said: str, known: Meant, *, is_first: bool) -> Line:
    role = _role(is_first=is_first)
    if known.sure:
        return Line(
            said=said, role=role, unit_ids=known.sure, likely=known.likely, is_ticked=True
        )
    reason = "名录中有相近的单位，请选定" if known.likely else "单位名录中没有，请指定"
    return Line(said=said, role=role, likely=known.likely, reason=reason)


def _several(
    said: str, unit_ids: tuple[int, ...], known: Iterable[Meant], *, is_first: bool
) -> Line:
    is_territorial = any(each.is_group for each in known)
    role = ResponsibilityRole.MAIN if is_territorial else ResponsibilityRole.SUPPORT
    reasons = [f"“{said}”指 {len(unit_ids)} 个单位"]
    if is_first and len(unit_ids) > 1:
        role = ResponsibilityRole.MAIN
        reasons.append("不能都牵头，请另定牵头单位")
    elif is_first:
        role = ResponsibilityRole.LEAD
    is_vague = any(each.is_vague for each in known)
    if is_vague:
        reasons.append("未说明是哪些，请核对")
    if len(unit_ids) > _MOST_TICKED:
        reasons.append("数量较多，一般由上级统筹，确需逐个分解再勾选")
    return Line(
        said=said,
        role=role,
        unit_ids=unit_ids,
        reason="，".join(reasons),
        is_ticked=not is_vague and len(unit_ids) <= _MOST_TICKED,
    )


def _left_open(said: str, *, is_first: bool) -> Line:
    if said in _OF_PLACES:
        reason = "随点位类型而定，这条标准没有列出涉及的点位类型，请指定"
    else:
        reason = _OPEN[said]
    return Line(said=said, role=_role(is_first=is_first), reason=reason)


def _names_behind(said: str, standard: Standard, districts: Sequence[str]) -> list[str]:
    """Spell out what a name in a handbook stands for; nothing where only a person can tell."""
    if said in _OPEN:
        return []
    if said in _OF_PLACES:
        return [_COLLECTIVE.get(name, name) for name in standard.place_units]
    if said in _COLLECTIVE:
        return [_COLLECTIVE[said]]
    if each := _EACH_DISTRICT.fullmatch(said):
        return [f"{district}{each['body']}" for district in districts]
    # 市委宣传部(文明办) means the department; what stands in brackets explains.
    return [_BRACKETED.sub("", said) or said]


def _role(*, is_first: bool) -> ResponsibilityRole:
    return ResponsibilityRole.LEAD if is_first else ResponsibilityRole.SUPPORT
