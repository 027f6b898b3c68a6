"""What goes into a match and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum

# A best suggestion this good, and this far ahead of the next, may be taken without asking.
SURE = 0.85
LEAD = 0.1


class Reason(StrEnum):
    """Why a unit is suggested; the value is what people read."""

    EXACT = "名称一致"
    ALIAS = "别名"
    ABBREVIATION = "规范简称"
    OLD_NAME = "机构改革前名称"
    LIKENESS = "名称相近"


class GroupKind(StrEnum):
    """Whom a collective name means."""

    STREETS = "各街道"
    TOWNS = "各乡镇"
    STREETS_AND_TOWNS = "各街道乡镇"
    COMMUNITIES = "各社区(村)"
    SCHOOLS = "各学校"
    DEPARTMENTS = "各部门"
    DISTRICTS = "各区县"
    ENTERPRISES = "各企业"
    FORCES = "各专项工作组"
    ALL = "各单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit of the city's list, in plain values; `kind` is a `UnitKind` value."""

    id: int
    name: str
    short_name: str = ""
    kind: str = "GOVERNMENT"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One unit that may be meant, with a score from 0 to 1."""

    unit_id: int
    name: str
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several units meant by one collective name.

    A vague one (有关单位, 相关街道) names nobody in particular: a person must pick from it.
    """

    kind: GroupKind
    unit_ids: tuple[int, ...]
    is_vague: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Everything known about one name as it was said; suggestions come best first."""

    asked: str
    suggestions: tuple[Suggestion, ...] = ()
    group: Group | None = None

    @property
    def sure(self) -> Suggestion | None:
        """Return the one unit that is clearly meant, if there is one."""
        if not self.suggestions or self.suggestions[0].score < SURE:
            return None
        best, *others = self.suggestions
        if others and best.score - others[0].score < LEAD:
            return None
        return best
