"""The sheet in which responsibilities travel; export and import share it, so nothing is lost."""

from collections.abc import Iterable, Sequence

from chuangcheng.framework.models import ResponsibilityRole
from chuangcheng.platform.exchange import (
    Column,
    ColumnSpec,
    SheetSpec,
    choice,
    text,
    write_workbook,
)

TITLE = "指标责任"
COLUMNS = (
    Column(
        name="code",
        header="指标编号",
        parser=text(max_length=20),
        aliases=("编号", "标准编号"),
        required=True,
    ),
    Column(
        name="name",
        header="指标名称",
        parser=text(max_length=200),
        aliases=("名称", "测评标准"),
    ),
    Column(
        name="role",
        header="职责",
        parser=choice({str(role.label): role.value for role in ResponsibilityRole}),
        aliases=("责任类型", "角色"),
        required=True,
    ),
    Column(name="unit_code", header="单位编码", parser=text(max_length=30)),
    Column(
        name="unit",
        header="单位名称",
        parser=text(max_length=80),
        aliases=("单位", "责任单位"),
    ),
    Column(name="post", header="责任岗位", parser=text(max_length=50), aliases=("岗位",)),
)
_WIDTHS = (12, 40, 8, 20, 36, 20)
_NOTES = (
    "一行写一个单位在一条测评标准中的职责：牵头、主责或配合；一条标准只能有一个牵头单位。",
    "单位以单位编码为准；编码空着时按单位名称、简称或别名对应。责任岗位填该单位的岗位名称，可空着。",
    "表中写到的标准，以表中各行为准，原有而表中没有的单位会移除；表中没有写到的标准不变。",
)


def write(rows: Iterable[Sequence[str]], *, with_notes: bool = True) -> bytes:
    """Write the sheet with rows in the order of its columns."""
    columns = [
        ColumnSpec(header=column.header, width=width)
        for column, width in zip(COLUMNS, _WIDTHS, strict=True)
    ]
    notes = _NOTES if with_notes else ()
    return write_workbook(
        [SheetSpec(title=TITLE, columns=columns, rows=list(rows), notes=notes)]
    )
