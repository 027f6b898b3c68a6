"""Propose which indicator continues which, against the bare likeness of all names."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rapidfuzz import fuzz, process

from bench.running import Rows
from chuangcheng.framework.comparison import Node, propose

SIZES = (105, 300)
ROUNDS = 5
# Pieces that names of standards are made of; the seed makes them the same in every run.
SUBJECTS = [
    "街面",
    "小区",
    "市场",
    "校园",
    "公园",
    "医院",
    "车站",
    "窗口",
    "社区",
    "河道",
    "工地",
    "商圈",
    "景区",
    "网吧",
    "公厕",
]
MATTERS = [
    "环境卫生",
    "停车秩序",
    "消防通道",
    "公益广告",
    "志愿服务",
    "无障碍设施",
    "垃圾分类",
    "文明言行",
]
ENDS = ["管理", "建设", "完好", "治理", "宣传", "满意度", "知晓率", "保障"]
METHODS = ("实地考察", "网上申报", "问卷调查", "部门数据")


def run() -> Rows:
    """Time the whole matching for two sizes of editions."""
    return [_row(size) for size in SIZES]


def _row(size: int) -> dict[str, str | float]:
    older = _edition(size)
    newer = _next(older)
    seconds = _fastest(lambda: propose(older, newer))
    names = [node.name for node in older], [node.name for node in newer]
    bare = _fastest(lambda: process.cdist(*names, scorer=fuzz.ratio))
    return {
        "name": f"match {size} standards with {size}",
        "value": round(seconds, 4),
        "unit": "s",
        "reference": "rapidfuzz.process.cdist of the same names",
        "ratio": round(seconds / bare, 1),
    }


def _edition(size: int) -> list[Node]:
    chance = random.Random(7)  # noqa: S311 - the same names in every run.
    groups = [
        Node(key=key, code=f"I-{key}", name=f"测评项目{key}", level="DOMAIN")
        for key in range(1, 11)
    ]
    standards = [
        Node(
            key=100 + number,
            code=f"III-{number}",
            name="".join(chance.choice(part) for part in (SUBJECTS, MATTERS, ENDS)),
            level="STANDARD",
            parent=1 + number % 10,
            score=Decimal(1),
            methods=frozenset(chance.sample(METHODS, 2)),
            point_types=frozenset(f"PT{each:02}" for each in chance.sample(range(56), 8)),
            typical_units=frozenset(chance.sample(SUBJECTS, 2)),
        )
        for number in range(size)
    ]
    return groups + standards


def _next(older: list[Node]) -> list[Node]:
    """Shuffle, renumber, and reword a third."""
    newer = [
        replace(
            node,
            code=f"新{node.key}",
            name=node.name if node.key % 3 else f"加强{node.name}",
        )
        for node in older
    ]
    random.Random(8).shuffle(newer)  # noqa: S311 - the same order in every run.
    return newer


def _fastest(act: Callable[[], object]) -> float:
    def once() -> float:
        started = time.perf_counter()
        act()
        return time.perf_counter() - started

    return min(once() for _ in range(ROUNDS))
