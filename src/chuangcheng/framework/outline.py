"""Put the nodes of a tree in reading order, whatever the links between them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Protocol, TypeVar


class Node(Protocol):
    """Anything with a key and, perhaps, the key of what it lies under."""

    @property
    def key(self) -> Hashable: ...

    @property
    def parent_key(self) -> Hashable | None: ...


N = TypeVar("N", bound=Node)


def outline(nodes: Iterable[N]) -> list[tuple[N, int]]:
    """List every node after the one it lies under, with its depth; siblings keep their order.

    Nodes that hang in a circle, or under nothing that is listed, come last at depth 0: an editor
    must be able to see them to mend them.
    """
    listed = list(nodes)
    known = {node.key for node in listed}
    below: dict[Hashable | None, list[N]] = defaultdict(list)
    for node in listed:
        below[node.parent_key if node.parent_key in known else None].append(node)
    ordered = list(_walk(below))
    reached = {node.key for node, _depth in ordered}
    return ordered + [(node, 0) for node in listed if node.key not in reached]


def _walk(below: dict[Hashable | None, list[N]]) -> Iterator[tuple[N, int]]:
    waiting = [(node, 0) for node in reversed(below[None])]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in reversed(below[node.key])]
