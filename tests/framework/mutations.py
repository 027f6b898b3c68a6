"""A framework's next edition, made up by a seed, together with the truth about what became of what.

All codes are new and the order is shuffled; some standards are reworded, split, merged, removed,
added. What is reworded here uses words that the matching core has never been told of.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from chuangcheng.framework.comparison import Node

# What an office writes for the same thing in another year.
SYNONYMS = (
    ("管理", "管控"),
    ("整治", "治理"),
    ("治理", "综合整治"),
    ("宣传", "宣讲展示"),
    ("满意度", "满意率"),
    ("知晓率", "知晓程度"),
    ("设施", "设施设备"),
    ("制度", "制度机制"),
    ("机制", "工作机制"),
    ("创建", "创评"),
    ("建设", "构建"),
    ("规范", "规范化"),
    ("保障", "保障措施"),
    ("服务", "服务工作"),
    ("环境", "环境面貌"),
    ("完好", "平整完好"),
    ("秩序", "规范有序"),
    ("开放", "向公众开放"),
    ("运行", "规范运行"),
    ("活动", "主题活动"),
    ("安全", "安全状况"),
    ("养护", "管护"),
    ("保护", "保护利用"),
    ("关爱", "关爱保护"),
    ("水平", "程度"),
    ("站点", "服务点"),
    ("小区", "居民小区"),
    ("公交", "公共交通"),
    ("停放", "停车"),
    ("权益", "合法权益"),
)
BEFORE = ("加强", "规范", "推进", "落实", "深化", "提升")
AFTER = ("情况", "工作", "成效", "水平", "落实情况", "要求")
# Heavier: half of the words change.
HEAVY = (
    ("市容", "城市容貌"),
    ("街面", "道路"),
    ("卫生", "保洁"),
    ("摊贩", "流动商贩"),
    ("群众", "居民"),
    ("学习", "研学"),
    ("典型", "先进人物"),
    ("网吧", "上网服务场所"),
    ("食品", "餐饮食品"),
    ("热线", "便民热线"),
    ("垃圾", "废弃物"),
    ("志愿服务", "志愿者行动"),
    ("未成年人", "青少年"),
    ("消防", "防火"),
    ("电动自行车", "电动车"),
    ("公共厕所", "公厕"),
    ("党委党组", "各级党组织"),
    ("核心价值观", "社会主义核心价值观"),
    ("公益广告", "公益宣传"),
    ("物业", "物业企业"),
    ("诚信", "信用"),
    ("阵地", "场所"),
    ("空气优良天数比例", "环境空气质量"),
)
# Where a name does not join two things, a split takes two sides of the one.
SIDES = (
    ("设施配置", "日常管理"),
    ("制度建立", "落实成效"),
    ("基础工作", "群众评价"),
    ("主城区", "县城"),
)
# Plausible standards of a next edition; some are close to existing ones on purpose.
NEW: Sequence[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = (
    ("共享单车停放秩序", "I-7", ("实地考察",), ("PT01", "PT24"), ("市城管局",)),
    (
        "适老化改造与助餐点",
        "I-7",
        ("实地考察", "网上申报"),
        ("PT08", "PT09"),
        ("市民政局",),
    ),
    (
        "犬类饲养与文明养犬",
        "I-7",
        ("实地考察",),
        ("PT06", "PT29"),
        ("市公安局", "市城管局"),
    ),
    ("商圈夜间经济环境", "I-4", ("实地考察",), ("PT13", "PT14"), ("市商务局",)),
    ("预付卡消费监管", "I-4", ("部门数据",), (), ("市市场监管局", "市商务局")),
    ("直播带货诚信经营", "I-4", ("网络抓取",), (), ("市市场监管局", "市委网信办")),
    ("数字素养提升行动", "I-5", ("网上申报",), (), ("市委网信办", "市教育局")),
    (
        "移风易俗与婚俗改革",
        "I-5",
        ("网上申报", "问卷调查"),
        ("PT46",),
        ("市民政局", "市文明办"),
    ),
    ("城市书房与阅读空间", "I-5", ("实地考察",), ("PT33", "PT36"), ("市文旅局",)),
    ("中小学课后服务", "I-6", ("问卷调查", "部门数据"), ("PT37",), ("市教育局",)),
    (
        "防溺水宣传教育",
        "I-6",
        ("实地考察", "网上申报"),
        ("PT37", "PT47"),
        ("市教育局", "市水务局"),
    ),
    ("未成年人网络保护", "I-6", ("网上申报", "网络抓取"), (), ("市委网信办", "市教育局")),
    (
        "燃气安全与管线巡检",
        "I-8",
        ("部门数据", "实地考察"),
        ("PT06", "PT14"),
        ("市住建局",),
    ),
    ("防范电信网络诈骗", "I-8", ("部门数据", "问卷调查"), (), ("市公安局",)),
    ("高层建筑消防安全", "I-8", ("实地考察",), ("PT06", "PT07"), ("市消防救援支队",)),
    (
        "塑料污染治理",
        "I-9",
        ("部门数据", "实地考察"),
        ("PT12", "PT13"),
        ("市发改委", "市商务局"),
    ),
    ("河湖长制与岸线保洁", "I-9", ("实地考察",), ("PT47",), ("市水务局",)),
    ("政务热线回访质量", "I-2", ("部门数据",), (), ("市12345热线办",)),
    ("惠企政策直达兑现", "I-2", ("网上申报", "部门数据"), (), ("市行政审批局",)),
    ("行政复议与裁决公示", "I-3", ("网上申报",), (), ("市司法局",)),
    (
        "新就业群体权益维护",
        "I-3",
        ("网上申报", "实地考察"),
        ("PT09",),
        ("市总工会", "市人社局"),
    ),
    (
        "红色资源保护利用",
        "I-1",
        ("网上申报", "实地考察"),
        ("PT34",),
        ("市文旅局", "市委宣传部"),
    ),
    ("志愿服务积分激励", "I-5", ("网上申报",), (), ("市文明办", "团市委")),
    ("创建宣传与社会动员", "I-10", ("网上申报", "网络抓取"), (), ("市委宣传部",)),
)
FORMS = frozenset({"说明报告", "实景图片"})
LEAST = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEdition:
    """The newer nodes, and the true pairs of (older key, newer key)."""

    nodes: tuple[Node, ...]
    truth: frozenset[tuple[int, int]]


def next_edition(
    older: Sequence[Node],
    seed: int,
    *,
    reworded: int = 20,
    is_heavy: bool = False,
    each: int = 5,
    removed: int = 8,
) -> NextEdition:
    """Make the next edition: `each` splits and merges, as many added as removed.

    A heavy one rewords with other words, reweighs everything and moves a tenth elsewhere.
    """
    return _Mutation(older, seed).run(
        reworded=reworded, is_heavy=is_heavy, each=each, removed=removed
    )


class _Mutation:
    def __init__(self, older: Sequence[Node], seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same seed must give the same edition.
        self.older = list(older)
        self.keys = count(10_000)
        self.standards = [node for node in older if node.level == "STANDARD"]
        self.made: list[Node] = []
        self.truth: set[tuple[int, int]] = set()

    def run(self, *, reworded: int, is_heavy: bool, each: int, removed: int) -> NextEdition:
        self.random.shuffle(self.standards)
        for _ in range(each):
            self._merge()
        for _ in range(each):
            self._split()
        for _ in range(removed):
            self.standards.pop()
        for _ in range(reworded):
            node = self.standards.pop()
            self._keep(node, self._reworded(node.name, is_heavy=is_heavy))
        for node in self.standards:
            self._keep(node, node.name)
        if is_heavy:
            self._reweigh()
            self._move()
        for entry in self.random.sample(NEW, removed):
            self._add(*entry)
        return self._finish()

    def _keep(self, node: Node, name: str) -> None:
        self._make(replace(node, name=name), of=(node,))

    def _make(self, node: Node, *, of: tuple[Node, ...]) -> None:
        key = next(self.keys)
        self.made.append(replace(node, key=key))
        self.truth |= {(each.key, key) for each in of}

    def _reweigh(self) -> None:
        """Give every standard another score, up to a fifth more or less."""
        for at, node in enumerate(self.made):
            assert node.score is not None
            changed = node.score * self.random.randint(80, 120) / 100
            self.made[at] = replace(node, score=changed.quantize(LEAST))

    def _move(self) -> None:
        """Put one standard in ten under another criterion."""
        criteria = [node.key for node in self.older if node.level == "CRITERION"]
        for at in self.random.sample(range(len(self.made)), len(self.made) // 10):
            elsewhere = self.random.choice(criteria)
            self.made[at] = replace(self.made[at], parent=elsewhere)

    def _merge(self) -> None:
        """Join two standards that stand under the same domain, side by side if there are such."""
        first = self.standards.pop()
        second = min(
            self.standards,
            key=lambda other: (other.parent != first.parent, abs(other.key - first.key)),
        )
        self.standards.remove(second)
        assert first.score is not None
        assert second.score is not None
        joined = replace(
            first,
            name=f"{first.name}与{second.name}",
            score=first.score + second.score,
            methods=first.methods | second.methods,
            point_types=first.point_types | second.point_types,
            evidence_forms=first.evidence_forms | second.evidence_forms,
            typical_units=first.typical_units | second.typical_units,
            checks=first.checks | second.checks,
        )
        self._make(joined, of=(first, second))

    def _split(self) -> None:
        """Divide a standard; one that joins two things with 与 is divided there."""
        joined = [node for node in self.standards if "与" in node.name]
        node = joined[0] if joined and self.random.random() < 0.7 else self.standards[0]
        self.standards.remove(node)
        assert node.score is not None
        first_score = (node.score * self.random.choice((40, 50, 60)) / 100).quantize(LEAST)
        scores = (first_score, node.score - first_score)
        halves = zip(
            self._names_of_halves(node.name),
            scores,
            self._halves(node.methods),
            self._halves(node.point_types),
            self._halves(node.evidence_forms),
            self._halves(node.typical_units),
            self._halves(node.checks),
            strict=True,
        )
        for name, score, methods, types, forms, units, checks in halves:
            part = replace(
                node,
                name=name,
                score=score,
                methods=methods,
                point_types=types,
                evidence_forms=forms,
                typical_units=units,
                checks=checks,
            )
            self._make(part, of=(node,))

    def _names_of_halves(self, name: str) -> tuple[str, str]:
        if "与" in name:
            left, right = name.split("与", 1)
            # 路面与人行道完好 becomes 路面完好 and 人行道完好.
            end = right[-2:] if len(right) > 3 and len(left) < 4 else ""
            return f"{left}{end}", right
        first, second = self.random.choice(SIDES)
        return f"{name}{first}", f"{name}{second}"

    def _halves(self, things: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Divide a set; one thing alone goes to both."""
        ordered = sorted(things)
        if len(ordered) < 2:
            return things, things
        self.random.shuffle(ordered)
        middle = len(ordered) // 2
        return frozenset(ordered[:middle]), frozenset(ordered[middle:])

    def _reworded(self, name: str, *, is_heavy: bool) -> str:
        swaps = [pair for pair in SYNONYMS if pair[0] in name]
        said = name
        for _ in range(2 if is_heavy else 1):
            said = self._one_change(said, swaps)
        if is_heavy:
            for old, new in HEAVY:
                said = said.replace(old, new)
        return said

    def _one_change(self, name: str, swaps: list[tuple[str, str]]) -> str:
        choice = self.random.random()
        if "与" in name and choice < 0.3:
            left, right = name.split("与", 1)
            return f"{right}与{left}"
        if swaps and choice < 0.75:
            old, new = swaps.pop(self.random.randrange(len(swaps)))
            return name.replace(old, new, 1)
        if choice < 0.88:
            return f"{self.random.choice(BEFORE)}{name}"
        return f"{name}{self.random.choice(AFTER)}"

    def _add(
        self,
        name: str,
        domain: str,
        methods: tuple[str, ...],
        point_types: tuple[str, ...],
        units: tuple[str, ...],
    ) -> None:
        root = next(node for node in self.older if node.code == domain)
        parents = [node for node in self.older if node.parent == root.key]
        added = Node(
            key=0,
            code="",
            name=name,
            level="STANDARD",
            parent=self.random.choice(parents).key,
            score=Decimal("1"),
            methods=frozenset(methods),
            point_types=frozenset(point_types),
            evidence_forms=FORMS if "网上申报" in methods else frozenset(),
            typical_units=frozenset(units),
        )
        self._make(added, of=())

    def _finish(self) -> NextEdition:
        """Carry the groups over, then give everything a new place and a new code."""
        groups = [node for node in self.older if node.level != "STANDARD"]
        keys = {node.key: next(self.keys) for node in groups}
        self.truth |= set(keys.items())
        carried = [replace(node, key=keys[node.key]) for node in groups]
        whole = carried + self.made
        self.random.shuffle(whole)
        return NextEdition(
            nodes=tuple(
                replace(
                    node,
                    code=f"新{at:03d}",
                    order=at,
                    parent=None if node.parent is None else keys[node.parent],
                )
                for at, node in enumerate(whole)
            ),
            truth=frozenset(self.truth),
        )
