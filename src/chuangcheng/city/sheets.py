"""The workbook in which a city's regions, units and people travel: its sheets and columns.

Export and import share this page, so what is written can be read back without loss.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import AliasOrigin, ForceRole, Level, TaskForceKind, UnitKind
from chuangcheng.platform.exchange import (
    Cell,
    CellKind,
    CellRefused,
    Column,
    ColumnSpec,
    SheetSpec,
    choice,
    day,
    integer,
    text,
    write_workbook,
)

Value = object
UNIT_CODE = re.compile("[0-9A-Za-z-]+")
YES_NO = {"是": True, "否": False}


def _labels(
    choices: type[Role]
    | type[Level]
    | type[UnitKind]
    | type[AliasOrigin]
    | type[TaskForceKind]
    | type[ForceRole],
) -> dict[str, str]:
    return {str(each.label): each.value for each in choices}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """One sheet: its title, how each column is read, and how wide it is written."""

    title: str
    columns: Sequence[Column]
    widths: Sequence[int]
    notes: Sequence[str]

    def spec(self, rows: Iterable[Sequence[object]], *, with_notes: bool) -> SheetSpec:
        """Return the sheet with rows in it, ready to be written."""
        return SheetSpec(
            title=self.title,
            columns=[
                ColumnSpec(header=column.header, width=width, kind=_kind(column))
                for column, width in zip(self.columns, self.widths, strict=True)
            ],
            rows=list(rows),  # type: ignore[arg-type]  # rows hold what the columns say
            notes=self.notes if with_notes else (),
        )


def _kind(column: Column) -> CellKind:
    if column.name in ("starts_on", "ends_on"):
        return CellKind.DATE
    return CellKind.INTEGER if column.name == "order" else CellKind.TEXT


_ACTIVE = Column(name="is_active", header="在用", parser=choice(YES_NO))
_ORDER = Column(name="order", header="排序", parser=integer(minimum=0, maximum=999_999))
_UNIT = Column(
    name="unit", header="单位编码", parser=text(max_length=30), aliases=("所在单位编码",)
)
_REGION = Column(name="region", header="区划代码", parser=text(max_length=20))
_PERSON = Column(name="person", header="账号", parser=text(max_length=150))
_NAME = Column(name="person_name", header="姓名", parser=text(max_length=50))

REGIONS = SheetPlan(
    title="区划",
    columns=(
        Column(name="code", header="区划代码", parser=text(max_length=20), required=True),
        Column(name="name", header="名称", parser=text(max_length=60), required=True),
        Column(name="level", header="级别", parser=choice(_labels(Level)), required=True),
        Column(name="parent", header="上级代码", parser=text(max_length=20)),
        _ACTIVE,
    ),
    widths=(20, 24, 14, 20, 8),
    notes=(
        "区划：市、区县 6 位（GB/T 2260），街道(乡镇) 9 位（GB/T 10114），社区(村) 12 位，"
        "网格在社区代码后加 2 至 4 位；下级代码以上级代码开头。“在用”空着按“是”。",
    ),
)


def _unit_code(cell: Cell) -> str:
    """Read a unit's code, which becomes part of addresses and paths."""
    code = text(max_length=30)(cell)
    if not UNIT_CODE.fullmatch(code):
        raise CellRefused(f"单位编码“{code}”只能用字母、数字和短横线，请改写")
    return code


UNITS = SheetPlan(
    title="单位",
    columns=(
        Column(name="code", header="单位编码", parser=_unit_code, required=True),
        Column(name="name", header="全称", parser=text(max_length=80), required=True),
        Column(name="short_name", header="简称", parser=text(max_length=30)),
        Column(name="kind", header="类别", parser=choice(_labels(UnitKind)), required=True),
        Column(name="parent", header="上级编码", parser=text(max_length=30)),
        _REGION,
        _ORDER,
        _ACTIVE,
    ),
    widths=(16, 40, 18, 14, 16, 16, 8, 8),
    notes=("单位：单位编码在本市内不重复，可用统一社会信用代码；全称不能重复。",),
)
ALIASES = SheetPlan(
    title="别名",
    columns=(
        Column(name="name", header="别名", parser=text(max_length=80), required=True),
        Column(name="unit", header="单位编码", parser=text(max_length=30), required=True),
        Column(name="origin", header="来源", parser=choice(_labels(AliasOrigin))),
    ),
    widths=(30, 16, 14),
    notes=("别名：一个别名只能指一个单位，不能与其他单位的全称、简称相同。",),
)
POSTS = SheetPlan(
    title="岗位",
    columns=(
        _UNIT,
        _REGION,
        Column(name="title", header="岗位名称", parser=text(max_length=50), required=True),
        Column(name="role", header="角色", parser=choice(_labels(Role)), required=True),
    ),
    widths=(16, 16, 24, 14),
    notes=("岗位：单位编码和区划代码只填一个。角色决定任职人员的权限。",),
)
SEATS = SheetPlan(
    title="任职",
    columns=(
        _UNIT,
        _REGION,
        Column(name="title", header="岗位名称", parser=text(max_length=50), required=True),
        Column(name="person", header="账号", parser=text(max_length=150), required=True),
        _NAME,
        Column(name="phone", header="手机号", parser=text(max_length=20)),
        Column(name="starts_on", header="任职日期", parser=day(), required=True),
        Column(name="ends_on", header="离任日期", parser=day()),
    ),
    widths=(16, 16, 24, 16, 12, 16, 14, 14),
    notes=("任职：由安全管理员导入；账号须先建好，离任日期当天仍在任，空着表示在任。",),
)
ANSWERABLE = SheetPlan(
    title="网格责任",
    columns=(
        Column(name="region", header="区划代码", parser=text(max_length=20), required=True),
        _UNIT,
        Column(name="post_region", header="岗位区划代码", parser=text(max_length=20)),
        Column(name="title", header="责任岗位", parser=text(max_length=50), required=True),
    ),
    widths=(20, 16, 20, 24),
    notes=(
        "网格责任：一个区划一行。责任岗位在单位的填单位编码，在区划的填岗位区划代码，只填一个。",
    ),
)
PATRONAGES = SheetPlan(
    title="包联",
    columns=(
        Column(name="region", header="区划代码", parser=text(max_length=20), required=True),
        Column(name="person", header="包联领导账号", parser=text(max_length=150)),
        _NAME,
        Column(name="unit", header="包联单位编码", parser=text(max_length=30)),
        Column(name="starts_on", header="开始日期", parser=day(), required=True),
        Column(name="ends_on", header="结束日期", parser=day()),
    ),
    widths=(20, 16, 12, 16, 14, 14),
    notes=(
        "包联：领导账号和单位编码至少填一个；同一区划的日期不能重叠，结束日期当天仍在。",
    ),
)
FORCES = SheetPlan(
    title="工作组",
    columns=(
        Column(name="name", header="名称", parser=text(max_length=60), required=True),
        Column(
            name="kind", header="类别", parser=choice(_labels(TaskForceKind)), required=True
        ),
        Column(name="parent", header="上级工作组", parser=text(max_length=60)),
        _ORDER,
        _ACTIVE,
    ),
    widths=(36, 14, 36, 8, 8),
    notes=("工作组：指挥部、专项工作组，名称不能重复。",),
)
MEMBERS = SheetPlan(
    title="成员",
    columns=(
        Column(name="force", header="工作组", parser=text(max_length=60), required=True),
        Column(
            name="role", header="职责", parser=choice(_labels(ForceRole)), required=True
        ),
        _PERSON,
        _NAME,
        _UNIT,
    ),
    widths=(36, 20, 16, 12, 16),
    notes=("成员：账号和单位编码至少填一个；每组一名指挥长(组长)。",),
)
SHEETS = (
    REGIONS,
    UNITS,
    ALIASES,
    POSTS,
    SEATS,
    ANSWERABLE,
    PATRONAGES,
    FORCES,
    MEMBERS,
)

Tables = Mapping[str, Sequence[Sequence[object]]]


def write(tables: Tables, *, with_notes: bool = True) -> bytes:
    """Write the workbook; `tables` has the rows of each sheet by title."""
    return write_workbook(
        [plan.spec(tables.get(plan.title, ()), with_notes=with_notes) for plan in SHEETS]
    )
