"""Names of places reduced to what tells them apart, and how alike two of them are."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Scores = NDArray[np.float64]

# Places that are numbered or faced differently are neighbours, however alike their names are.
APART_AT_MOST = 50.0
# A name inside a longer one is nearly, but not quite, the same.
_PART_COUNTS = 0.9
_SHORTEST_PART = 3

_MARKS = re.compile(r"[\W_]+")
_BRANCH = re.compile(r"(?:分店|门店|支店)")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERAL = "[零〇一二两三四五六七八九十百]+"
# Numerals count as numbers where they count something: 第三, 三号, 二期, 一中.
_COUNTED = re.compile(rf"第({_NUMERAL}|\d+)|({_NUMERAL})(?=[号店期中小幼院区支所站校])")
_NUMBER = re.compile(r"\d+")
_SIDE = re.compile("[东西南北]")


def plain_names(names: Iterable[str], *, prefixes: Sequence[str] = ()) -> list[str]:
    """Reduce names: one width and case, no marks, no city or district in front, 第三 as 3."""
    longest_first = sorted((each for each in prefixes if each), key=len, reverse=True)
    return [_plain(name, longest_first) for name in names]


def likenesses(first: Sequence[str], second: Sequence[str]) -> Scores:
    """Score plain names pair by pair, from 0 for strangers to 100 for the same name."""
    if not first:
        return np.empty(0)
    whole: Scores = process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float64)
    part: Scores = process.cpdist(
        first, second, scorer=fuzz.partial_ratio, dtype=np.float64
    )
    shortest = np.array(
        [min(len(a), len(b)) for a, b in zip(first, second, strict=True)], dtype=np.int64
    )
    part = np.where(shortest >= _SHORTEST_PART, part * _PART_COUNTS, 0.0)
    scores = np.maximum(whole, part)
    apart = np.array(
        [_are_apart(a, b) for a, b in zip(first, second, strict=True)], dtype=np.bool_
    )
    return np.where(apart, np.minimum(scores, APART_AT_MOST), scores)


def _plain(name: str, prefixes: Sequence[str]) -> str:
    text = _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold())
    for prefix in prefixes:
        if text.startswith(prefix) and len(text) > len(prefix) + 1:
            text = text.removeprefix(prefix)
    text = _COUNTED.sub(lambda found: str(_value(found[1] or found[2])), text)
    return _BRANCH.sub("店", text)


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    total, pending = 0, 0
    for sign in numeral:
        if sign in "十百":
            total += (pending or 1) * (10 if sign == "十" else 100)
            pending = 0
        else:
            pending = _DIGITS[sign]
    return total + pending


def _are_apart(first: str, second: str) -> bool:
    if first == second:
        return False
    numbers = [int(each) for each in _NUMBER.findall(first)]
    others = [int(each) for each in _NUMBER.findall(second)]
    if numbers != others:
        return True
    side, other_side = set(_SIDE.findall(first)), set(_SIDE.findall(second))
    return bool(side and other_side and side != other_side)
