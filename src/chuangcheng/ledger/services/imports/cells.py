"""What clerks write into the cells of a ledger, turned into values or turned down in words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from chuangcheng.ledger import rhythm
from chuangcheng.ledger.extraction import dates, quantities
from chuangcheng.ledger.models import Comparator, UnitRole
from chuangcheng.ledger.occurrences import BadRule
from chuangcheng.ledger.services.creation import Figure
from chuangcheng.ledger.states import State
from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import Cell, CellRefused

_DAY_EXAMPLE = "请写成“2026-09-30”“9月底前”“年底前”或“长期”"
_FULL_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{5,}")
# Work without an end: it has no deadline, and saying so is not leaving the cell empty.
_ENDLESS = re.compile(
    r"(?:长期|持续|常态化?|经常性?|贯穿全程|不限期?)(?:坚持|推进|开展|实施|落实|有效|任务|工作)*"
)
_WHOLE_YEAR = re.compile(
    r"(?:本|当)?(?:年内|全年|年度|年度内|年底|年末|当年)(?:之?前|以前)?(?:完成)?"
)
_COMPARATORS: Mapping[str, Comparator] = {
    "≥": Comparator.AT_LEAST,
    ">=": Comparator.AT_LEAST,
    "＞": Comparator.AT_LEAST,
    ">": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    "<": Comparator.AT_MOST,
    "=": Comparator.EXACTLY,
    "不少于": Comparator.AT_LEAST,
    "不低于": Comparator.AT_LEAST,
    "至少": Comparator.AT_LEAST,
    "达到": Comparator.AT_LEAST,
    "不超过": Comparator.AT_MOST,
    "不高于": Comparator.AT_MOST,
    "不多于": Comparator.AT_MOST,
}
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_COMPARED = re.compile(
    rf"(?P<object>.*?)(?P<sign>{'|'.join(map(re.escape, sorted(_COMPARATORS, key=len, reverse=True)))})"
    rf"\s*(?P<value>{_NUMBER})\s*(?P<scale>[万亿]?)(?P<unit>\D{{0,20}})"
)
_PLAIN = re.compile(
    rf"(?P<object>\D*?)(?P<sign>)(?P<value>{_NUMBER})\s*(?P<scale>[万亿]?)(?P<unit>\D{{0,8}})"
)
_BOUND = re.compile(r"(?P<unit>.*?)\(?含?\)?(?P<tail>以上|及以上|以下|及以下|以内)$")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_PARTS = re.compile(r"[;；\n]+")
_LISTED = re.compile(r"[、,，;；/\n\s]+")
_MARKED = re.compile(r"[（(](牵头|主责|责任|配合|协办)(?:单位|部门)?[)）]")
_MARKED_ROLES = {
    "牵头": UnitRole.LEAD,
    "主责": UnitRole.MAIN,
    "责任": UnitRole.MAIN,
    "配合": UnitRole.SUPPORT,
    "协办": UnitRole.SUPPORT,
}
_LONGEST_OBJECT = 100
_STATES: Mapping[State, tuple[str, ...]] = {
    State.PLANNED: ("未交办", "待交办", "未下达"),
    State.DISPATCHED: ("待签收", "已交办", "未签收", "未启动", "未开始", "尚未启动"),
    State.IN_PROGRESS: (
        "办理中", "进行中", "推进中", "正在推进", "在办", "已启动", "实施中", "未完成",
        "长期坚持", "持续推进", "已签收", "正常推进", "滞后", "已逾期", "逾期",
    ),
    State.AWAITING_SIGN_OFF: ("待牵头审签", "待审签"),
    State.AWAITING_ACCEPTANCE: ("待验收", "已报结", "待核查"),
    State.DONE: ("已完成", "完成", "已办结", "办结", "已销号", "销号", "逾期完成"),
    State.CANCELLED: ("已撤销", "撤销", "已取消", "取消", "已终止"),
}  # fmt: skip
_state = exchange.choice(
    {word: state for state, words in _STATES.items() for word in words}
)
STATE_WORDS = "、".join(words[0] for words in _STATES.values())


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is due: by a day, again and again, or without end."""

    on: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A unit as the sheet calls it; `role` where a remark behind the name gives one."""

    name: str
    role: UnitRole | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What a task must reach: figures, or words that hold no figure."""

    figures: tuple[Figure, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """The year that a day without one belongs to: the plan's, where it has but one."""

    first: int
    last: int

    @property
    def only(self) -> int | None:
        return self.first if self.first == self.last else None


@lru_cache(maxsize=4096)
def due(text: str, years: Years) -> Due:
    """Read a deadline as people write it.

    Raises:
        CellRefused: it names no day, or a day that does not exist.
    """
    said = _plain(text)
    if _ENDLESS.fullmatch(said):
        return Due()
    try:
        return Due(exchange.day()(said))
    except CellRefused as refusal:
        if _FULL_DAY.search(said):
            raise CellRefused(str(refusal)) from None
    found = _in_plan(said, years)
    if found:
        return Due(found)
    try:
        return Due(rule=rhythm.read(said.rstrip("前")))
    except BadRule:
        raise _not_a_day(said, years) from None


def _in_plan(said: str, years: Years) -> date | None:
    year = years.only
    if year is not None and _WHOLE_YEAR.fullmatch(said):
        return date(year, 12, 31)
    named = dates.deadlines(said, dates.Calendar(year))
    if not named or any(each.on is None for each in named):
        return None
    return max(each.on for each in named if each.on)


def _not_a_day(said: str, years: Years) -> CellRefused:
    if years.only is None and _in_plan(said, Years(years.last, years.last)):
        return CellRefused(f"“{said}”没有写年份，而方案跨了几个年度，请写明年份")
    return CellRefused(f"“{said}”不是能确定的日期，请核对，{_DAY_EXAMPLE}")


def due_cell(cell: Cell, years: Years) -> Due:
    """Read a deadline from a cell that may hold a real date.

    Raises:
        CellRefused: it names no day, or a day that does not exist.
    """
    if isinstance(cell, str):
        return due(cell, years)
    return Due(exchange.day()(cell))


@lru_cache(maxsize=1024)
def _rule(said: str) -> str:
    return rhythm.read(said)


def rule(cell: Cell) -> str:
    """Read how often a duty comes back.

    Raises:
        CellRefused: it cannot be understood.
    """
    said = _plain(str(cell))
    if said in {"无", "一次性", "单次", "-", "—", "/"}:
        return ""
    try:
        return _rule(said)
    except BadRule as bad:
        raise CellRefused(str(bad).rstrip("。")) from None


def units(cell: Cell) -> tuple[Said, ...]:
    """List the units named in a cell, each once."""
    written = exchange.text()(cell)
    found: dict[str, Said] = {}
    for piece in _LISTED.split(written):
        mark = _MARKED.search(piece)
        name = _MARKED.sub("", piece).strip(" 。.等") if mark else piece.strip(" 。.")
        if name and name not in {"无", "-", "—"}:
            found.setdefault(name, Said(name, _MARKED_ROLES[mark[1]] if mark else None))
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _goal(written: str) -> Goal:
    figures: list[Figure] = []
    words: list[str] = []
    for piece in filter(None, map(str.strip, _PARTS.split(written))):
        if not any(character.isdigit() for character in piece):
            words.append(piece)
            continue
        found = _figures(piece)
        if not found:
            raise CellRefused(
                f"“{piece[:30]}”里的数字不能确定含义，请写成“绿地面积≥20公顷；覆盖率≥85%”的格式"
            )
        figures += found
    return Goal(tuple(figures), "；".join(words))


def goal(cell: Cell) -> Goal:
    """Read what a task must reach: 绿地面积≥20公顷；覆盖率≥85%.

    Raises:
        CellRefused: a number stands there whose meaning is not clear.
    """
    return _goal(unicodedata.normalize("NFKC", exchange.text()(cell)))


def _figures(piece: str) -> list[Figure]:
    match = _COMPARED.fullmatch(piece)
    if match:
        return [_figure(match)]
    found = [figure.target for figure in quantities.figures(piece)]
    if found:
        return [
            Figure(
                object=each.object,
                comparator=Comparator(each.comparator),
                value=each.value,
                unit=each.unit,
            )
            for each in found
        ]
    match = _PLAIN.fullmatch(piece)
    # 第3名 and 前三 are ranks, not amounts.
    is_amount = match is not None and not match["object"].endswith(("第", "前"))
    return [_figure(match)] if match and is_amount else []


def _figure(match: re.Match[str]) -> Figure:
    comparator = _COMPARATORS.get(match["sign"], Comparator.EXACTLY)
    unit = match["unit"].strip()
    bound = _BOUND.fullmatch(unit)
    if bound:
        unit = bound["unit"]
        is_floor = bound["tail"].endswith("上")
        comparator = Comparator.AT_LEAST if is_floor else Comparator.AT_MOST
    value = Decimal(match["value"].replace(",", "")) * _SCALES[match["scale"]]
    return Figure(
        object=match["object"].strip(" :：")[:_LONGEST_OBJECT],
        comparator=comparator,
        value=value,
        unit=unit,
    )


def reached(cell: Cell) -> tuple[Decimal, ...]:
    """Read what has been reached, one number a target, in their order.

    Raises:
        CellRefused: one is not a number, or is negative.
    """
    number = exchange.decimal(minimum=0, places=4)
    if not isinstance(cell, str):
        return (number(cell),)
    pieces = [piece.strip() for piece in _PARTS.split(cell) if piece.strip()]
    return tuple(number(_bare(piece)) for piece in pieces)


def _bare(piece: str) -> str:
    """Take the measure word off a number; what is not a number stays to be turned down."""
    match = re.fullmatch(rf"({_NUMBER})\s*(?:%|[^\d\s.,]{{1,6}})?", _plain(piece))
    return match[1] if match else piece


def state(cell: Cell) -> State:
    """Read how a task stands.

    Raises:
        CellRefused: the word is not one of those in use.
    """
    try:
        return _state(cell)
    except CellRefused:
        raise CellRefused(f"“{cell}”不是台账中的状态，请填：{STATE_WORDS}") from None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
