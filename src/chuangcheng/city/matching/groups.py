"""Collective names: 各街道, 各有关单位, 区直各部门 mean several units at once."""

import re
from collections.abc import Callable, Iterable, Sequence

from chuangcheng.city.matching.names import ParsedName, tidy
from chuangcheng.city.matching.suggestions import Group, GroupKind, KnownUnit

_NOUNS: tuple[tuple[str, GroupKind], ...] = (
    (
        r"镇街道?|街镇|街道?[和、及(]?(?:乡镇|镇)\)?|(?:乡镇|镇)[、(和及]?街道?\)?|街乡镇?|乡镇街道?",
        GroupKind.STREETS_AND_TOWNS,
    ),
    (r"街道?(?:办事处|办|党工委)?", GroupKind.STREETS),
    (r"(?:乡镇|镇乡|镇|乡)(?:人民政府|政府|党委)?", GroupKind.TOWNS),
    (
        r"(?:社区|村居|村\(社区\)|社区\(村\)|村社区?|村)(?:居委会|居民委员会|村委会)?|居委会|村委会|村\(居\)",
        GroupKind.COMMUNITIES,
    ),
    (r"(?:大|乡镇)?(?:中心)?(?:中小学校?|学校|小学|中学|中心校)|高校", GroupKind.SCHOOLS),
    (r"专项工作组|工作组|专班|专项组", GroupKind.FORCES),
    (r"(?:国有|驻区|驻市|市属|区属)?企业", GroupKind.ENTERPRISES),
    (
        r"县市区|市县区|县\(?区\)?|区县|区\(?县\)?(?:市)?|区\(街道\)|区|县|县市|县\(市、?区\)",
        GroupKind.DISTRICTS,
    ),
    (r"部门|委办局|机关", GroupKind.DEPARTMENTS),
    (r"部门单位|部门[和、及]?单位|单位|地各部门|地各单位|地|方面", GroupKind.ALL),
)
_HEAD = (
    r"^(?:全市|全区|全县|辖区内?|市内|区内|市级|区级|县级)?"
    r"(?P<many>各级各?|各类|各个|各|所有|全体|[市区县]直(?:各|属各?)?|\d+个|[一二三四五六七八九十]+个)?"
    r"(?P<which>(?:有关|相关|相应|涉及|属地|其他|其它|挂钩|责任|职能|成员|牵头|配合|重点|参与|创建)*)"
)
_PATTERNS = tuple((re.compile(f"{_HEAD}(?:{noun})$"), kind) for noun, kind in _NOUNS)
_VAGUE = re.compile("有关|相关|相应|涉及|属地|其他|其它|挂钩|重点|参与")
_SCHOOL = re.compile(r"(?:学|学校|中学|小学|幼儿园|中心校|校区)$")

Listed = tuple[KnownUnit, ParsedName]


def kind_of(name: str) -> tuple[GroupKind, bool] | None:
    """Tell what a collective name means and whether it leaves open who exactly; None if it is none."""
    text = tidy(name)
    for pattern, kind in _PATTERNS:
        found = pattern.match(text)
        if found and (found["many"] or found["which"]):
            return kind, bool(_VAGUE.search(found["which"]))
    return None


def _is_street(unit: KnownUnit, name: ParsedName) -> bool:
    return unit.kind == "STREET" and "街道" in name.core


def _is_town(unit: KnownUnit, name: ParsedName) -> bool:
    return unit.kind == "STREET" and "街道" not in name.core


def _of_kinds(*kinds: str) -> Callable[[KnownUnit, ParsedName], bool]:
    return lambda unit, _: unit.kind in kinds


_TESTS: dict[GroupKind, Callable[[KnownUnit, ParsedName], bool]] = {
    GroupKind.STREETS: _is_street,
    GroupKind.TOWNS: _is_town,
    GroupKind.STREETS_AND_TOWNS: _of_kinds("STREET"),
    GroupKind.COMMUNITIES: _of_kinds("COMMUNITY"),
    GroupKind.SCHOOLS: lambda unit, _: bool(_SCHOOL.search(unit.name)),
    GroupKind.DEPARTMENTS: _of_kinds("PARTY", "GOVERNMENT", "MASS"),
    GroupKind.DISTRICTS: lambda _, name: (
        name.core == "政府" and name.place[-1:] in "区县旗"
    ),
    GroupKind.ENTERPRISES: _of_kinds("ENTERPRISE"),
    GroupKind.FORCES: lambda *_: False,
    GroupKind.ALL: _of_kinds(
        "PARTY", "GOVERNMENT", "MASS", "PUBLIC", "ENTERPRISE", "STREET", "OTHER"
    ),
}


def members(kind: GroupKind, listed: Iterable[Listed], *, home: str) -> tuple[int, ...]:
    """List the units that belong to a group; of the home district alone where it has any."""
    belonging = [(unit, name) for unit, name in listed if _TESTS[kind](unit, name)]
    if kind is not GroupKind.DISTRICTS:
        belonging = _at_home(belonging, home) or belonging
    return tuple(unit.id for unit, _ in belonging)


def _at_home(listed: Sequence[Listed], home: str) -> list[Listed]:
    return [(unit, name) for unit, name in listed if home and name.place == home]


def group_of(name: str, listed: Iterable[Listed], *, home: str) -> Group | None:
    """Resolve a collective name to its units; None where the name is not collective."""
    found = kind_of(name)
    if not found:
        return None
    kind, is_vague = found
    return Group(kind=kind, unit_ids=members(kind, listed, home=home), is_vague=is_vague)
