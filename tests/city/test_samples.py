"""The invented city is large enough to try everything on, and comes in through the import."""

import re
from collections import Counter

from chuangcheng.city.matching import KnownUnit, Matcher, Place, Tier
from chuangcheng.city.samples import sample_tables, write_sample_workbook

TABLES = sample_tables(1)
LEVELS = Counter(row[2] for row in TABLES["区划"])
# Names as papers of many cities say them, none taken from one speech.
SAID = {
    "区住建委": "云溪区住房和城乡建设委员会",
    "区城管委": "云溪区城市管理委员会",
    "区城管执法局": "云溪区城市管理综合行政执法局",
    "交警大队": "示例市公安局交通管理局云溪大队",
    "区工信局": "云溪区工业和信息化局",
    "团区委": "中国共产主义青年团云溪区委员会",
    "区文明办": "云溪区精神文明建设指导委员会办公室",
    "区创城办": "云溪区创建全国文明城市工作领导小组办公室",
    "区环保局": "示例市生态环境局云溪分局",
    "区教育局": "云溪区教育局",
    "市教育局": "示例市教育局",
    "区环卫中心": "云溪区环境卫生服务中心",
    "供电公司": "国网示例市云溪区供电公司",
    "东湖街道": "云溪区东湖街道办事处",
}


def test_the_city_is_large_enough() -> None:
    streets = [row for row in TABLES["区划"] if row[3] == "990102"]
    units = Counter(row[3] for row in TABLES["单位"])

    assert len(streets) >= 12
    assert LEVELS["社区(村)"] >= 60
    assert LEVELS["网格"] >= 126
    assert sum(units.values()) - units["社区(村)"] >= 110
    assert len(TABLES["工作组"]) == 11


def test_the_same_seed_gives_the_same_city_and_another_seed_other_people() -> None:
    assert sample_tables(1) == TABLES
    assert sample_tables(2)["任职"] != TABLES["任职"]
    assert write_sample_workbook(1)[:2] == b"PK"


def test_people_are_invented() -> None:
    phones = [str(row[5]) for row in TABLES["任职"]]
    names = [str(row[4]) for row in TABLES["任职"]]

    assert all(re.fullmatch(r"138000\d{5}", phone) for phone in phones)
    assert len(set(phones)) == len(set(names)) == len(phones)


def test_every_force_has_one_commander() -> None:
    commanders = Counter(row[0] for row in TABLES["成员"] if row[1] == "指挥长(组长)")

    assert commanders == Counter(row[0] for row in TABLES["工作组"])


def test_the_city_answers_to_common_names() -> None:
    units = [
        KnownUnit(id=at, name=str(row[1]), short_name=str(row[2]), kind="GOVERNMENT")
        for at, row in enumerate(TABLES["单位"])
    ]
    places = [
        Place(name, Tier.CITY if name.endswith("市") else Tier.DISTRICT)
        for name in ("示例市", "云溪区", "临江区", "高岭区")
    ]
    matcher = Matcher(units, places=places, home="云溪区")

    found = {
        said: sure.name if (sure := matcher.match(said).sure) else None for said in SAID
    }

    assert found == SAID
