"""What speeches call a unit, and which unit of the list they mean."""

import time

import pytest

from chuangcheng.city.matching import (
    GroupKind,
    KnownUnit,
    Match,
    Matcher,
    Place,
    Reason,
    Tier,
    infer_places,
)

EXACT, ALIAS, SHORT, OLD, LIKE = (
    Reason.EXACT,
    Reason.ALIAS,
    Reason.ABBREVIATION,
    Reason.OLD_NAME,
    Reason.LIKENESS,
)
PLACES = (
    Place("示例市", Tier.CITY),
    Place("云溪区", Tier.DISTRICT),
    Place("临江区", Tier.DISTRICT),
)
# name | short name | kind | aliases
LIST = """
中共云溪区委办公室|区委办|PARTY|
中共云溪区委组织部|区委组织部|PARTY|
中共云溪区委宣传部|区委宣传部|PARTY|
中共云溪区委政法委员会|区委政法委|PARTY|
中共云溪区纪律检查委员会 云溪区监察委员会|区纪委监委|PARTY|
中共云溪区直属机关工作委员会||PARTY|
中共云溪区委机构编制委员会办公室||PARTY|
云溪区创建全国文明城市工作领导小组办公室|区创城办|PARTY|
云溪区精神文明建设指导委员会办公室||PARTY|
云溪区人民政府办公室|区政府办|GOVERNMENT|
云溪区发展和改革委员会||GOVERNMENT|
云溪区教育局|区教育局|GOVERNMENT|
云溪区科学技术局||GOVERNMENT|
云溪区工业和信息化局||GOVERNMENT|
云溪区民政局||GOVERNMENT|
云溪区民族宗教事务局||GOVERNMENT|
云溪区司法局||GOVERNMENT|
云溪区财政局||GOVERNMENT|
云溪区审计局||GOVERNMENT|
云溪区人力资源和社会保障局||GOVERNMENT|
云溪区生态环境局||GOVERNMENT|
云溪区住房和城乡建设委员会||GOVERNMENT|
云溪区城市管理委员会||GOVERNMENT|
云溪区城市管理综合行政执法局||GOVERNMENT|
云溪区交通运输局||GOVERNMENT|
云溪区水务局||GOVERNMENT|
云溪区农业农村局||GOVERNMENT|
云溪区商务局||GOVERNMENT|
云溪区文化和旅游局||GOVERNMENT|
云溪区卫生健康委员会||GOVERNMENT|爱卫办牵头单位
云溪区退役军人事务局||GOVERNMENT|
云溪区应急管理局||GOVERNMENT|
云溪区市场监督管理局||GOVERNMENT|
云溪区统计局||GOVERNMENT|
云溪区信访局||GOVERNMENT|
云溪区医疗保障局||GOVERNMENT|
云溪区政务服务管理局||GOVERNMENT|
云溪区机关事务管理服务中心||PUBLIC|
示例市规划和自然资源局云溪分局||GOVERNMENT|
示例市公安局云溪分局||GOVERNMENT|
示例市公安局交通管理局云溪大队||GOVERNMENT|
云溪区消防救援大队||GOVERNMENT|
国家税务总局云溪区税务局||GOVERNMENT|
云溪区园林绿化服务中心||PUBLIC|
云溪区环境卫生服务中心||PUBLIC|
云溪区融媒体中心||PUBLIC|
云溪区城市管理监督指挥中心||PUBLIC|
云溪区重点工程推进服务中心||PUBLIC|
云溪区疾病预防控制中心||PUBLIC|
云溪区第一中学||PUBLIC|
云溪区实验小学||PUBLIC|
中国共产主义青年团云溪区委员会||MASS|
云溪区妇女联合会||MASS|
云溪区总工会||MASS|
云溪区残疾人联合会||MASS|
云溪区科学技术协会||MASS|
云溪区东湖街道办事处|东湖街道|STREET|
云溪区南门街道办事处||STREET|
云溪区石桥镇人民政府||STREET|
临江区滨江街道办事处||STREET|
云溪区东湖街道柳巷社区居民委员会||COMMUNITY|
示例市教育局|市教育局|GOVERNMENT|
示例市财政局||GOVERNMENT|
示例市住房和城乡建设局||GOVERNMENT|
示例市城市管理局||GOVERNMENT|
中共示例市委宣传部||PARTY|
临江区教育局|区教育局|GOVERNMENT|
临江区人民政府||GOVERNMENT|
国网示例市云溪区供电公司||ENTERPRISE|
示例市水务集团有限公司||ENTERPRISE|自来水公司
示例市公共交通集团有限公司||ENTERPRISE|
""".strip().splitlines()


def _unit(number: int, line: str) -> KnownUnit:
    name, short, kind, alias = line.split("|")
    return KnownUnit(
        id=number,
        name=name,
        short_name=short,
        kind=kind,
        aliases=(alias,) if alias else (),
    )


UNITS = [_unit(number, line) for number, line in enumerate(LIST)]
BY_ID = {unit.id: unit.name for unit in UNITS}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(UNITS, places=PLACES, home="云溪区")


# What is said | what is meant | at least this score | why
MEANT = [
    ("云溪区教育局", "云溪区教育局", 1.0, EXACT),
    ("区创城办", "云溪区创建全国文明城市工作领导小组办公室", 0.95, EXACT),
    ("创城办", "云溪区创建全国文明城市工作领导小组办公室", 0.85, SHORT),
    ("区创文办", "云溪区创建全国文明城市工作领导小组办公室", 0.85, SHORT),
    ("区创城指挥部办公室", "云溪区创建全国文明城市工作领导小组办公室", 0.85, SHORT),
    ("自来水公司", "示例市水务集团有限公司", 0.85, ALIAS),
    ("区住建委", "云溪区住房和城乡建设委员会", 0.9, SHORT),
    ("区住建局", "云溪区住房和城乡建设委员会", 0.85, SHORT),
    ("区住房城乡建设委", "云溪区住房和城乡建设委员会", 0.9, SHORT),
    ("云溪区住建委", "云溪区住房和城乡建设委员会", 0.9, SHORT),
    ("住建委", "云溪区住房和城乡建设委员会", 0.9, SHORT),
    ("市住建局", "示例市住房和城乡建设局", 0.9, SHORT),
    ("区住房城市建设委", "云溪区住房和城乡建设委员会", 0.7, LIKE),
    ("区建委", "云溪区住房和城乡建设委员会", 0.85, OLD),
    ("区城管局", "云溪区城市管理委员会", 0.85, SHORT),
    ("城管委", "云溪区城市管理委员会", 0.9, SHORT),
    ("区城管执法监察局", "云溪区城市管理综合行政执法局", 0.9, SHORT),
    ("区城管执法局", "云溪区城市管理综合行政执法局", 0.9, SHORT),
    ("区综合执法局", "云溪区城市管理综合行政执法局", 0.75, SHORT),
    ("区城管监督指挥中心", "云溪区城市管理监督指挥中心", 0.9, SHORT),
    ("区发改委", "云溪区发展和改革委员会", 0.9, SHORT),
    ("区发展改革委", "云溪区发展和改革委员会", 0.9, SHORT),
    ("工信局", "云溪区工业和信息化局", 0.9, SHORT),
    ("区经济信息化局", "云溪区工业和信息化局", 0.9, SHORT),
    ("区教委", "云溪区教育局", 0.85, SHORT),
    ("区科委", "云溪区科学技术局", 0.85, SHORT),
    ("区科技局", "云溪区科学技术局", 0.9, SHORT),
    ("区人社局", "云溪区人力资源和社会保障局", 0.9, SHORT),
    ("区人力社保局", "云溪区人力资源和社会保障局", 0.9, SHORT),
    ("区卫健委", "云溪区卫生健康委员会", 0.9, SHORT),
    ("区卫生健康委", "云溪区卫生健康委员会", 0.9, SHORT),
    ("区文旅局", "云溪区文化和旅游局", 0.9, SHORT),
    ("区文化旅游局", "云溪区文化和旅游局", 0.9, SHORT),
    ("区市监局", "云溪区市场监督管理局", 0.9, SHORT),
    ("市场监管局", "云溪区市场监督管理局", 0.9, SHORT),
    ("区市场监管局", "云溪区市场监督管理局", 0.9, SHORT),
    ("区交通局", "云溪区交通运输局", 0.9, SHORT),
    ("区交通委", "云溪区交通运输局", 0.85, SHORT),
    ("区水利局", "云溪区水务局", 0.9, SHORT),
    ("区民宗局", "云溪区民族宗教事务局", 0.9, SHORT),
    ("区应急局", "云溪区应急管理局", 0.9, SHORT),
    ("区退役军人局", "云溪区退役军人事务局", 0.9, SHORT),
    ("区医保局", "云溪区医疗保障局", 0.9, SHORT),
    ("区政务服务局", "云溪区政务服务管理局", 0.9, SHORT),
    ("区信访办", "云溪区信访局", 0.85, SHORT),
    ("区机关事务局", "云溪区机关事务管理服务中心", 0.7, SHORT),
    ("规划自然资源分局", "示例市规划和自然资源局云溪分局", 0.9, SHORT),
    ("区公安分局", "示例市公安局云溪分局", 0.9, SHORT),
    ("云溪公安分局", "示例市公安局云溪分局", 0.9, SHORT),
    ("交警大队", "示例市公安局交通管理局云溪大队", 0.8, SHORT),
    ("区交警大队", "示例市公安局交通管理局云溪大队", 0.8, SHORT),
    ("区消防大队", "云溪区消防救援大队", 0.9, SHORT),
    ("区税务局", "国家税务总局云溪区税务局", 0.9, SHORT),
    ("区环卫中心", "云溪区环境卫生服务中心", 0.9, SHORT),
    ("区园林绿化局", "云溪区园林绿化服务中心", 0.7, SHORT),
    ("区疾控中心", "云溪区疾病预防控制中心", 0.9, SHORT),
    ("区融媒体中心", "云溪区融媒体中心", 0.95, SHORT),
    ("重点工程中心", "云溪区重点工程推进服务中心", 0.75, SHORT),
    ("区委宣传部", "中共云溪区委宣传部", 0.95, EXACT),
    ("中国共产党云溪区委员会宣传部", "中共云溪区委宣传部", 0.9, SHORT),
    ("市委宣传部", "中共示例市委宣传部", 0.9, SHORT),
    ("区委政法委", "中共云溪区委政法委员会", 0.95, EXACT),
    ("区纪委区监委", "中共云溪区纪律检查委员会 云溪区监察委员会", 0.9, SHORT),
    ("区直机关工委", "中共云溪区直属机关工作委员会", 0.85, SHORT),
    ("区委编办", "中共云溪区委机构编制委员会办公室", 0.9, SHORT),
    ("区文明办", "云溪区精神文明建设指导委员会办公室", 0.9, SHORT),
    ("区委区政府办公室", "云溪区人民政府办公室", 0.4, None),
    ("区政府办公室", "云溪区人民政府办公室", 0.9, SHORT),
    ("团区委", "中国共产主义青年团云溪区委员会", 0.9, SHORT),
    ("共青团云溪区委", "中国共产主义青年团云溪区委员会", 0.9, SHORT),
    ("区团工委", "中国共产主义青年团云溪区委员会", 0.9, SHORT),
    ("区妇联", "云溪区妇女联合会", 0.9, SHORT),
    ("区残联", "云溪区残疾人联合会", 0.9, SHORT),
    ("东湖街道办事处", "云溪区东湖街道办事处", 0.9, None),
    ("东湖街道办", "云溪区东湖街道办事处", 0.9, None),
    ("石桥镇", "云溪区石桥镇人民政府", 0.9, SHORT),
    ("石桥镇政府", "云溪区石桥镇人民政府", 0.9, SHORT),
    ("柳巷社区", "云溪区东湖街道柳巷社区居民委员会", 0.6, SHORT),
    ("供电公司", "国网示例市云溪区供电公司", 0.9, SHORT),
    ("市水务集团", "示例市水务集团有限公司", 0.85, SHORT),
    ("公交集团", "示例市公共交通集团有限公司", 0.85, SHORT),
    ("区环保局", "云溪区生态环境局", 0.85, OLD),
    ("区卫计委", "云溪区卫生健康委员会", 0.85, OLD),
    ("区卫生局", "云溪区卫生健康委员会", 0.85, OLD),
    ("区工商局", "云溪区市场监督管理局", 0.85, OLD),
    ("区质监局", "云溪区市场监督管理局", 0.85, OLD),
    ("区安监局", "云溪区应急管理局", 0.85, OLD),
    ("区农委", "云溪区农业农村局", 0.8, OLD),
    ("区旅游局", "云溪区文化和旅游局", 0.85, OLD),
    ("区国土局", "示例市规划和自然资源局云溪分局", 0.8, OLD),
    ("区规划局", "示例市规划和自然资源局云溪分局", 0.8, None),
    ("区地税局", "国家税务总局云溪区税务局", 0.85, OLD),
    (" 区　住建委 ", "云溪区住房和城乡建设委员会", 0.9, SHORT),
    ("由区财政局牵头负责", "云溪区财政局", 0.0, None),
    ("区财政局等相关部门", "云溪区财政局", 0.9, None),
]


@pytest.mark.parametrize(
    ("said", "meant", "least", "why"), MEANT, ids=[row[0] for row in MEANT]
)
def test_a_name_as_it_is_said_finds_the_unit_meant(
    matcher: Matcher, said: str, meant: str, least: float, why: Reason | None
) -> None:
    best = matcher.match(said).suggestions[0]

    assert BY_ID[best.unit_id] == meant
    assert best.score >= least
    assert why in (None, best.reason)


# What is said | what it must not be taken for | at most this score
NOT_MEANT = [
    ("区教育局", "示例市教育局", 0.5),
    ("区教育局", "临江区教育局", 0.78),
    ("市教育局", "云溪区教育局", 0.5),
    ("临江区教育局", "云溪区教育局", 0.5),
    ("区财政局", "云溪区审计局", 0.35),
    ("区财政局", "云溪区民政局", 0.4),
    ("区财政局", "示例市财政局", 0.5),
    ("区商务局", "云溪区水务局", 0.4),
    ("区税务局", "云溪区水务局", 0.4),
    ("区民政局", "云溪区民族宗教事务局", 0.45),
    ("区信访局", "云溪区工业和信息化局", 0.4),
    ("区统计局", "云溪区审计局", 0.4),
    ("区交警大队", "云溪区交通运输局", 0.5),
    ("区消防大队", "示例市公安局交通管理局云溪大队", 0.4),
    ("区委办公室", "云溪区人民政府办公室", 0.7),
    ("区文明办", "云溪区创建全国文明城市工作领导小组办公室", 0.5),
    ("区创城办", "云溪区精神文明建设指导委员会办公室", 0.5),
    ("区城管监督指挥中心", "云溪区城市管理委员会", 0.6),
    ("市场监管局", "示例市城市管理局", 0.4),
    ("东湖街道办事处", "云溪区南门街道办事处", 0.6),
    ("区农业农村局", "云溪区住房和城乡建设委员会", 0.3),
]


@pytest.mark.parametrize(("said", "other", "most"), NOT_MEANT)
def test_a_name_is_not_taken_for_another_unit(
    matcher: Matcher, said: str, other: str, most: float
) -> None:
    scores = {BY_ID[s.unit_id]: s.score for s in matcher.match(said).suggestions}

    assert scores.get(other, 0.0) <= most


@pytest.mark.parametrize(
    "said", ["主要负责同志", "有关方面人士", "党员干部群众", "物业公司", "", "局"]
)
def test_what_is_no_unit_is_never_sure(matcher: Matcher, said: str) -> None:
    assert matcher.match(said).sure is None


GROUPS = [
    ("各街道", GroupKind.STREETS, 2, False),
    ("各街道办事处", GroupKind.STREETS, 2, False),
    ("相关街道", GroupKind.STREETS, 2, True),
    ("各镇", GroupKind.TOWNS, 1, False),
    ("各乡镇", GroupKind.TOWNS, 1, False),
    ("各镇街", GroupKind.STREETS_AND_TOWNS, 3, False),
    ("各街道(镇)", GroupKind.STREETS_AND_TOWNS, 3, False),
    ("各街道（乡镇）", GroupKind.STREETS_AND_TOWNS, 3, False),
    ("各社区", GroupKind.COMMUNITIES, 1, False),
    ("各村(社区)", GroupKind.COMMUNITIES, 1, False),
    ("各学校", GroupKind.SCHOOLS, 2, False),
    ("各中小学校", GroupKind.SCHOOLS, 2, False),
    ("区直相关部门", GroupKind.DEPARTMENTS, None, True),
    ("区直各部门", GroupKind.DEPARTMENTS, None, False),
    ("各区县", GroupKind.DISTRICTS, 1, False),
    ("各县(区)", GroupKind.DISTRICTS, 1, False),
    ("各单位", GroupKind.ALL, None, False),
    ("各有关单位", GroupKind.ALL, None, True),
    ("各成员单位", GroupKind.ALL, None, False),
    ("各相关挂钩单位", GroupKind.ALL, None, True),
    ("8个专项工作组", GroupKind.FORCES, 0, False),
    ("各专项工作组", GroupKind.FORCES, 0, False),
    ("有关部门", GroupKind.DEPARTMENTS, None, True),
]


@pytest.mark.parametrize(("said", "kind", "size", "vague"), GROUPS)
def test_a_collective_name_means_its_members(
    matcher: Matcher, said: str, kind: GroupKind, size: int | None, *, vague: bool
) -> None:
    group = matcher.match(said).group

    assert group is not None
    assert (group.kind, group.is_vague) == (kind, vague)
    assert len(group.unit_ids) == size if size is not None else len(group.unit_ids) > 10


@pytest.mark.parametrize("said", ["区教育局", "东湖街道", "石桥镇", "区机关事务局"])
def test_one_body_is_no_group(matcher: Matcher, said: str) -> None:
    assert matcher.match(said).group is None


def test_two_likely_units_leave_the_choice_to_a_person() -> None:
    twins = Matcher(
        [
            KnownUnit(id=1, name="云溪区园林绿化局"),
            KnownUnit(id=2, name="云溪区园林绿化服务中心"),
            KnownUnit(id=3, name="高岭区教育局"),
            KnownUnit(id=4, name="临江区教育局"),
        ],
        places=(
            Place("云溪区", Tier.DISTRICT),
            *PLACES[2:],
            Place("高岭区", Tier.DISTRICT),
        ),
    )

    assert twins.match("区教育局").sure is None
    assert twins.match("区园林绿化局").sure is not None


def test_an_unlisted_abbreviation_is_understood_by_its_letters() -> None:
    matcher = Matcher([KnownUnit(id=1, name="云溪区湿地保护建设办公室")], places=PLACES)

    match = matcher.match("区湿保办")

    assert match.suggestions[0].score >= 0.75
    assert match.suggestions[0].reason is SHORT


def test_places_are_guessed_from_the_list_before_regions_exist() -> None:
    assert [place.name for place in infer_places(unit.name for unit in UNITS)] == [
        "临江区",
        "云溪区",
        "示例市",
    ]


def test_three_hundred_units_are_searched_fast_enough() -> None:
    names = [row[0] for row in MEANT]
    many = [
        KnownUnit(
            id=number * 1000 + unit.id,
            name=unit.name.replace("云溪", district),
            kind=unit.kind,
        )
        for number, district in enumerate(["云溪", "高岭", "东山", "西陵", "北苑"])
        for unit in UNITS
    ]
    matcher = Matcher(many, places=PLACES, home="云溪区")
    assert len(many) >= 300

    uncached, cached = _rate(matcher, names), _rate(matcher, names * 20)

    # Ten times slower than measured on an idle machine would still pass.
    assert uncached >= 500
    assert cached >= 10_000


def _rate(matcher: Matcher, names: list[str]) -> float:
    started = time.perf_counter()
    answers: list[Match] = [matcher.match(name) for name in names]
    return len(answers) / (time.perf_counter() - started)
