"""Who answers for each standard, taken from the units that usually do."""

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import NamedTuple

import yaml

from chuangcheng.twin.society.staff import LIAISON
from chuangcheng.twin.society.units import Unit

Row = tuple[object, ...]
# The core district's bodies by the name that the assessment gives their kind.
_BODIES: Mapping[str, str] = {
    "市文明办": "区文明办",
    "市委宣传部(文明办)": "区文明办",
    "区文明办": "区文明办",
    "市创城指挥部": "区创城办",
    "市委宣传部": "区委宣传部",
    "各区委宣传部": "区委宣传部",
    "市属媒体": "区融媒体中心",
    "市城管局": "区城管执法局",
    "市市场监管局": "区市场监管局",
    "市住建局": "区住房城乡建设委",
    "市文旅局": "区文化和旅游局",
    "市文旅广电局": "区文化和旅游局",
    "市教育局": "区教育局",
    "市公安局": "云溪公安分局",
    "市公安局交警支队": "云溪交警大队",
    "市民政局": "区民政局",
    "市妇联": "区妇联",
    "市发改委": "区发展改革委",
    "市司法局": "区司法局",
    "市行政审批局": "区政务服务局",
    "市数据局": "区政务服务局",
    "市卫健委": "区卫生健康委",
    "市水务局": "区水务局",
    "市委网信办": "区委网信办",
    "市农业农村局": "区农业农村局",
    "市商务局": "区商务局",
    "市生态环境局": "云溪生态环境分局",
    "市委组织部": "区委组织部",
    "市总工会": "区总工会",
    "市退役军人局": "区退役军人局",
    "市人社局": "区人力资源社会保障局",
    "市残联": "区残联",
    "团市委": "团区委",
    "市应急管理局": "区应急局",
    "市消防救援支队": "区消防救援大队",
    "市委党校": "区委党校",
    "志愿服务队伍": "区志愿服务中心",
    "市税务局": "区税务局",
    "市政府办": "区政府办公室",
    "市纪委监委": "区纪委监委",
    "市体育局": "区体育局",
    "市机关事务局": "区机关事务中心",
    "市交通运输局": "区交通运输局",
    "区政府": "区政府",
    "市委政法委": "区委政法委",
    "市医保局": "区医保局",
    "市园林绿化局": "区园林绿化中心",
    "市自然资源局": "规划自然资源云溪分局",
    "市委办": "区委办公室",
    "市财政局": "区财政局",
    "各区委": "区委",
    "市12345热线办": "区政务服务局",
}
_ROLES = ("牵头", "主责")
_SUPPORT = "配合"


class Standard(NamedTuple):
    code: str
    name: str
    bodies: Sequence[str]


def standards() -> list[Standard]:
    """Read the standards of the assessment that the product ships, as any outsider can."""
    path = resources.files("chuangcheng.framework") / "data" / "framework.yaml"
    tree = yaml.safe_load(path.read_bytes())
    return [
        Standard(str(each["code"]), str(each["name"]), each.get("units", ()))
        for project in tree["framework"]
        for content in project["contents"]
        for each in content["standards"]
    ]


def shared_out(units: Sequence[Unit]) -> list[Row]:
    """Give each standard a lead, a main unit and supporting ones; a body unknown here is left out."""
    by_name = {unit.short_name: unit for unit in units if unit.kind != "社区(村)"}
    rows: list[Row] = []
    for standard in standards():
        known = (by_name.get(_BODIES.get(body, "")) for body in standard.bodies)
        answering = dict.fromkeys(filter(None, known))
        for place, unit in enumerate(answering):
            role = _ROLES[place] if place < len(_ROLES) else _SUPPORT
            rows.append(
                (standard.code, standard.name, role, unit.code, unit.name, _post(unit))
            )
    return rows


def _post(unit: Unit) -> str | None:
    """Name the liaison officer; leaders' bodies and the campaign office have none."""
    return None if unit.short_name in ("区委", "区政府", "区创城办") else LIAISON
