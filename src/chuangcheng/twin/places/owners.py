"""Which unit answers for a place, and through which post."""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.twin.places.districting import Districting
from chuangcheng.twin.society.regions import COMMUNITY, DISTRICT, HOME_CODE, STREET
from chuangcheng.twin.society.staff import (
    DEPUTY,
    HEAD,
    LIAISON,
    SECRETARY,
    VILLAGE_SECRETARY,
)
from chuangcheng.twin.society.units import Unit

# The kinds' words for departments: short name in the core district, and in the others.
_BUREAUS = {
    "城管": ("区城管执法局", "{d}城市管理局"),
    "环卫": ("区环卫中心", "{d}环卫中心"),
    "园林": ("区园林绿化中心", "{d}城市管理局"),
    "商务": ("区商务局", "{d}商务局"),
    "交警": ("云溪交警大队", "{h}公安分局"),
    "住建": ("区住房城乡建设委", "{d}住房城乡建设局"),
    "文旅": ("区文化和旅游局", "{d}文化和旅游局"),
    "市场监管": ("区市场监管局", "{d}市场监管局"),
    "卫健": ("区卫生健康委", "{d}卫生健康局"),
    "政务": ("区政务服务局", "{d}政务服务局"),
    "交通": ("区交通运输局", "{d}交通运输局"),
    "教育": ("区教育局", "{d}教育局"),
    "宣传": ("区委宣传部", "{d}委宣传部"),
    "民政": ("区民政局", "{d}民政局"),
    "应急": ("区应急局", "{d}应急局"),
    "水务": ("区水务局", "{d}水务局"),
    "财政": ("区财政局", "{d}政府"),
    "税务": ("区税务局", "{d}政务服务局"),
    "通信": ("市移动公司", "市移动公司"),
    "邮政": ("市邮政分公司", "市邮政分公司"),
    "供水": ("市水务集团", "市水务集团"),
    "公交": ("市公交集团", "市公交集团"),
}
_LOCAL = {"街道": "J", "学校": "X", "卫生院": "W"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    unit: Unit
    post: str


class Owners:
    """Finds who answers for what lies in a cell."""

    def __init__(self, districting: Districting, units: Sequence[Unit]) -> None:
        self._of_cell = districting.of_cell
        self._by_code = {unit.code: unit for unit in units}
        self._by_name = {unit.short_name: unit for unit in units if unit.kind != "社区(村)"}

    def owner(self, word: str, cell: int) -> Owner:
        """Return who answers for a place of that cell: its community, its street, a department."""
        if word == "社区":
            community = self._of_cell[COMMUNITY][cell]
            post = VILLAGE_SECRETARY if community.is_village else SECRETARY
            return Owner(unit=self._by_code[f"C{community.code[3:]}"], post=post)
        if word in _LOCAL:
            local = self.local(_LOCAL[word], cell)
            return Owner(unit=local, post=HEAD if local.is_small else DEPUTY)
        return Owner(unit=self._department(word, cell), post=LIAISON)

    def local(self, letter: str, cell: int) -> Unit:
        """Return the street's own office, school or clinic; listed ones have other codes."""
        street = self._of_cell[STREET][cell]
        found = self._by_code.get(f"{letter}{street.code[3:]}")
        if found:
            return found
        head = street.name.removesuffix("街道").removesuffix("镇")
        known = (self._by_name.get(f"{head}{end}") for end in ("小学", "中心校"))
        return next(filter(None, known), None) or self._by_code[f"J{street.code[3:]}"]

    def _department(self, word: str, cell: int) -> Unit:
        district = self._of_cell[DISTRICT][cell]
        core, other = _BUREAUS[word]
        if district.code == HOME_CODE or district.level != DISTRICT:
            return self._by_name[core]
        return self._by_name[other.format(d=district.name, h=district.name[:-1])]
