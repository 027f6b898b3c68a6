"""Read the shipped files, and refuse them when they do not hold what they say they hold."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from chuangcheng.framework.shipped.entries import (
    Campaign,
    Condition,
    Crossing,
    Item,
    Node,
    Shipped,
    Source,
    Type,
    Veto,
)
from chuangcheng.platform.refusal import Refused

Entry = Mapping[str, Any]
# Where the file of sister campaigns has no address to give.
_NO_ADDRESS = "检索结果，未留网址"


class ShippedRefused(Refused):
    """The shipped files are damaged."""


@cache
def read() -> Shipped:
    """Return what is shipped; read once, since the files cannot change while the program runs.

    Raises:
        ShippedRefused: a file holds more or fewer entries than it says.
    """
    main, types, others = map(
        _file, ("framework.yaml", "point_types.yaml", "other_campaigns.yaml")
    )
    shipped = Shipped(
        domains=tuple(map(_domain, main["framework"])),
        vetoes=tuple(map(_veto, main["negative_list"])),
        conditions=tuple(map(_condition, main["preconditions"])),
        sources=tuple(_sources(main["meta"]["refs"])),
        types=tuple(map(_type, types["point_types"])),
        campaigns=tuple(map(_campaign, others["campaigns"])),
        crossings=tuple(map(_crossing, others["crosswalk"])),
        stated=_stated(main["meta"], types["meta"], others["meta"]),
    )
    check(shipped)
    return shipped


def _file(name: str) -> Any:
    packed = (resources.files("chuangcheng.framework") / "data" / name).read_bytes()
    # The C loader is safe too, and ten times as fast.
    return yaml.load(packed, yaml.CSafeLoader)


def _stated(*metas: Entry) -> Mapping[str, int]:
    return {
        _COUNTED.get(what, what): count
        for meta in metas
        for what, count in meta["counts"].items()
        if isinstance(count, int)
    }


_COUNTED = {
    "point_types": "点位类型",
    "items": "检查项",
    "campaigns": "其他创建体系",
    "indicators": "其他创建体系的指标",
    "crosswalk_rows": "对照表的行",
}


def check(shipped: Shipped) -> None:
    """Compare what was read with the counts that the files state.

    Raises:
        ShippedRefused: they differ.
    """
    criteria = [node for domain in shipped.domains for node in domain.below]
    counted = {
        "测评项目": len(shipped.domains),
        "测评内容": len(criteria),
        "测评标准": sum(len(node.below) for node in criteria),
        "点位类型": len(shipped.types),
        "检查项": sum(len(each.items) for each in shipped.types),
        "其他创建体系": len(shipped.campaigns),
        "其他创建体系的指标": sum(len(each.standards) for each in shipped.campaigns),
        "对照表的行": len(shipped.crossings),
    }
    wrong = [
        f"{what}应有 {shipped.stated.get(what, 0)} 条，实有 {count} 条"
        for what, count in counted.items()
        if shipped.stated.get(what) != count
    ]
    if wrong:
        raise ShippedRefused(
            f"内置测评体系的数据文件不完整：{'；'.join(wrong)}。请重新安装本程序后再载入。"
        )


def _domain(entry: Entry) -> Node:
    return _node(entry, below=tuple(map(_criterion, entry["contents"])))


def _criterion(entry: Entry) -> Node:
    return _node(entry, below=tuple(map(_node, entry["standards"])))


def _node(entry: Entry, below: tuple[Node, ...] = ()) -> Node:
    return Node(
        code=entry["code"],
        name=entry["name"],
        provenance=_provenance(entry),
        refs=_refs(entry),
        methods=_texts(entry, "methods"),
        score=_figure(entry, "score"),
        weight=_figure(entry, "weight"),
        threshold=entry.get("threshold", ""),
        evidence_forms=_texts(entry, "material_forms"),
        point_types=_texts(entry, "point_types"),
        units=_texts(entry, "units"),
        below=below,
    )


def _veto(entry: Entry) -> Veto:
    return Veto(
        code=entry["code"],
        name=entry["name"],
        scope=entry.get("scope", ""),
        consequence=entry.get("consequence", ""),
        provenance=_provenance(entry),
        refs=_refs(entry),
    )


def _condition(entry: Entry) -> Condition:
    return Condition(
        name=entry["name"],
        detail=entry.get("detail", ""),
        provenance=_provenance(entry),
        refs=_refs(entry),
    )


def _sources(refs: Mapping[str, Entry]) -> Iterator[Source]:
    for code, entry in refs.items():
        yield Source(code=code, title=entry["what"], url=entry["url"])


def _type(entry: Entry) -> Type:
    return Type(
        code=entry["code"],
        name=entry["name"],
        aliases=_texts(entry, "aliases"),
        group=entry["group"],
        typical_unit=entry["typical_unit"],
        observation=entry["observation"],
        provenance=_provenance(entry),
        refs=_refs(entry),
        items=tuple(map(_item, entry["items"])),
    )


def _item(entry: Entry) -> Item:
    return Item(
        code=entry["code"],
        name=entry["name"],
        criterion=entry["criterion"],
        category=entry["category"],
        scoring=entry["scoring"],
        severity=entry["severity"],
        indicator=entry["indicator"],
        provenance=_provenance(entry),
        refs=_refs(entry),
        basis=entry.get("basis", ""),
    )


def _campaign(entry: Entry) -> Campaign:
    return Campaign(
        code=entry["code"],
        name=entry["name"],
        authority=entry["authority"],
        edition=entry["edition"],
        url=entry.get("url", ""),
        standards=tuple(map(_node, entry["indicators"])),
    )


def _crossing(entry: Entry) -> Crossing:
    return Crossing(standard=entry["framework"], others=tuple(entry["others"]))


def _provenance(entry: Entry) -> str:
    return str(entry["source"]).upper()


def _refs(entry: Entry) -> tuple[str, ...]:
    """List the sources: codes in the main files, an address with a sister's indicator."""
    url = entry.get("url", "")
    if not url:
        return _texts(entry, "ref")
    return (url if url.startswith("http") else _NO_ADDRESS,)


def _texts(entry: Entry, key: str) -> tuple[str, ...]:
    listed: Sequence[str] = entry.get(key, ())
    return tuple(listed)


def _figure(entry: Entry, key: str) -> Decimal | None:
    # By way of its written form: 0.1 must stay a tenth.
    return Decimal(str(entry[key])) if key in entry else None
