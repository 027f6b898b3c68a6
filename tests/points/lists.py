"""Lists of points as clerks write them."""

from collections.abc import Mapping, Sequence

from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook
from chuangcheng.platform.exchange.writing import Value

HEADERS = (
    "点位编号", "点位名称", "点位类型", "是否申报", "是否重点", "地址", "经度", "纬度", "网格代码",
    "责任单位", "责任岗位", "包联单位", "状态", "作废原因", "备注",
)  # fmt: skip
SQUARE = (112.0, 30.0)
INSIDE = (112.005, 30.005)


def workbook(*rows: Mapping[str, Value], headers: Sequence[str] = HEADERS) -> bytes:
    """Write rows given by header."""
    return table([[row.get(header) for header in headers] for row in rows], headers)


def table(rows: Sequence[Sequence[Value]], headers: Sequence[str] = HEADERS) -> bytes:
    columns = [ColumnSpec(header=header) for header in headers]
    return write_workbook([SheetSpec(title="点位", columns=columns, rows=rows)])


def row(
    name: str = "云溪第一市场",
    kind: str = "农贸市场",
    *,
    at: tuple[float, float] | None = None,
    **more: Value,
) -> dict[str, Value]:
    """One row; `at` is a position, other names are headers."""
    made: dict[str, Value] = {"点位名称": name, "点位类型": kind, **more}
    if at is not None:
        made["经度"], made["纬度"] = at
    return made
