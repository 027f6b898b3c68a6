"""Which codes a region may have: GB/T 2260 for districts, GB/T 10114 for streets, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass

CITY, DISTRICT, STREET, COMMUNITY, GRID = (
    "CITY",
    "DISTRICT",
    "STREET",
    "COMMUNITY",
    "GRID",
)
NAMES: Mapping[str, str] = {
    CITY: "市",
    DISTRICT: "区县",
    STREET: "街道(乡镇)",
    COMMUNITY: "社区(村)",
    GRID: "网格",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The lengths a level's code may have and the levels it may lie under."""

    lengths: frozenset[int]
    parents: frozenset[str]


COMMUNITY_DIGITS = 12
# Grid numbers have two digits in CJ/T 213 and three in GB/T 30428.1; cities use both.
RULES: Mapping[str, Rule] = {
    CITY: Rule(frozenset({6}), frozenset()),
    DISTRICT: Rule(frozenset({6}), frozenset({CITY})),
    # A county-level city has streets without districts between.
    STREET: Rule(frozenset({9}), frozenset({DISTRICT, CITY})),
    COMMUNITY: Rule(frozenset({12}), frozenset({STREET})),
    GRID: Rule(frozenset({14, 15, 16}), frozenset({COMMUNITY})),
}


def level_of(code: str) -> str | None:
    """Tell from its length what a new code stands for; a city's own code is known already."""
    by_length = {6: DISTRICT, 9: STREET, COMMUNITY_DIGITS: COMMUNITY}
    return GRID if len(code) in RULES[GRID].lengths else by_length.get(len(code))


def level_below(level: str) -> str | None:
    """Return the level that usually lies right below."""
    levels = list(NAMES)
    at = levels.index(level) + 1
    return levels[at] if at < len(levels) else None


def prefix_of(parent_code: str) -> str:
    """Return what the codes of a region's parts begin with: 9901 for the city 990100."""
    prefix = parent_code
    while len(parent_code) == 6 and len(prefix) > 2 and prefix.endswith("00"):
        prefix = prefix[:-2]
    return prefix


def problem_with(
    code: str,
    *,
    level: str,
    parent_code: str | None,
    parent_level: str | None,
    grid_digits: int | None = None,
) -> str | None:
    """Say what is wrong with a region's code and place; None if nothing is.

    `grid_digits` is how many digits the city gives a grid after its community; without it any
    number in use is taken, so that codes given before the city decided stay good.
    """
    rule = RULES[level]
    problem = _problem_with_digits(code, level, grid_digits)
    if problem:
        return problem
    name = NAMES[level]
    if parent_code is None or parent_level is None:
        if rule.parents:
            return f"{name}必须填写上级区划"
        return None
    if parent_level not in rule.parents:
        allowed = "或".join(NAMES[each] for each in NAMES if each in rule.parents)
        return (
            f"{name}的上级应为{allowed}，不能是{NAMES[parent_level]}"
            if allowed
            else f"{name}没有上级，请清空上级"
        )
    if not code.startswith(prefix_of(parent_code)):
        return f"区划代码“{code}”应以上级代码的“{prefix_of(parent_code)}”开头，请核对代码或上级"
    return None


def _problem_with_digits(code: str, level: str, grid_digits: int | None) -> str | None:
    if not (code.isascii() and code.isdigit()):
        return f"区划代码“{code}”只能由数字组成，请按国家统计用区划代码填写"
    lengths = RULES[level].lengths
    if level == GRID and grid_digits is not None:
        lengths = frozenset({COMMUNITY_DIGITS + grid_digits})
    if len(code) in lengths:
        return None
    wanted = "、".join(map(str, sorted(lengths)))
    return f"{NAMES[level]}的区划代码应为 {wanted} 位，“{code}”是 {len(code)} 位，请核对"
