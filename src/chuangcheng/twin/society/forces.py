"""Headquarters and special working groups."""

from collections.abc import Sequence

from chuangcheng.twin.society.staff import HEAD, Seat, Staff
from chuangcheng.twin.society.units import Unit

HEADQUARTERS = "云溪区创建全国文明城市指挥部"
# Group | commander's seat | unit whose head is deputy | member units
_GROUPS = """
综合协调组|区委 副书记|区创城办|区委办公室 区政府办公室 区财政局 区机关事务中心
宣传教育组|区委 常委、宣传部部长|区委宣传部|区文明办 区融媒体中心 区文化和旅游局 区委网信办 团区委 区妇联 区总工会
市容环境整治组|区政府 副区长（城建城管）|区城市管理委|区城管执法局 区环卫中心 区园林绿化中心 区市政中心 区城管指挥中心 区水务局
交通秩序整治组|区政府 副区长（公安）|云溪公安分局|云溪交警大队 区交通运输局 市公交集团 市停车公司 区城管执法局
小区楼院提升组|区政府 常务副区长|区住房城乡建设委|区房屋中心 区民政局 区委社会工作部 区消防救援大队 云溪供电公司 市水务集团
市场和食品安全组|区政府 副区长（商务市场）|区市场监管局|区商务局 区卫生健康委 区疾控中心 区税务局
文明实践和志愿服务组|区委 常委、宣传部部长|区文明办|区文明实践中心 区志愿服务中心 团区委 区妇联 区残联 区红十字会
未成年人思想道德建设组|区政府 副区长（教育文旅）|区教育局|区关工委 团区委 区文化和旅游局 区青少年活动中心 区司法局
材料申报组|区委 常委、宣传部部长|区创城办|区发展改革委 区统计局 区人力资源社会保障局 区政务服务局 区信访局
督查考核组|区委 常委、政法委书记|区纪委监委|区委组织部 区委巡察办 区审计局 区信访局
""".strip()


def forces() -> list[tuple[object, ...]]:
    """Invent the headquarters and the groups under it."""
    names = [line.split("|")[0] for line in _GROUPS.splitlines()]
    return [
        (HEADQUARTERS, "指挥部", None, 1, True),
        *(
            (name, "专项工作组", HEADQUARTERS, 10 + at, True)
            for at, name in enumerate(names)
        ),
    ]


def members(units: Sequence[Unit], staff: Staff) -> list[tuple[object, ...]]:
    """Seat leaders as commanders, heads as deputies, and units as members."""
    by_name = {unit.short_name: unit for unit in units if unit.kind != "社区(村)"}

    def seat(unit: str, title: str) -> Seat:
        found = staff.holder(by_name[unit].code, title)
        if found is None:
            raise LookupError(f"{unit} {title}")
        return found

    rows = [
        _row(HEADQUARTERS, "指挥长(组长)", seat("区委", "书记"), None),
        _row(HEADQUARTERS, "副指挥长(副组长)", seat("区政府", "区长"), None),
        _row(HEADQUARTERS, "副指挥长(副组长)", seat("区委", "副书记"), None),
    ]
    for line in _GROUPS.splitlines():
        group, commander, deputy, listed = line.split("|")
        rows.append(_row(group, "指挥长(组长)", seat(*commander.split(" ")), None))
        title = "主任" if deputy == "区创城办" else HEAD
        rows.append(
            _row(group, "副指挥长(副组长)", seat(deputy, title), by_name[deputy].code)
        )
        rows += [
            _row(group, "成员", seat(unit, HEAD), by_name[unit].code)
            for unit in listed.split()
        ]
    return rows


def _row(group: str, role: str, seat: Seat, unit: str | None) -> tuple[object, ...]:
    return group, role, seat.username, seat.name, unit
