"""The invented city's map: districts, streets and towns, communities, grids."""

from dataclasses import dataclass
from random import Random

CITY = "990100"
HOME = "990102"
GRIDS_IN_COMMUNITY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRegion:
    code: str
    name: str
    level: str
    parent: str | None

    def row(self) -> tuple[object, ...]:
        return self.code, self.name, self.level, self.parent, True


_HOME_STREETS = """
001 东湖街道 柳巷 荷塘 湖滨 学苑 东湖新村
002 南门街道 南门里 钟楼 文庙 石板街 南关
003 西市街道 西市口 盐店 布市 槐树院 西关
004 北辰街道 北辰 电厂 铁路新村 红旗 幸福里
005 中山路街道 中山 百货 人民剧场 邮电 五一
006 云台街道 云台 茶亭 梅岭 松柏 书院
007 望江街道 望江 码头 船厂 渔家 沿江
008 新城街道 新城 奥体 星河 翠苑 金桂
009 高新街道 创业 软件园 光谷里 智慧城 人才公寓
101 石桥镇 石桥 上堰 双河村 青石村 河湾村
102 白鹭镇 白鹭 鹭岛 稻香村 荷叶村 莲塘村
103 清泉镇 清泉 泉水 古井村 龙泉村 岭下村
104 大塘镇 大塘 集镇 塘口村 新塘村 柳塘村
""".strip()
_OTHER_DISTRICTS = {
    "990103": (
        "临江区",
        ("001 滨江街道 滨江 江湾", "002 灯塔街道 灯塔 海关", "101 沙洲镇 沙洲 芦苇村"),
    ),
    "990104": (
        "高岭区",
        ("001 瓷都街道 瓷都 窑坊", "002 松山街道 松山 林场", "101 高岭镇 高岭 茶园村"),
    ),
}


def regions(random: Random) -> list[SampleRegion]:
    """Invent the tree of regions, parents before their parts."""
    made = [
        SampleRegion(code=CITY, name="示例市", level="市", parent=None),
        SampleRegion(code=HOME, name="云溪区", level="区县", parent=CITY),
    ]
    for line in _HOME_STREETS.splitlines():
        made += _street(line, HOME, random, has_grids=True)
    for code, (name, streets) in _OTHER_DISTRICTS.items():
        made.append(SampleRegion(code=code, name=name, level="区县", parent=CITY))
        for line in streets:
            made += _street(line, code, random, has_grids=False)
    return made


def _street(
    line: str, district: str, random: Random, *, has_grids: bool
) -> list[SampleRegion]:
    number, name, *communities = line.split()
    street = SampleRegion(
        code=district + number, name=name, level="街道(乡镇)", parent=district
    )
    made = [street]
    # Communities are numbered from 001, villages from 200, as the statistical codes do.
    for place, short in enumerate(communities, start=1):
        is_village = short.endswith("村") and name.endswith("镇")
        code = f"{street.code}{place + (199 if is_village else 0):03d}"
        made.append(
            SampleRegion(
                code=code,
                name=short if is_village else f"{short}社区",
                level="社区(村)",
                parent=street.code,
            )
        )
        if has_grids:
            made += _grids(code, short, random)
    return made


def _grids(code: str, short: str, random: Random) -> list[SampleRegion]:
    count = GRIDS_IN_COMMUNITY + (random.random() < 0.15)
    return [
        SampleRegion(
            code=f"{code}{number:03d}",
            name=f"{short}第{number}网格",
            level="网格",
            parent=code,
        )
        for number in range(1, count + 1)
    ]
