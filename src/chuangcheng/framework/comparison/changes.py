"""What changed between two editions once it is known which indicator continues which."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain

from chuangcheng.framework.comparison import diff
from chuangcheng.framework.comparison.diff import Piece
from chuangcheng.framework.comparison.nodes import Node, Tree
from chuangcheng.framework.comparison.scores import score_moved


class Kind(StrEnum):
    """What happened to an indicator, the heaviest first."""

    REMOVED = "REMOVED"
    ADDED = "ADDED"
    SPLIT = "SPLIT"
    MERGED = "MERGED"
    REWEIGHED = "REWEIGHED"
    METHODS = "METHODS"
    THRESHOLD = "THRESHOLD"
    MOVED = "MOVED"
    REWORDED = "REWORDED"
    POINT_TYPES = "POINT_TYPES"
    EVIDENCE_FORMS = "EVIDENCE_FORMS"
    UNITS = "UNITS"
    CHECKS = "CHECKS"
    RENUMBERED = "RENUMBERED"


WORDS: Mapping[Kind, str] = {
    Kind.REMOVED: "删去",
    Kind.ADDED: "新增",
    Kind.SPLIT: "拆分",
    Kind.MERGED: "合并",
    Kind.REWEIGHED: "调整分值",
    Kind.METHODS: "调整测评方法",
    Kind.THRESHOLD: "调整达标值",
    Kind.MOVED: "移动",
    Kind.REWORDED: "改写",
    Kind.POINT_TYPES: "调整点位类型",
    Kind.EVIDENCE_FORMS: "调整申报材料",
    Kind.UNITS: "调整常见责任单位",
    Kind.CHECKS: "调整检查项",
    Kind.RENUMBERED: "改编号",
}


LEVELS: Mapping[str, str] = {
    "DOMAIN": "测评项目",
    "CRITERION": "测评内容",
    "STANDARD": "测评标准",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A newer node continues an older one; unless confirmed, it is a proposal so likely."""

    older: int
    newer: int
    likeness: float = 1.0
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One thing that is different: as a marked text, or as what is left out and what is new."""

    kind: Kind
    title: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one indicator, or of those that were split or merged together."""

    older: tuple[Node, ...]
    newer: tuple[Node, ...]
    kinds: tuple[Kind, ...]
    details: tuple[Detail, ...]
    moved: Decimal
    # The least likely of the links behind it.
    likeness: float
    is_confirmed: bool

    @property
    def is_renumbered_only(self) -> bool:
        return self.kinds == (Kind.RENUMBERED,)

    @property
    def level(self) -> str:
        return (self.newer or self.older)[0].level


def changes(
    older: Iterable[Node], newer: Iterable[Node], links: Sequence[Link]
) -> list[Change]:
    """Return what changed, in the order of the newer edition; what was removed stands last."""
    return _Comparison(Tree(older), Tree(newer), links).changes()


class _Comparison:
    def __init__(self, older: Tree, newer: Tree, links: Sequence[Link]) -> None:
        self.older = older
        self.newer = newer
        self.links = {
            (link.older, link.newer): link
            for link in links
            if link.older in older.by_key and link.newer in newer.by_key
        }
        # An edition that has no checklists yet has not changed any.
        self.has_checks = all(
            any(node.checks for node in tree.nodes) for tree in (older, newer)
        )
        self.forward: dict[int, set[int]] = {}
        self.back: dict[int, set[int]] = {}
        for ours, theirs in self.links:
            self.forward.setdefault(ours, set()).add(theirs)
            self.back.setdefault(theirs, set()).add(ours)

    def changes(self) -> list[Change]:
        found = []
        seen: set[int] = set()
        for node in self.newer.nodes:
            if node.key not in seen:
                ours, theirs = self._together(node.key)
                seen |= theirs
                found.append(self._change(ours, theirs))
        for node in self.older.nodes:
            if node.key not in self.forward:
                found.append(self._change({node.key}, set()))
        return [change for change in found if change.kinds]

    def _together(self, newer: int) -> tuple[set[int], set[int]]:
        """Gather everything that a newer node shares its past with."""
        ours: set[int] = set()
        theirs: set[int] = set()
        waiting = [newer]
        while waiting:
            at = waiting.pop()
            if at not in theirs:
                theirs.add(at)
                before = self.back.get(at, set())
                ours |= before
                waiting += [after for each in before for after in self.forward[each]]
        return ours, theirs

    def _change(self, ours: set[int], theirs: set[int]) -> Change:
        older = tuple(node for node in self.older.nodes if node.key in ours)
        newer = tuple(node for node in self.newer.nodes if node.key in theirs)
        details = tuple(
            detail
            for detail in self._details(older, newer)
            if self.has_checks or detail.kind is not Kind.CHECKS
        )
        whole = _kinds_of_whole(older, newer)
        kinds = {*whole, *(each.kind for each in details)}
        links = [link for pair, link in self.links.items() if pair[1] in theirs]
        return Change(
            older=older,
            newer=newer,
            kinds=tuple(kind for kind in Kind if kind in kinds),
            details=details,
            moved=score_moved(older, newer),
            likeness=min((link.likeness for link in links), default=1.0),
            is_confirmed=all(link.is_confirmed for link in links),
        )

    def _details(self, older: Sequence[Node], newer: Sequence[Node]) -> Iterable[Detail]:
        """Compare one with one field by field, and sides of several by what they add up to."""
        if not older or not newer:
            return ()
        sums = chain(_scores(older, newer), _sets(older, newer))
        if len(older) > 1 or len(newer) > 1:
            return sums
        before, after = older[0], newer[0]
        return chain(
            _texts(before, after), self._place(before, after), _weight(before, after), sums
        )

    def _place(self, before: Node, after: Node) -> Iterable[Detail]:
        """Tell whether a node stands elsewhere; a renamed or renumbered parent is the same place."""
        if before.level != after.level:
            yield Detail(
                kind=Kind.MOVED,
                title="层级",
                before=LEVELS.get(before.level, ""),
                after=LEVELS.get(after.level, ""),
            )
        if before.parent is None and after.parent is None:
            return
        successors = self.forward.get(before.parent or 0, set())
        if after.parent not in successors:
            yield Detail(
                kind=Kind.MOVED,
                title="上级",
                before=_called(self.older, before.parent),
                after=_called(self.newer, after.parent),
            )


def _kinds_of_whole(older: Sequence[Node], newer: Sequence[Node]) -> Iterable[Kind]:
    if not older:
        yield Kind.ADDED
    elif not newer:
        yield Kind.REMOVED
    if older and len(newer) > 1:
        yield Kind.SPLIT
    if newer and len(older) > 1:
        yield Kind.MERGED


_TEXTS: Sequence[tuple[Kind, str, Callable[[Node], str]]] = (
    (Kind.RENUMBERED, "编号", lambda node: node.code),
    (Kind.REWORDED, "名称", lambda node: node.name),
    (Kind.REWORDED, "要求", lambda node: node.text),
    (Kind.THRESHOLD, "达标值", lambda node: node.threshold),
)
_SETS: Sequence[tuple[Kind, str, Callable[[Node], frozenset[str]]]] = (
    (Kind.METHODS, "测评方法", lambda node: node.methods),
    (Kind.POINT_TYPES, "点位类型", lambda node: node.point_types),
    (Kind.EVIDENCE_FORMS, "申报材料形式", lambda node: node.evidence_forms),
    (Kind.UNITS, "常见责任单位", lambda node: node.typical_units),
    (Kind.CHECKS, "检查项", lambda node: node.checks),
)


def _texts(before: Node, after: Node) -> Iterable[Detail]:
    for kind, title, of in _TEXTS:
        ours, theirs = of(before), of(after)
        if _lines(ours) != _lines(theirs):
            is_prose = kind is Kind.REWORDED
            yield Detail(
                kind=kind,
                title=title,
                before=ours,
                after=theirs,
                pieces=diff.pieces(ours, theirs) if is_prose else (),
            )


def _sets(older: Sequence[Node], newer: Sequence[Node]) -> Iterable[Detail]:
    for kind, title, of in _SETS:
        before = frozenset(chain.from_iterable(map(of, older)))
        after = frozenset(chain.from_iterable(map(of, newer)))
        if before != after:
            yield Detail(
                kind=kind,
                title=title,
                gone=tuple(sorted(before - after)),
                come=tuple(sorted(after - before)),
            )


def _scores(older: Sequence[Node], newer: Sequence[Node]) -> Iterable[Detail]:
    before, after = _sum(older), _sum(newer)
    if before != after:
        yield _number("分值", before, after)


def _weight(before: Node, after: Node) -> Iterable[Detail]:
    if before.weight != after.weight:
        yield _number("权重", before.weight, after.weight)


def _number(title: str, before: Decimal | None, after: Decimal | None) -> Detail:
    return Detail(
        kind=Kind.REWEIGHED, title=title, before=_written(before), after=_written(after)
    )


def _sum(nodes: Sequence[Node]) -> Decimal | None:
    known = [node.score for node in nodes if node.score is not None]
    return sum(known, Decimal(0)) if known else None


def _written(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _lines(text: str) -> str:
    """Browsers end lines in their own way; that is no change of wording."""
    return text.replace("\r\n", "\n").strip()


def _called(tree: Tree, key: int | None) -> str:
    node = tree.by_key.get(key or 0)
    return f"{node.code} {node.name}" if node else ""
