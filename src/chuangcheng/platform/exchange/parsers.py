"""What a person typed into a cell, turned into a value or turned down in words."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from chuangcheng.platform.exchange.sheet import Cell
from chuangcheng.platform.refusal import Refused

T = TypeVar("T")
Parser = Callable[[Cell], T]

EXAMPLE = "请改为“2026-09-30”的格式"
WRITTEN_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:之前|以前|前)?"
)
PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH_END = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*底\s*(?:之前|以前|前)?")
YEAR_END = re.compile(r"(\d{4})\s*年\s*(?:年?底|年末)\s*(?:之前|以前|前)?")
# Excel counts days from here; the day before makes up for its leap year 1900.
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # From 1954 to 2119: other numbers are not meant as days.
PACKED = range(1900_00_00, 2200_00_00)
SAFE_DIGITS = 10**15  # Excel keeps fifteen digits and silently zeroes the rest.
GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
WHOLE = Decimal(100)


class CellRefused(Refused):
    """A cell cannot be understood; the message fits after the name of the cell."""


def text(*, max_length: int | None = None) -> Parser[str]:
    """Read text; numbers and dates typed into a text column become what one sees."""

    def parse(cell: Cell) -> str:
        written = _as_text(cell).strip()
        if max_length is not None and len(written) > max_length:
            raise CellRefused(
                f"共 {len(written)} 字，超过 {max_length} 字的上限，请精简后重新导入"
            )
        return written

    return parse


def day() -> Parser[date]:
    """Read a day as offices write it, an Excel date, or the serial number of one."""

    def parse(cell: Cell) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _day_of_number(cell)
        return _day_of_text(_normalised(cell))

    return parse


def integer(*, minimum: int | None = None, maximum: int | None = None) -> Parser[int]:
    """Read a whole number."""
    number = decimal(minimum=minimum, maximum=maximum)

    def parse(cell: Cell) -> int:
        value = number(cell)
        if value != value.to_integral_value():
            raise CellRefused(f"“{_as_text(cell)}”不是整数，请改填整数")
        return int(value)

    return parse


def decimal(
    *,
    places: int | None = None,
    minimum: Decimal | int | None = None,
    maximum: Decimal | int | None = None,
) -> Parser[Decimal]:
    """Read a number without losing digits; full-width digits and 1,000 are understood."""

    def parse(cell: Cell) -> Decimal:
        value = _number(cell)
        if places is not None and value != round(value, places):
            raise CellRefused(f"“{_as_text(cell)}”的小数超过 {places} 位，请四舍五入后填写")
        _check_range(value, _as_text(cell), minimum, maximum)
        return value

    return parse


def percentage(
    *, minimum: Decimal | int | None = 0, maximum: Decimal | int | None = 1
) -> Parser[Decimal]:
    """Read a share as a number from 0 to 1.

    ``95%`` and a cell formatted as percentage both give 0.95; a bare number above 1 is
    taken for percent, as clerks leave the sign out.
    """

    def parse(cell: Cell) -> Decimal:
        written = _normalised(cell)
        if written.endswith("%"):
            value = _number(written.removesuffix("%").strip()) / WHOLE
        else:
            value = _number(cell)
            value = value / WHOLE if value > 1 else value
        _check_range(value, written, minimum, maximum)
        return value

    return parse


def choice(options: Mapping[str, T]) -> Parser[T]:
    """Read one of the named options."""
    known = {_squeezed(label): value for label, value in options.items()}

    def parse(cell: Cell) -> T:
        key = _squeezed(_normalised(cell))
        if key not in known:
            raise CellRefused(f"“{_as_text(cell)}”不在可选范围，请填：{'、'.join(options)}")
        return known[key]

    return parse


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _float_as_text(cell)
    if isinstance(cell, datetime):
        at_midnight = cell.time() == time()
        return f"{cell:%Y-%m-%d}" if at_midnight else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _float_as_text(number: float) -> str:
    if not number.is_integer():
        return repr(number)
    if abs(number) >= SAFE_DIGITS:
        raise CellRefused("数字过长，Excel 已丢失末几位，请将该列设为文本后重新填写")
    return str(int(number))


def _normalised(cell: Cell) -> str:
    """Write a cell with half-width digits and signs."""
    return unicodedata.normalize("NFKC", _as_text(cell)).strip()


def _squeezed(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split()).casefold()


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, bool | date | time | timedelta):
        raise _not_a_number(cell)
    written = GROUPING.sub("", _normalised(cell))
    try:
        value = Decimal(written)
    except InvalidOperation as damage:
        raise _not_a_number(cell) from damage
    if not value.is_finite() or abs(value) >= SAFE_DIGITS:
        raise _not_a_number(cell)
    return value


def _not_a_number(cell: Cell) -> CellRefused:
    return CellRefused(f"“{_as_text(cell)}”不是数字，请只填数字，单位写在表头")


def _check_range(
    value: Decimal,
    written: str,
    minimum: Decimal | int | None,
    maximum: Decimal | int | None,
) -> None:
    if minimum is not None and value < minimum:
        raise CellRefused(f"“{written}”小于允许的最小值 {minimum}，请核对后填写")
    if maximum is not None and value > maximum:
        raise CellRefused(f"“{written}”大于允许的最大值 {maximum}，请核对后填写")


def _day_of_number(number: float) -> date:
    if number in PACKED:
        return _day_of_text(str(int(number)))
    if int(number) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(number))
    raise CellRefused(f"“{_as_text(number)}”不是日期，{EXAMPLE}")


def _day_of_text(written: str) -> date:
    found = WRITTEN_DAY.fullmatch(written) or PACKED_DAY.fullmatch(written)
    if found is not None:
        return _real_day(int(found[1]), int(found[2]), int(found[3]), written)
    found = YEAR_END.fullmatch(written)
    if found is not None:
        return _real_day(int(found[1]), 12, 31, written)
    found = MONTH_END.fullmatch(written)
    if found is not None:
        year, month = int(found[1]), int(found[2])
        last = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
        return _real_day(year, month, last, written)
    raise CellRefused(f"“{written}”不是完整的日期，{EXAMPLE}")


def _real_day(year: int, month: int, number: int, written: str) -> date:
    try:
        return date(year, month, number)
    except ValueError as impossible:
        raise CellRefused(f"“{written}”这一天不存在，请核对，{EXAMPLE}") from impossible
