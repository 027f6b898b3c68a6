"""What an edition must fulfil before it may be put in force, said in sentences. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from chuangcheng.framework import scores
from chuangcheng.framework.outline import outline

STANDARD, CRITERION, DOMAIN = "STANDARD", "CRITERION", "DOMAIN"
ONSITE = "ONSITE"
_LISTED = 5


class Gravity(Enum):
    """Whether a finding keeps the edition from being put in force."""

    ERROR = "错误"
    WARNING = "提醒"


class Place(Enum):
    """On whose page a finding is mended."""

    EDITION = "EDITION"
    INDICATOR = "INDICATOR"
    CHECKLIST = "CHECKLIST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong or odd, and where."""

    gravity: Gravity
    words: str
    place: Place = Place.EDITION
    key: int = 0

    @property
    def is_error(self) -> bool:
        return self.gravity is Gravity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An indicator as the rules see it; keys may be any numbers, row numbers of a sheet too."""

    key: int
    parent_key: int | None
    code: str
    name: str
    level: str
    methods: tuple[str, ...] = ()
    score: Decimal | None = None
    weight: Decimal | None = None
    point_types: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A checklist item as the rules see it."""

    checklist: int
    name: str
    indicator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An edition with all that is checked about it."""

    nodes: Sequence[Node]
    items: Sequence[Item] = ()
    known_types: Set[str] = frozenset()
    full_score: Decimal | None = None


def check(whole: Whole) -> list[Finding]:
    """List what is wrong with an edition, errors first."""
    found = [finding for rule in _RULES for finding in rule(whole)]
    return sorted(found, key=lambda finding: not finding.is_error)


def _is_not_empty(whole: Whole) -> Iterator[Finding]:
    if not any(node.level == STANDARD for node in whole.nodes):
        yield Finding(gravity=Gravity.ERROR, words="这一版还没有测评标准。")


def _codes_are_unique(whole: Whole) -> Iterator[Finding]:
    counts = Counter(node.code for node in whole.nodes)
    for node in whole.nodes:
        if counts[node.code] > 1:
            yield _about(
                node, f"编号 {node.code} 用了 {counts[node.code]} 次，请改成不同的编号。"
            )


def _has_no_circles(whole: Whole) -> Iterator[Finding]:
    parents = {node.key: node.parent_key for node in whole.nodes}
    for node in whole.nodes:
        above, steps = parents[node.key], 0
        while above is not None and above != node.key and steps <= len(parents):
            above, steps = parents.get(above), steps + 1
        if above == node.key:
            yield _about(node, f"“{node}”的上级绕回到它自己，请另选上级。")


def _nothing_lies_under_a_standard(whole: Whole) -> Iterator[Finding]:
    standards = {node.key: node for node in whole.nodes if node.level == STANDARD}
    for node in whole.nodes:
        if above := standards.get(node.parent_key or 0):
            yield _about(
                node,
                f"“{node}”放在测评标准“{above}”之下，标准不能再有下级，请移到测评内容下。",
            )


def _standards_can_be_marked(whole: Whole) -> Iterator[Finding]:
    gravity = Gravity.WARNING if whole.full_score is None else Gravity.ERROR
    for node in _standards(whole):
        if node.score is None and whole.full_score is not None:
            yield _about(node, f"“{node}”没有分值。")
        if node.score is not None and node.score < 0:
            yield _about(node, f"“{node}”的分值是负数。")
        if not node.methods:
            yield _about(node, f"“{node}”没有测评方法。", gravity)
        if ONSITE in node.methods and not node.point_types:
            yield _about(
                node, f"“{node}”要实地考察，但没有涉及的点位类型。", Gravity.WARNING
            )


def _groups_hold_standards(whole: Whole) -> Iterator[Finding]:
    parents = {node.key: node.parent_key for node in whole.nodes}
    filled: set[int] = set()
    for node in _standards(whole):
        above = node.parent_key
        while above is not None and above not in filled:
            filled.add(above)
            above = parents.get(above)
    for node in whole.nodes:
        if node.level == STANDARD or node.key in filled:
            continue
        gravity = Gravity.ERROR if node.level == DOMAIN else Gravity.WARNING
        yield _about(node, f"“{node}”之下没有测评标准。", gravity)


def _domains_are_at_the_top(whole: Whole) -> Iterator[Finding]:
    for node in whole.nodes:
        if node.level == DOMAIN and node.parent_key is not None:
            yield _about(node, f"测评项目“{node}”不在最上层。", Gravity.WARNING)


def _point_types_are_known(whole: Whole) -> Iterator[Finding]:
    for node in whole.nodes:
        if unknown := [code for code in node.point_types if code not in whole.known_types]:
            listed = "、".join(unknown[:_LISTED])
            yield _about(node, f"“{node}”写的点位类型 {listed} 不在点位类型表里。")


def _items_count_for_standards(whole: Whole) -> Iterator[Finding]:
    standards = {node.key for node in _standards(whole)}
    for item in whole.items:
        if item.indicator is None:
            yield Finding(
                gravity=Gravity.WARNING,
                words=f"检查项“{item.name}”没有对应的测评标准，查到的问题不会计分。",
                place=Place.CHECKLIST,
                key=item.checklist,
            )
        elif item.indicator not in standards:
            yield Finding(
                gravity=Gravity.ERROR,
                words=f"检查项“{item.name}”对应的不是这一版的测评标准，请重新选择。",
                place=Place.CHECKLIST,
                key=item.checklist,
            )


def _weights_add_up(whole: Whole) -> Iterator[Finding]:
    weights: dict[Hashable, Decimal] = {
        node.key: node.weight for node in whole.nodes if node.weight is not None
    }
    off = scores.by_group(whole.nodes, weights)
    for node in whole.nodes:
        if words := off.get(node.key):
            yield _about(node, f"“{node}”的标准{words}。")
    if whole.full_score is None:
        return
    total = sum((node.score or Decimal(0) for node in _standards(whole)), Decimal(0))
    if words := scores.difference(total, whole.full_score, name="总分"):
        yield Finding(gravity=Gravity.ERROR, words=f"全部标准{words}。")


def _standards(whole: Whole) -> Iterator[Node]:
    """Go through the standards in reading order, so that findings follow the tree."""
    for node, _depth in outline(whole.nodes):
        if node.level == STANDARD:
            yield node


def _about(node: Node, words: str, gravity: Gravity = Gravity.ERROR) -> Finding:
    return Finding(gravity=gravity, words=words, place=Place.INDICATOR, key=node.key)


_RULES: Sequence[Callable[[Whole], Iterator[Finding]]] = (
    _is_not_empty,
    _has_no_circles,
    _codes_are_unique,
    _nothing_lies_under_a_standard,
    _weights_add_up,
    _standards_can_be_marked,
    _point_types_are_known,
    _groups_hold_standards,
    _domains_are_at_the_top,
    _items_count_for_standards,
)
