"""The city's tables: the sheets and columns that the product's own imports read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chuangcheng.platform import geo
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec, write_workbook
from chuangcheng.platform.geo import Datum
from chuangcheng.twin import wording
from chuangcheng.twin.city import City
from chuangcheng.twin.places.listing import Point

Row = Sequence[object]
DECIMALS = 6
_WIDE, _MIDDLE, _NARROW = 36, 18, 10
# Columns that are not 18 wide, and those that are no text.
_WIDTHS = {
    "全称": _WIDE,
    "单位名称": _WIDE,
    "点位名称": _WIDE,
    "地址": _WIDE,
    "指标名称": _WIDE,
} | {
    "名称": 24,
    "工作组": _WIDE,
    "上级工作组": _WIDE,
    "责任单位": _WIDE,
    "包联单位": _WIDE,
    "在用": _NARROW,
    "排序": _NARROW,
    "是否申报": _NARROW,
    "是否重点": _NARROW,
    "状态": _NARROW,
}
_KINDS = {
    "排序": CellKind.INTEGER,
    "经度": CellKind.DECIMAL,
    "纬度": CellKind.DECIMAL,
} | dict.fromkeys(("任职日期", "离任日期", "开始日期", "结束日期"), CellKind.DATE)


class Table(NamedTuple):
    title: str
    headers: Sequence[str]
    rows: Sequence[Row]


def of_city(city: City) -> list[Table]:
    """Return the sheets of 区划与单位.xlsx."""
    tables = (
        Table(
            "区划",
            ["区划代码", "名称", "级别", "上级代码", "在用"],
            [each.row() for each in city.regions],
        ),
        Table(
            "单位",
            ["单位编码", "全称", "简称", "类别", "上级编码", "区划代码", "排序", "在用"],
            [each.row() for each in city.units],
        ),
        Table(
            "别名",
            ["别名", "单位编码", "来源"],
            [(alias, unit.code, "名录") for unit in city.units for alias in unit.aliases],
        ),
        Table(
            "岗位",
            ["单位编码", "区划代码", "岗位名称", "角色"],
            [each.row() for each in city.staff.posts],
        ),
        Table(
            "任职",
            [
                "单位编码",
                "区划代码",
                "岗位名称",
                "账号",
                "姓名",
                "手机号",
                "任职日期",
                "离任日期",
            ],
            [each.row() for each in city.staff.seats],
        ),
        Table("工作组", ["名称", "类别", "上级工作组", "排序", "在用"], city.forces),
        Table("成员", ["工作组", "职责", "账号", "姓名", "单位编码"], city.members),
        Table(
            "网格责任",
            ["区划代码", "单位编码", "岗位区划代码", "责任岗位"],
            city.answerable,
        ),
        Table(
            "包联",
            ["区划代码", "包联领导账号", "姓名", "包联单位编码", "开始日期", "结束日期"],
            city.patrons,
        ),
    )
    return [_worded(table, city) for table in tables]


def of_points(city: City, datum: Datum) -> Table:
    """Return the sheet of 点位.xlsx."""
    headers = [
        "点位编号",
        "点位名称",
        "点位类型",
        "是否申报",
        "是否重点",
        "地址",
        "经度",
        "纬度",
        "网格代码",
        "责任单位",
        "责任岗位",
        "包联单位",
        "状态",
        "作废原因",
        "备注",
    ]
    rows = [_point_row(point, datum) for point in city.points]
    return _worded(Table("点位", headers, rows), city)


def of_responsibilities(city: City) -> Table:
    """Return the sheet of 指标责任.xlsx."""
    headers = ["指标编号", "指标名称", "职责", "单位编码", "单位名称", "责任岗位"]
    return _worded(Table("指标责任", headers, city.responsibilities), city)


def workbook(tables: Iterable[Table]) -> bytes:
    """Write tables as a workbook that can be printed as it is."""
    return write_workbook(
        [
            SheetSpec(
                title=table.title,
                columns=[
                    ColumnSpec(
                        header=header,
                        width=_WIDTHS.get(header, _MIDDLE),
                        kind=_KINDS.get(header, CellKind.TEXT),
                    )
                    for header in table.headers
                ],
                rows=table.rows,  # type: ignore[arg-type]  # rows hold what the headers say
            )
            for table in tables
        ]
    )


def counts(city: City) -> Mapping[str, int]:
    """Count what the files hold."""
    levels = ("区县", "街道(乡镇)", "社区(村)", "网格")
    counted = {level: sum(each.level == level for each in city.regions) for level in levels}
    return counted | {
        "单位": len(city.units),
        "岗位": len(city.staff.posts),
        "在任人员": sum(seat.ends_on is None for seat in city.staff.seats),
        "包联关系": len(city.patrons),
        "点位": len(city.points),
        "指标责任": len(city.responsibilities),
    }


def _point_row(point: Point, datum: Datum) -> Row:
    lon, lat = _placed(point.lonlat, datum)
    return (
        point.code,
        point.name,
        point.type_name,
        point.is_declared,
        point.is_key,
        point.address,
        lon,
        lat,
        point.grid,
        point.unit.name,
        point.post,
        point.patron.name if point.patron else None,
        "作废" if point.void_reason else "在用",
        point.void_reason,
        point.note,
    )


def _placed(
    lonlat: tuple[float, float] | None, datum: Datum
) -> tuple[float, float] | tuple[None, None]:
    if lonlat is None:
        return None, None
    if datum is not Datum.GCJ02:
        return lonlat
    lon, lat = geo.wgs84_to_gcj02(*lonlat)
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)


def _worded(table: Table, city: City) -> Table:
    if city.size.has_districts:
        return table
    rows = [tuple(map(wording.of_county, row)) for row in table.rows]
    return table._replace(rows=rows)
