"""How alike two names are once place and tier are set aside, and why."""

from rapidfuzz import fuzz

from chuangcheng.city.matching.names import NO_FORM, Form, ParsedName
from chuangcheng.city.matching.places import Tier
from chuangcheng.city.matching.suggestions import Reason
from chuangcheng.city.matching.vocabulary import (
    FILLERS,
    OLD_NAMES,
    is_mark,
    mark_of,
    opened,
    unparticled,
    weight,
)

Verdict = tuple[float, Reason]

_NOTHING: Verdict = (0.0, Reason.LIKENESS)
SLIP, LONG = 0.75, 4


def alike(said: ParsedName, unit: ParsedName) -> Verdict:
    """Compare what two names say about field and form; 1 is the same."""
    if said.core == unit.core:
        return 0.97, Reason.ABBREVIATION
    gap = _form_gap(said.form, unit.form)
    if said.marks == unit.marks:
        return 0.95 - gap, Reason.ABBREVIATION
    return max(
        _renamed(said, unit, gap),
        _one_letter(said, unit, gap),
        _part(said, unit, gap),
        _shortened(said, unit, gap),
        _similar(said, unit),
        key=lambda verdict: verdict[0],
    )


def _form_gap(said: Form, unit: Form) -> float:
    """局 said for a 委 is a slip of the tongue; 局 said for a 中心 is another body."""
    if said.name == unit.name:
        return 0.0
    if NO_FORM in (said, unit):
        return 0.06
    return 0.07 if said.family == unit.family else 0.18


def _renamed(said: ParsedName, unit: ParsedName, gap: float) -> Verdict:
    """Find the successor of a body that a reform renamed: 环保局 is now 生态环境局."""
    succession = OLD_NAMES.get(said.stem)
    if succession is None:
        return _NOTHING
    for place, field in enumerate(succession.fields):
        mark = mark_of(field)
        if mark in unit.marks:
            share = weight(mark) / max(weight(unit.marks), 1.0)
            return 0.80 + 0.10 * share - 0.03 * place - gap / 2, Reason.OLD_NAME
    return _NOTHING


def _one_letter(said: ParsedName, unit: ParsedName, gap: float) -> Verdict:
    """Read 教委 as 教育委员会: committees are called by their first character."""
    is_office = unit.form.family == said.form.family
    if len(said.stem) != 1 or not is_office or not unit.stem.startswith(said.stem):
        return _NOTHING
    return (0.92 if gap == 0 else 0.89 - gap / 2), Reason.ABBREVIATION


def _part(said: ParsedName, unit: ParsedName, gap: float) -> Verdict:
    """Compare fields of work where one name says more than the other: 教育局, 教育体育局."""
    ours, theirs = opened(said.marks), opened(unit.marks)
    if not any(map(is_mark, ours)):
        return _NOTHING
    if _is_within(ours, theirs):
        share = weight(ours) / weight(theirs)
        same_end = ours[-1] == theirs[-1]
        start = 0.70 if ours[0] == theirs[0] or (same_end and not gap) else 0.64
        return start + 0.06 * same_end + 0.2 * share - gap, Reason.ABBREVIATION
    if any(map(is_mark, theirs)) and _is_within(theirs, ours):
        return 0.5 + 0.25 * weight(theirs) / weight(ours) - gap, Reason.LIKENESS
    return _NOTHING


def _is_within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short if character not in FILLERS)


def _shortened(said: ParsedName, unit: ParsedName, gap: float) -> Verdict:
    """Accept any abbreviation made in the official way: characters of the full name, in order."""
    short, full = said.stem, unit.stem
    if len(short) < 2 or _only_fields(said.marks):
        return _NOTHING
    share = len(short) / len(full)
    if short[0] == full[0] and (places := _places(short, full)):
        # Official words have two characters, so an abbreviation takes every other one.
        starts = sum(place % 2 == 0 for place in places) / len(places)
        return 0.68 + 0.12 * share + 0.1 * starts - gap, Reason.ABBREVIATION
    if len(short) > 2 and short in full:
        return 0.66 + 0.15 * share - gap, Reason.ABBREVIATION
    return _NOTHING


def _only_fields(marks: str) -> bool:
    return all(is_mark(character) or character in FILLERS for character in marks)


def _places(short: str, full: str) -> list[int]:
    """Find where the characters of the short name stand in the full one; empty if they do not."""
    places: list[int] = []
    at = -1
    for character in short:
        at = full.find(character, at + 1)
        if at < 0:
            return []
        places.append(at)
    return places


def _similar(said: ParsedName, unit: ParsedName) -> Verdict:
    short, full = unparticled(said.stem), unparticled(unit.stem)
    ratio = fuzz.ratio(short, full) / 100
    same_form = 0.05 if said.form == unit.form and ratio > 0 else 0.0
    if _only_fields(said.marks) and _only_fields(unit.marks):
        # Two different known fields are different bodies, however alike they are written.
        most = 0.3
    elif ratio >= SLIP and min(len(short), len(full)) >= LONG:
        # A slip of the pen in a long name: 住房城市建设 for 住房城乡建设.
        most = 0.85
    else:
        most = 0.6
    return most * ratio + same_form, Reason.LIKENESS


def of_same_place(said: ParsedName, unit: ParsedName, *, home: str) -> float:
    """Return what a likeness is worth given whose body was said: 区教育局 is not 市教育局."""
    if said.place and unit.place and said.place != unit.place:
        return 0.45
    if said.tier is None:
        return _worth_unsaid(unit, home)
    if unit.tier is None:
        return 0.97
    if said.tier is not unit.tier:
        return 0.5
    if not said.place and home and unit.place not in ("", home):
        return 0.75 if said.tier is Tier.DISTRICT else 1.0
    return 1.0


def _worth_unsaid(unit: ParsedName, home: str) -> float:
    """With no tier said, the home district's body comes first, then the city's, then others'."""
    if not home or unit.place in ("", home):
        return 1.0
    return 0.75 if unit.tier is Tier.DISTRICT else 0.92
