"""How Word writes the number of a list item, format by format."""

from collections.abc import Callable, Mapping

DIGITS = "〇一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "十", "百", "千")
FORMAL_PLACES = ("", "拾", "佰", "仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
ALPHABET = 26
MOST_PLACES = 10_000


def chinese(number: int) -> str:
    """Write a number the counting way: 十, 十一, 二十, 一百零五."""
    written = _placed(number, DIGITS, PLACES)
    return written[1:] if written.startswith("一十") else written


def formal(number: int) -> str:
    """Write a number the way of cheques: 壹拾, 贰拾壹."""
    return _placed(number, FORMAL_DIGITS, FORMAL_PLACES)


def written(number: int, number_format: str) -> str:
    """Write a number in one of Word's formats; unknown ones fall back to digits."""
    return FORMATS.get(number_format, str)(number)


def _placed(number: int, digits: str, places: tuple[str, ...]) -> str:
    if not 0 < number < MOST_PLACES:
        return str(number)
    result = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            result = digits[int(digit)] + places[place] + result
        elif result and not result.startswith("零"):
            result = "零" + result
    return result


def _digit_by_digit(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < MOST_PLACES:
        return str(number)
    result = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        result += letters * times
    return result


def _letters(number: int) -> str:
    """Write a, b … z, aa, bb, as Word does."""
    if not 0 < number < MOST_PLACES:
        return str(number)
    times, letter = divmod(number - 1, ALPHABET)
    return chr(ord("a") + letter) * (times + 1)


def _enclosed(first: int, last: int, start: int) -> Callable[[int], str]:
    """Build a writer for a run of ready-made characters, such as ① to ⑳."""

    def write(number: int) -> str:
        return chr(start + number - first) if first <= number <= last else str(number)

    return write


def _cycled(characters: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        within = 0 < number <= len(characters)
        return characters[number - 1] if within else str(number)

    return write


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


CIRCLED = _enclosed(1, 20, ord("①"))
FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": formal,
    "ideographLegalTraditional": formal,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographTraditional": _cycled(STEMS),
    "ideographZodiac": _cycled(BRANCHES),
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
    "decimalEnclosedFullstop": _enclosed(1, 20, ord("⒈")),
    "decimalEnclosedParen": _enclosed(1, 20, ord("⑴")),
    "ideographEnclosedCircle": _enclosed(1, 10, ord("㊀")),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
