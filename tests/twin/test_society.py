"""The society of a made-up city: large enough to try everything on, and called as cities call things."""

import re
from collections import Counter

import pytest

from chuangcheng.city.matching import KnownUnit, Matcher, Place, Tier
from chuangcheng.twin import tables
from tests.twin import cities

TABLES = {table.title: table.rows for table in tables.of_city(cities.city())}
SIZES = [(1, cities.COUNTY), (2, cities.COUNTY), (1, cities.SMALL), (7, 800_000)]
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
    levels = Counter(row[2] for row in TABLES["区划"])
    streets = [row for row in TABLES["区划"] if row[3] == "990102"]
    units = Counter(row[3] for row in TABLES["单位"])

    assert len(streets) >= 12
    assert levels["社区(村)"] >= 60
    assert levels["网格"] >= 126
    assert sum(units.values()) - units["社区(村)"] >= 110
    assert len(TABLES["工作组"]) == 11


@pytest.mark.parametrize(("seed", "population"), SIZES)
def test_no_real_code_is_used_and_no_key_twice(seed: int, population: int) -> None:
    city = cities.city(seed, population)
    sheets = {table.title: table.rows for table in tables.of_city(city)}

    assert all(region.code.startswith("9901") for region in city.regions)
    for title, columns in {
        "区划": (0,),
        "单位": (0,),
        "别名": (0,),
        "岗位": (0, 1, 2),
        "任职": (0, 1, 2, 6),
        "网格责任": (0,),
        "包联": (0, 4),
    }.items():
        keys = Counter(tuple(row[at] for at in columns) for row in sheets[title])
        assert keys.most_common(1)[0][1] == 1, title
    assert len({row[1] for row in sheets["单位"]}) == len(city.units)


@pytest.mark.parametrize(("seed", "population"), SIZES)
def test_a_regions_name_is_used_once_among_its_neighbours(
    seed: int, population: int
) -> None:
    regions = cities.city(seed, population).regions
    names = Counter((region.parent, region.name) for region in regions)

    assert names.most_common(1)[0][1] == 1


def test_people_are_invented() -> None:
    phones = [str(row[5]) for row in TABLES["任职"]]
    names = [str(row[4]) for row in TABLES["任职"]]

    assert all(re.fullmatch(r"138000\d{5}", phone) for phone in phones)
    assert len(set(phones)) == len(phones)
    assert len(set(names)) > 0.9 * len(names)


def test_some_posts_are_vacant_and_some_have_changed_hands() -> None:
    city = cities.city()
    held = {
        (seat.post.unit, seat.post.region, seat.post.title) for seat in city.staff.seats
    }
    vacant = [
        post
        for post in city.staff.posts
        if (post.unit, post.region, post.title) not in held
    ]

    assert 0 < len(vacant) < 0.1 * len(city.staff.posts)
    assert any(seat.ends_on for seat in city.staff.seats)


@pytest.mark.parametrize(("seed", "population"), SIZES)
def test_every_region_has_a_post_that_answers_and_exists(
    seed: int, population: int
) -> None:
    city = cities.city(seed, population)
    sheets = {table.title: table.rows for table in tables.of_city(city)}
    posts = {row[:3] for row in sheets["岗位"]}

    assert [row[0] for row in sheets["网格责任"]] == [each.code for each in city.regions]
    assert {row[1:] for row in sheets["网格责任"]} <= posts


@pytest.mark.parametrize(("seed", "population"), SIZES)
def test_every_street_and_community_has_a_patron(seed: int, population: int) -> None:
    city = cities.city(seed, population)
    accounts = {seat.username for seat in city.staff.seats}
    units = {unit.code for unit in city.units}
    patrons = {str(row[0]): row for row in city.patrons if row[5] is None}

    wanted = {
        each.code for each in city.regions if each.level in ("街道(乡镇)", "社区(村)")
    }
    assert set(patrons) == wanted
    assert {row[3] for row in patrons.values()} <= units
    assert {row[1] for row in patrons.values()} <= accounts


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


def test_a_county_level_city_speaks_of_itself_as_a_city() -> None:
    sheets = tables.of_city(cities.city(1, cities.COUNTY))
    words = {str(cell) for table in sheets for row in table.rows for cell in row if cell}

    assert {"云溪市教育局", "市教育局", "云溪市公安局", "市长", "副市长（公安）"} <= words
    assert not [word for word in words if word.startswith("区") or "云溪区" in word]


def test_most_standards_have_a_unit_that_leads() -> None:
    rows = cities.city().responsibilities
    leads = Counter(row[0] for row in rows if row[2] == "牵头")

    assert len(leads) >= 100
    assert set(leads.values()) == {1}
    assert Counter((row[0], row[3]) for row in rows).most_common(1)[0][1] == 1
