"""Names of places: those of the core district are kept, further ones are dealt from a deck."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

CITY_NAME, HOME_NAME = "示例市", "云溪区"
# A county-level city has no districts; it is named after the core district.
COUNTY_CITY_NAME = "云溪市"
# Streets and towns of the districts that have names of their own, with their communities.
KEPT_STREETS = {
    "云溪区": """
东湖街道 柳巷 荷塘 湖滨 学苑 东湖新村
南门街道 南门里 钟楼 文庙 石板街 南关
西市街道 西市口 盐店 布市 槐树院 西关
北辰街道 北辰 电厂 铁路新村 红旗 幸福里
中山路街道 中山 百货 人民剧场 邮电 五一
云台街道 云台 茶亭 梅岭 松柏 书院
望江街道 望江 码头 船厂 渔家 沿江
新城街道 新城 奥体 星河 翠苑 金桂
高新街道 创业 软件园 光谷里 智慧城 人才公寓
石桥镇 石桥 上堰 双河村 青石村 河湾村
白鹭镇 白鹭 鹭岛 稻香村 荷叶村 莲塘村
清泉镇 清泉 泉水 古井村 龙泉村 岭下村
大塘镇 大塘 集镇 塘口村 新塘村 柳塘村
""",
    "临江区": """
滨江街道 滨江 江湾
灯塔街道 灯塔 海关
沙洲镇 沙洲 芦苇村
""",
    "高岭区": """
瓷都街道 瓷都 窑坊
松山街道 松山 林场
高岭镇 高岭 茶园村
""",
}
# Where in the core district a street of that name is looked for: east, north; None by the river.
HINTS: dict[str, tuple[float, float] | None] = {
    "中山路街道": (0.0, 0.0),
    "望江街道": None,
    "东湖街道": (1.0, 0.0),
    "南门街道": (0.0, -0.6),
    "西市街道": (-0.6, 0.0),
    "北辰街道": (0.0, 1.0),
    "高新街道": (-1.0, 0.7),
    "新城街道": (0.7, 0.7),
}
_FURTHER_DISTRICTS = [
    "青屏",
    "沙渚",
    "松陵",
    "金渡",
    "兰渚",
    "碧涧",
    "清漪",
    "望岳",
    "桐湾",
    "凤池",
    "鹤鸣",
    "石堰",
    "云蒙",
    "梅坞",
    "稻川",
]
_FIRST = (
    "云青白金玉龙凤松柏桃柳梅兰竹荷石清长安永兴和文德仁福瑞嘉锦秀碧翠银红紫新古大双宝华"
)
_SECOND = "溪湖山岭坪桥塘泉江河川园林阳平宁康井岗台亭洲湾苑坊"
_ENDS = ("", "里", "园", "新村", "西", "东", "南", "北", "花苑", "一村", "二村")
_FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余"
)
_HAMLETS = ("家村", "家庄村", "家湾村", "家坝村", "家沟村", "家店村")


@dataclass(slots=True)
class Deck:
    """Deals each name once a city: heads of streets and communities, villages, districts."""

    random: Random
    _taken: set[str] = field(default_factory=set)
    _heads: Iterator[str] = field(init=False)
    _villages: Iterator[str] = field(init=False)
    _districts: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        for streets in KEPT_STREETS.values():
            self._taken.update(streets.replace("街道", "").replace("镇", "").split())
        self._heads = self._fresh(_ENDS, _pairs())
        hamlets = [family + end for family in _FAMILIES for end in _HAMLETS]
        pairs = [f"{pair}村" for pair in _pairs()]
        self._villages = self._fresh(("", "东", "西"), hamlets + pairs)
        self._districts = iter(_FURTHER_DISTRICTS)

    def head(self) -> str:
        """Deal a name for a street, a town or a community, without its ending."""
        return next(self._heads)

    def village(self) -> str:
        return next(self._villages)

    def district(self) -> str:
        return next(self._districts)

    def _fresh(self, variants: tuple[str, ...], names: list[str]) -> Iterator[str]:
        """Deal shuffled names; when all are dealt, once more with something before or after."""
        for variant in variants:
            self.random.shuffle(names)
            for name in names:
                varied = variant + name if name.endswith("村") else name + variant
                if varied not in self._taken:
                    self._taken.add(varied)
                    yield varied


def _pairs() -> list[str]:
    return [first + second for first in _FIRST for second in _SECOND]


def word(random: Random) -> str:
    """Draw a name for a shop, an estate or a park."""
    return random.choice(_FIRST) + random.choice(_SECOND)
