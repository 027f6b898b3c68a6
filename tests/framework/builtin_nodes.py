"""The shared framework as plain nodes, read straight from the file the product ships."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import count
from typing import Any

import yaml

from chuangcheng.framework.comparison import Node

Entry = Mapping[str, Any]


def _read(name: str) -> Any:
    return yaml.safe_load(
        (resources.files("chuangcheng.framework") / "data" / name).read_text("utf-8")
    )


@cache
def nodes() -> tuple[Node, ...]:
    """Return all 187 nodes: 10 domains, 72 criteria, 105 standards with their checklist ties."""
    checks: dict[str, set[str]] = defaultdict(set)
    for kind in _read("point_types.yaml")["point_types"]:
        for item in kind["items"]:
            checks[item.get("indicator", "")].add(f"{kind['code']} {item['name']}")
    return tuple(_walk(_read("framework.yaml")["framework"], checks))


def _walk(domains: list[Entry], checks: Mapping[str, set[str]]) -> Iterator[Node]:
    keys = count(1)
    for domain in domains:
        root = _group(next(keys), domain, "DOMAIN", None)
        yield root
        for content in domain["contents"]:
            criterion = _group(next(keys), content, "CRITERION", root.key)
            yield criterion
            for standard in content["standards"]:
                yield _standard(next(keys), standard, criterion.key, checks)


def _group(key: int, entry: Entry, level: str, parent: int | None) -> Node:
    return Node(
        key=key,
        code=entry["code"],
        name=entry["name"],
        level=level,
        parent=parent,
        order=key,
    )


def _standard(key: int, entry: Entry, parent: int, checks: Mapping[str, set[str]]) -> Node:
    return Node(
        key=key,
        code=entry["code"],
        name=entry["name"],
        level="STANDARD",
        parent=parent,
        order=key,
        score=Decimal(str(entry["score"])),
        methods=frozenset(entry["methods"]),
        threshold=entry.get("threshold", ""),
        point_types=frozenset(entry.get("point_types", ())),
        evidence_forms=frozenset(entry.get("material_forms", ())),
        typical_units=frozenset(entry.get("units", ())),
        checks=frozenset(checks.get(entry["code"], ())),
    )
