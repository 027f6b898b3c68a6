"""The invented city's bodies, under the names they have had since the reforms of 2018 and 2019."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangcheng.city.samples.places import CITY, HOME, SampleRegion


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnit:
    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None = None
    region: str | None = HOME
    order: int = 0
    aliases: tuple[str, ...] = ()

    def row(self) -> tuple[object, ...]:
        return (
            self.code,
            self.name,
            self.short_name,
            self.kind,
            self.parent,
            self.region,
            self.order,
            True,
        )


# Full name, short name, then aliases; "<" names the unit above by its short name.
_LISTS = {
    ("Q", "党委部门"): """
中共云溪区委员会|区委
中共云溪区委办公室|区委办公室
中共云溪区纪律检查委员会 云溪区监察委员会|区纪委监委
中共云溪区委组织部|区委组织部
中共云溪区委宣传部|区委宣传部
中共云溪区委统一战线工作部|区委统战部
中共云溪区委政法委员会|区委政法委
中共云溪区委网络安全和信息化委员会办公室|区委网信办
中共云溪区委机构编制委员会办公室|区委编办
中共云溪区委社会工作部|区委社会工作部
中共云溪区直属机关工作委员会|区直机关工委
中共云溪区委老干部局|区委老干部局
中共云溪区委巡察工作领导小组办公室|区委巡察办
中共云溪区委党校|区委党校
云溪区精神文明建设指导委员会办公室|区文明办|<区委宣传部
云溪区创建全国文明城市工作领导小组办公室|区创城办||区创建办
""",
    ("Z", "政府部门"): """
云溪区人民政府|区政府
云溪区人民政府办公室|区政府办公室
云溪区发展和改革委员会|区发展改革委
云溪区教育局|区教育局
云溪区科学技术局|区科技局
云溪区工业和信息化局|区工业和信息化局
云溪区民族宗教事务局|区民族宗教局
示例市公安局云溪分局|云溪公安分局||区公安局
示例市公安局交通管理局云溪大队|云溪交警大队|<云溪公安分局
云溪区民政局|区民政局
云溪区司法局|区司法局
云溪区财政局|区财政局
云溪区人力资源和社会保障局|区人力资源社会保障局
示例市规划和自然资源局云溪分局|规划自然资源云溪分局
示例市生态环境局云溪分局|云溪生态环境分局||区生态环境局
云溪区住房和城乡建设委员会|区住房城乡建设委
云溪区城市管理委员会|区城市管理委
云溪区城市管理综合行政执法局|区城管执法局|<区城市管理委
云溪区交通运输局|区交通运输局
云溪区水务局|区水务局
云溪区农业农村局|区农业农村局
云溪区商务局|区商务局
云溪区文化和旅游局|区文化和旅游局
云溪区卫生健康委员会|区卫生健康委||区爱卫办
云溪区退役军人事务局|区退役军人局
云溪区应急管理局|区应急局
云溪区审计局|区审计局
云溪区市场监督管理局|区市场监管局
云溪区国有资产监督管理委员会|区国资委
云溪区统计局|区统计局
云溪区医疗保障局|区医保局
云溪区政务服务和数据管理局|区政务服务局
云溪区信访局|区信访局
云溪区体育局|区体育局
云溪区林业和草原局|区林草局|<规划自然资源云溪分局
云溪区消防救援大队|区消防救援大队
国家税务总局云溪区税务局|区税务局
云溪区气象局|区气象局
云溪高新技术产业园区管理委员会|云溪高新区管委会
""",
    ("Q", "群团组织"): """
云溪区总工会|区总工会
中国共产主义青年团云溪区委员会|团区委
云溪区妇女联合会|区妇联
云溪区科学技术协会|区科协
云溪区文学艺术界联合会|区文联
云溪区残疾人联合会|区残联
云溪区工商业联合会|区工商联
云溪区红十字会|区红十字会
云溪区关心下一代工作委员会|区关工委
""",
    ("Y", "事业单位"): """
云溪区机关事务服务中心|区机关事务中心
云溪区融媒体中心|区融媒体中心||区广播电视台
云溪区环境卫生服务中心|区环卫中心|<区城市管理委
云溪区园林绿化服务中心|区园林绿化中心|<区城市管理委
云溪区市政设施维护中心|区市政中心|<区城市管理委
云溪区城市管理监督指挥中心|区城管指挥中心|<区城市管理委|区数字城管中心
云溪区房屋征收与保障服务中心|区房屋中心|<区住房城乡建设委
云溪区新时代文明实践中心|区文明实践中心|<区委宣传部
云溪区志愿服务指导中心|区志愿服务中心|<区文明办
云溪区疾病预防控制中心|区疾控中心|<区卫生健康委
云溪区人民医院|区人民医院|<区卫生健康委
云溪区文化馆|区文化馆|<区文化和旅游局
云溪区图书馆|区图书馆|<区文化和旅游局
云溪区青少年活动中心|区青少年活动中心|<团区委
云溪区养老服务指导中心|区养老服务中心|<区民政局
云溪区公路事业发展中心|区公路中心|<区交通运输局
示例市第一中学|市一中|<区教育局
云溪区实验中学|实验中学|<区教育局
云溪区第三初级中学|云溪三中|<区教育局
云溪区实验小学|实验小学|<区教育局
云溪区东湖小学|东湖小学|<区教育局
云溪区石桥镇中心学校|石桥中心校|<区教育局
""",
    ("E", "企业"): """
国网示例市云溪区供电公司|云溪供电公司||区供电公司
示例市水务集团有限公司|市水务集团||自来水公司
示例市燃气集团有限公司|市燃气集团
示例市公共交通集团有限公司|市公交集团
示例市城市建设投资集团有限公司|市城投集团
示例市停车管理有限公司|市停车公司
中国移动通信集团示例市分公司|市移动公司
中国电信股份有限公司示例市分公司|市电信公司
中国联合网络通信有限公司示例市分公司|市联通公司
中国铁塔股份有限公司示例市分公司|市铁塔公司
中国邮政集团有限公司示例市分公司|市邮政分公司
云溪区城市运营集团有限公司|区城运集团
""",
    ("S", "政府部门"): """
示例市人民政府|市政府
示例市教育局|市教育局
示例市公安局|市公安局
示例市财政局|市财政局
示例市住房和城乡建设局|市住房城乡建设局
示例市城市管理局|市城管局
示例市交通运输局|市交通运输局
示例市文化和旅游局|市文化和旅游局
示例市卫生健康委员会|市卫生健康委
示例市市场监督管理局|市市场监管局
示例市生态环境局|市生态环境局
临江区人民政府|临江区政府
临江区教育局|临江区教育局
临江区住房和城乡建设局|临江区住房城乡建设局
高岭区人民政府|高岭区政府
高岭区教育局|高岭区教育局
""",
    ("S", "党委部门"): """
中共示例市委宣传部|市委宣传部
示例市精神文明建设指导委员会办公室|市文明办
示例市创建全国文明城市指挥部办公室|市创城办
""",
}
_DISTRICT_CODES = {"临江区": "990103", "高岭区": "990104"}


def units(regions: Sequence[SampleRegion]) -> list[SampleUnit]:
    """Invent the list of units, parents anywhere in it."""
    made = list(_listed())
    made += _streets(regions)
    return [*made, *_communities(regions)]


def _listed() -> Iterator[SampleUnit]:
    rows = [
        (letter, kind, line.split("|"))
        for (letter, kind), lines in _LISTS.items()
        for line in lines.strip().splitlines()
    ]
    codes = {
        parts[1]: f"{rows[at][0]}{at + 1:03d}" for at, (_, _, parts) in enumerate(rows)
    }
    for at, (letter, kind, parts) in enumerate(rows):
        name, short_name, *rest = [*parts, "", ""][:4]
        above, alias = rest
        yield SampleUnit(
            code=f"{letter}{at + 1:03d}",
            name=name,
            short_name=short_name,
            kind=kind,
            parent=codes[above.removeprefix("<")] if above else None,
            region=_region_of(name, letter),
            order=(at + 1) * 10,
            aliases=(alias,) if alias else (),
        )


def _region_of(name: str, letter: str) -> str:
    for district, code in _DISTRICT_CODES.items():
        if name.startswith(district):
            return code
    return (
        CITY
        if letter == "S" or name.startswith(("示例市水", "示例市燃", "示例市公共"))
        else HOME
    )


def _streets(regions: Sequence[SampleRegion]) -> Iterator[SampleUnit]:
    districts = {region.code: region.name for region in regions if region.level == "区县"}
    for at, region in enumerate(each for each in regions if each.level == "街道(乡镇)"):
        body = "人民政府" if region.name.endswith("镇") else "办事处"
        yield SampleUnit(
            code=f"J{region.code[3:]}",
            name=f"{districts[region.parent or '']}{region.name}{body}",
            short_name=region.name,
            kind="街道(乡镇)",
            region=region.code,
            order=3000 + at * 10,
        )


def _communities(regions: Sequence[SampleRegion]) -> Iterator[SampleUnit]:
    streets = {each.code: each for each in regions if each.level == "街道(乡镇)"}
    for at, region in enumerate(each for each in regions if each.level == "社区(村)"):
        street = streets[region.parent or ""]
        if street.parent != HOME:
            continue
        is_village = region.name.endswith("村")
        yield SampleUnit(
            code=f"C{region.code[3:]}",
            name=f"云溪区{street.name}{region.name}{'民委员会' if is_village else '居民委员会'}",
            short_name=region.name,
            kind="社区(村)",
            parent=f"J{street.code[3:]}",
            region=region.code,
            order=5000 + at * 10,
        )
