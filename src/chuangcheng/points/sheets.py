"""The workbook in which points travel: export and import share this page, so nothing is lost."""

from collections.abc import Mapping, Sequence

from chuangcheng.platform.exchange import (
    Cell,
    CellKind,
    CellRefused,
    Column,
    ColumnSpec,
    SheetSpec,
    choice,
    text,
    write_workbook,
)
from chuangcheng.platform.exchange.writing import Value
from chuangcheng.points.models import PointState
from chuangcheng.points.rules import CODE

TITLE = "点位"
YES_NO = {"是": True, "否": False}
STATES: Mapping[str, PointState] = {str(each.label): each for each in PointState}


def _code(cell: Cell) -> str:
    """Read a code, which becomes part of addresses and is printed as a QR code."""
    code = text(max_length=30)(cell)
    if not CODE.fullmatch(code):
        raise CellRefused(f"点位编号“{code}”只能用字母、数字和短横线，请改写")
    return code


def _degrees(cell: Cell) -> float:
    written = text()(cell).rstrip("°度 ")
    try:
        degrees = float(written)
    except ValueError as damage:
        raise CellRefused(
            f"“{written}”不是以度为单位的小数，请填 112.345678 这样的数字"
        ) from damage
    if not -180 <= degrees <= 180:
        raise CellRefused(f"“{written}”超出经纬度的范围，请核对后填写")
    return degrees


COLUMNS: Sequence[Column] = (
    Column(
        name="code", header="点位编号", parser=_code, aliases=("编号", "点位编码", "编码")
    ),
    Column(
        name="name",
        header="点位名称",
        parser=text(max_length=100),
        aliases=("名称", "点位", "场所名称"),
        required=True,
    ),
    Column(
        name="type",
        header="点位类型",
        parser=text(max_length=60),
        aliases=("类型", "点位类别", "类别"),
        required=True,
    ),
    Column(
        name="is_declared",
        header="是否申报",
        parser=choice(YES_NO),
        aliases=("申报", "已申报"),
    ),
    Column(
        name="is_key",
        header="是否重点",
        parser=choice(YES_NO),
        aliases=("重点", "重点点位"),
    ),
    Column(
        name="address",
        header="地址",
        parser=text(max_length=200),
        aliases=("详细地址", "位置"),
    ),
    Column(name="lon", header="经度", parser=_degrees, aliases=("lng", "lon", "东经")),
    Column(name="lat", header="纬度", parser=_degrees, aliases=("lat", "北纬")),
    Column(
        name="region",
        header="网格代码",
        parser=text(max_length=20),
        aliases=("网格", "网格编码", "所在网格", "区划代码"),
    ),
    Column(
        name="unit",
        header="责任单位",
        parser=text(max_length=80),
        aliases=("主管单位", "牵头单位", "责任单位编码"),
    ),
    Column(
        name="post", header="责任岗位", parser=text(max_length=50), aliases=("责任人岗位",)
    ),
    Column(
        name="patron_unit",
        header="包联单位",
        parser=text(max_length=80),
        aliases=("包保单位", "包联单位编码"),
    ),
    Column(name="state", header="状态", parser=choice(STATES), aliases=("点位状态",)),
    Column(
        name="void_reason",
        header="作废原因",
        parser=text(max_length=200),
        aliases=("原因",),
    ),
    Column(name="note", header="备注", parser=text(max_length=300), aliases=("说明",)),
)
HEADERS: Mapping[str, str] = {column.name: column.header for column in COLUMNS}
_WIDTHS = (14, 28, 18, 10, 10, 32, 14, 14, 18, 28, 18, 28, 8, 20, 20)
# Written for the reader; an import passes over them.
ONLY_SHOWN = ("所在网格名称", "现任责任人")
_NOTES = (
    "点位编号：空着由系统编号；填了库中已有的编号，就更新那个点位，空着的单元格不改动已有内容。",
    "点位类型：填测评体系里的类型名称或代码。",
    "经度、纬度：以度为单位的小数，两个都填或都不填；坐标系在上传时选定，导出的都是 WGS-84。网格由位置自动找出，没有位置时可填网格代码。",
    "责任单位、包联单位：填全称、简称、别名或单位编码；责任岗位填该单位或所在网格的岗位名称。",
    "状态：在用或作废，空着按在用；作废的须填作废原因。",
)


def write(rows: Sequence[Sequence[Value]], *, with_notes: bool = True) -> bytes:
    """Write points as a workbook that can be read back."""
    kinds = {"lon": CellKind.DECIMAL, "lat": CellKind.DECIMAL}
    columns = [
        ColumnSpec(
            header=column.header, width=width, kind=kinds.get(column.name, CellKind.TEXT)
        )
        for column, width in zip(COLUMNS, _WIDTHS, strict=True)
    ]
    columns += [ColumnSpec(header=header, width=18) for header in ONLY_SHOWN]
    notes = _NOTES if with_notes else ()
    return write_workbook([SheetSpec(title=TITLE, columns=columns, rows=rows, notes=notes)])
