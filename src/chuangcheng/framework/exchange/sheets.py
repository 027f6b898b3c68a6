"""The sheets of an edition's workbook: each column once, for writing and for reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from chuangcheng.framework.exchange import lists
from chuangcheng.framework.exchange.content import Condition, Entry, Item, Type, Veto
from chuangcheng.framework.models import (
    IndicatorLevel,
    Method,
    Provenance,
    Scoring,
    Severity,
)
from chuangcheng.platform.exchange import (
    Cell,
    CellKind,
    CellRefused,
    Column,
    ColumnSpec,
    choice,
    decimal,
    integer,
    text,
)
from chuangcheng.platform.exchange.parsers import Parser
from chuangcheng.platform.exchange.writing import Value

KEEP = "（勿改）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: the content's field, the header, how a value is written and read back."""

    name: str
    header: str
    parse: Parser[Any]
    show: Callable[[Any], Value] = lambda value: value
    width: float = 14
    kind: CellKind = CellKind.TEXT
    required: bool = False
    # What an empty cell means.
    empty: object = ""

    @property
    def column(self) -> Column:
        return Column(
            name=self.name, header=self.header, parser=self.parse, required=self.required
        )

    @property
    def spec(self) -> ColumnSpec:
        return ColumnSpec(header=self.header, width=self.width, kind=self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """A sheet: its title, the kind of thing a row is, and its columns."""

    title: str
    of: type[Any]
    fields: Sequence[Field]

    def header_of(self, name: str) -> str:
        return next(field.header for field in self.fields if field.name == name)


def _text(name: str, header: str, longest: int, **rest: Any) -> Field:
    return Field(name=name, header=header, parse=_lines(longest), **rest)


def _lines(longest: int) -> Parser[str]:
    """Read text with the line ends of the database."""
    parse = text(max_length=longest)
    return lambda cell: parse(cell).replace("\r\n", "\n")


def _words(name: str, header: str, longest: int, **rest: Any) -> Field:
    parse = lists.words(max_length=longest)
    return Field(name=name, header=header, parse=parse, show=lists.joined, empty=(), **rest)


def _choice(name: str, header: str, of: type[TextChoices], empty: object = "") -> Field:
    return Field(
        name=name,
        header=header,
        parse=choice({str(each.label): each for each in of}),
        show=lambda value: str(value.label),
        width=11,
        required=empty == "",
        empty=empty,
    )


def _number(name: str, header: str) -> Field:
    return Field(
        name=name,
        header=header,
        parse=decimal(places=3, minimum=0, maximum=Decimal("99999.999")),
        width=9,
        kind=CellKind.DECIMAL,
        empty=None,
    )


def _whole(name: str, header: str, empty: object = None) -> Field:
    return Field(
        name=name,
        header=header,
        parse=integer(minimum=0, maximum=2_000_000_000),
        width=9,
        kind=CellKind.INTEGER,
        empty=empty,
    )


def _yes(name: str, header: str, *, empty: bool) -> Field:
    return Field(
        name=name,
        header=header,
        parse=choice({"是": True, "否": False}),
        width=9,
        empty=empty,
    )


def _methods(cell: Cell) -> tuple[Method, ...]:
    labels: Mapping[str, Method] = {str(method.label): method for method in Method}
    found = lists.codes(cell)
    for each in found:
        if each not in labels:
            raise CellRefused(f"“{each}”不是测评方法，请填：{'、'.join(labels)}")
    return tuple(labels[each] for each in found)


_ORDER = _whole("order", "排序", 0)
_PROVENANCE = _choice("provenance", "来源", Provenance, Provenance.LOCAL)
_REFS = _words("refs", "出处", 300, width=18)

ENTRIES = SheetPlan(
    title="指标",
    of=Entry,
    fields=(
        _choice("level", "层级", IndicatorLevel),
        _text("code", "编号", 20, width=10, required=True),
        _text("name", "名称", 200, width=30, required=True),
        _text("text", "要求", 32_000, width=30),
        _text("parent", "上级编号", 20, width=10),
        _ORDER,
        Field(
            name="methods",
            header="测评方法",
            parse=_methods,
            show=lambda methods: lists.JOINT.join(str(each.label) for each in methods),
            width=18,
            empty=(),
        ),
        _number("score", "分值"),
        _number("weight", "权重"),
        _choice("weight_provenance", "分值来源", Provenance, Provenance.LOCAL),
        _text("threshold", "达标值", 300, width=16),
        _words("evidence_forms", "申报材料形式", 40, width=18),
        Field(
            name="point_types",
            header="涉及点位类型",
            parse=lists.codes,
            show=lists.joined,
            width=18,
            empty=(),
        ),
        _words("typical_units", "常见责任单位", 60, width=22),
        _PROVENANCE,
        _REFS,
        _text("was", f"原编号{KEEP}", 20, width=12),
        _text("parent_was", f"原上级编号{KEEP}", 20, width=12),
    ),
)
TYPES = SheetPlan(
    title="点位类型",
    of=Type,
    fields=(
        _text("code", "类型代码", 12, required=True),
        _text("name", "点位类型", 60, width=20, required=True),
        _words("aliases", "别称", 60, width=18),
        _text("group", "大类", 30),
        _text("typical_unit", "常见主管单位", 100, width=20),
        _yes("is_active", "在用", empty=True),
        _yes("has_checklist", "有检查表", empty=False),
        _text("observation", "观测窗口", 200, width=22),
        _whole("observation_metres", "观测距离（米）"),
        _whole("observation_minutes", "观测时长（分钟）"),
        _ORDER,
        _PROVENANCE,
        _REFS,
    ),
)
ITEMS = SheetPlan(
    title="检查项",
    of=Item,
    fields=(
        _text("point_type", "类型代码", 12, required=True),
        _text("code", "编号", 20, width=12, required=True),
        _text("name", "检查项", 60, width=18, required=True),
        _text("criterion", "标准", 300, width=36, required=True),
        _text("category", "类别", 20),
        _choice("scoring", "计分方式", Scoring, Scoring.PASS_FAIL),
        _choice("severity", "严重程度", Severity, Severity.MEDIUM),
        _text("indicator", "测评标准编号", 20),
        _ORDER,
        _PROVENANCE,
        _REFS,
        _text("basis", "重构依据", 200, width=20),
        _text("indicator_was", f"原标准编号{KEEP}", 20, width=12),
    ),
)
VETOES = SheetPlan(
    title="负面清单",
    of=Veto,
    fields=(
        _text("code", "编号", 20, required=True),
        _text("name", "名称", 100, width=30, required=True),
        _text("scope", "情形", 300, width=36),
        _text("consequence", "后果", 300, width=24),
        _ORDER,
        _PROVENANCE,
        _REFS,
    ),
)
CONDITIONS = SheetPlan(
    title="前置条件",
    of=Condition,
    fields=(
        _text("name", "名称", 100, width=30, required=True),
        _text("detail", "说明", 300, width=40),
        _ORDER,
        _PROVENANCE,
        _REFS,
    ),
)
ABOUT = SheetPlan(title="说明", of=dict, fields=())
SHEETS = (ENTRIES, TYPES, ITEMS, VETOES, CONDITIONS)
# The lines of the first sheet, under the names of `About`.
FACTS: Sequence[Field] = (
    _text("framework", "体系代码", 12),
    _text("framework_name", "测评体系", 60),
    _text("edition", "版本", 60),
    _number("full_score", "总分"),
    _yes("has_reconstructed_scores", "分值为重构", empty=False),
    _text("url", "出处", 300),
    _text("note", "说明", 32_000),
)
FACT, VALUE = "项目", "内容"
ADVICE = (
    ("填写办法", "每行一项，首行表头不动；不要合并单元格，不要另加一行表头。"),
    ("多项填写", "一格内有多项的用顿号隔开；内容本身带顿号的，用「」括起来。"),
    (
        "改编号",
        "直接改“编号”即可；标“勿改”的列记着导出时的编号，导入时据此认出改过编号的行。",
    ),
    (
        "新增和删除",
        "新增的行“原编号”留空；删除整行即删去该项；复制一行再改编号，两行都承接原项。",
    ),
)
