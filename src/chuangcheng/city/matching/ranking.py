"""Rank the city's units for a name as it was said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuangcheng.city.matching.comparison import Verdict, alike, of_same_place
from chuangcheng.city.matching.groups import Listed, group_of
from chuangcheng.city.matching.names import ParsedName, parse
from chuangcheng.city.matching.places import Place, infer_places
from chuangcheng.city.matching.suggestions import KnownUnit, Match, Reason, Suggestion
from chuangcheng.city.matching.vocabulary import (
    FILLERS,
    OLD_NAMES,
    is_mark,
    mark_of,
    opened,
)

_LEAST = 0.3
_MOST_SUGGESTED = 6
# Comparing is the slow part: only the names that share most with what was said are compared.
_MOST_COMPARED = 40
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Face:
    """One of the names a unit goes by."""

    unit: KnownUnit
    name: ParsedName
    worth: float
    reason: Reason


class Matcher:
    """The city's units made ready for many questions."""

    def __init__(
        self,
        units: Iterable[KnownUnit],
        *,
        places: Sequence[Place] = (),
        home: str = "",
    ) -> None:
        """Prepare the list; `home` is the district that a bare 区 means."""
        self._units = tuple(units)
        found = places or infer_places(unit.name for unit in self._units)
        self._places = tuple(sorted(found, key=lambda place: -len(place.name)))
        self._home = home
        self._faces: list[_Face] = []
        self._by_text: dict[str, list[_Face]] = defaultdict(list)
        self._by_letter: dict[str, list[int]] = defaultdict(list)
        self._listed: list[Listed] = []
        for unit in self._units:
            self._take_in(unit)
        self._answers: dict[str, Match] = {}

    def _take_in(self, unit: KnownUnit) -> None:
        own = parse(unit.name, self._places)
        self._listed.append((unit, own))
        self._add(_Face(unit, own, 1.0, Reason.EXACT))
        if unit.short_name:
            short = parse(unit.short_name, self._places)
            self._add(_Face(unit, _placed(short, own), 0.99, Reason.EXACT))
        for alias in unit.aliases:
            other = parse(alias, self._places)
            self._add(_Face(unit, _placed(other, own), 0.98, Reason.ALIAS))

    def _add(self, face: _Face) -> None:
        number = len(self._faces)
        self._faces.append(face)
        self._by_text[face.name.text].append(face)
        for letter in _letters(face.name):
            self._by_letter[letter].append(number)

    def match(self, name: str) -> Match:
        """Say which units a name may mean, best first; the same question is answered at once."""
        known = self._answers.get(name)
        if known is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            known = self._answers[name] = self._find(name)
        return known

    def _find(self, name: str) -> Match:
        said = parse(name, self._places)
        group = group_of(name, self._listed, home=self._home)
        if group:
            return Match(asked=name, group=group)
        best: dict[int, tuple[float, Reason, KnownUnit]] = {}
        for face in self._candidates(said):
            score, reason = self._verdict(said, face)
            if score >= _LEAST and score > best.get(face.unit.id, (0.0,))[0]:
                best[face.unit.id] = score, reason, face.unit
        ranked = sorted(best.values(), key=lambda row: (-row[0], row[2].name))
        return Match(
            asked=name,
            suggestions=tuple(
                Suggestion(
                    unit_id=unit.id, name=unit.name, score=round(score, 3), reason=reason
                )
                for score, reason, unit in ranked[:_MOST_SUGGESTED]
            ),
        )

    def _candidates(self, said: ParsedName) -> Iterable[_Face]:
        shared: dict[int, int] = defaultdict(int)
        for letter in _letters(said) | _successors(said):
            share = 3 if is_mark(letter) else 1
            for number in self._by_letter.get(letter, ()):
                shared[number] += share
        closest = sorted(shared, key=lambda number: -shared[number])[:_MOST_COMPARED]
        exact = self._by_text.get(said.text, [])
        return [*exact, *(self._faces[number] for number in closest)]

    def _verdict(self, said: ParsedName, face: _Face) -> Verdict:
        worth = of_same_place(said, face.name, home=self._home)
        if said.text == face.name.text:
            # Three districts may each have a 区教育局: what was said word for word is still
            # first the home district's.
            return face.worth * max(worth, 0.75), face.reason
        score, reason = alike(said, face.name)
        if face.reason is Reason.ALIAS and score >= 0.9:
            reason = Reason.ALIAS
        return score * worth, reason


def _placed(name: ParsedName, own: ParsedName) -> ParsedName:
    """Give a short name the place of the unit it belongs to."""
    return ParsedName(name.text, name.tier or own.tier, own.place or name.place, name.core)


def _letters(name: ParsedName) -> set[str]:
    marks = opened(name.marks)
    letters = {letter for letter in marks + name.stem if letter not in FILLERS}
    return letters or set(name.core)


def _successors(said: ParsedName) -> set[str]:
    succession = OLD_NAMES.get(said.stem)
    if succession is None:
        return set()
    return set(opened("".join(map(mark_of, succession.fields))))
