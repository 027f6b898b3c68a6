"""An indicator as plain values, so that two editions can be compared without a database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One indicator of one edition; `parent` is the key of the node above it."""

    key: int
    code: str
    name: str
    level: str
    text: str = ""
    parent: int | None = None
    order: int = 0
    score: Decimal | None = None
    weight: Decimal | None = None
    methods: frozenset[str] = NONE
    threshold: str = ""
    point_types: frozenset[str] = NONE
    evidence_forms: frozenset[str] = NONE
    typical_units: frozenset[str] = NONE
    # What its checklist items look at, such as PT01 环境卫生: their own codes may change.
    checks: frozenset[str] = NONE


class Tree:
    """The nodes of an edition, with the ways up and down between them."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: Sequence[Node] = tuple(nodes)
        self.by_key: Mapping[int, Node] = {node.key: node for node in self.nodes}
        self._children: dict[int | None, list[Node]] = {}
        for node in self.nodes:
            self._children.setdefault(node.parent, []).append(node)

    def children(self, node: Node) -> Sequence[Node]:
        return self._children.get(node.key, ())

    def above(self, node: Node) -> tuple[Node, ...]:
        """Return the nodes above one, the nearest first; a cycle in a draft ends the walk."""
        found: list[Node] = []
        seen = {node.key}
        at = node.parent
        while at is not None and at in self.by_key and at not in seen:
            seen.add(at)
            found.append(self.by_key[at])
            at = found[-1].parent
        return tuple(found)

    def root(self, node: Node) -> Node:
        """Return the topmost node above one, or itself."""
        return (node, *self.above(node))[-1]

    def below(self, node: Node) -> list[Node]:
        """Return every node below one."""
        found: list[Node] = []
        seen = {node.key}
        waiting = list(self.children(node))
        while waiting:
            each = waiting.pop()
            if each.key not in seen:
                seen.add(each.key)
                found.append(each)
                waiting += self.children(each)
        return found
