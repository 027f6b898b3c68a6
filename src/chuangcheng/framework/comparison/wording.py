"""How alike two sets of short Chinese texts are: shared pieces, the rarer the heavier."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Matrix = NDArray[np.float64]

# Signs, and the words that only join others.
_JOINTS = re.compile(r"[\W_]+|[与和及的等]")


def plain(text: str) -> str:
    """Reduce a text to what it says: one width, one case, no signs, no joints."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", text).casefold())


def pieces(text: str) -> frozenset[str]:
    """Cut a text into its characters and pairs of neighbouring characters."""
    said = plain(text)
    pairs = (said[at : at + 2] for at in range(len(said) - 1))
    return frozenset(said) | frozenset(pairs)


class Bag:
    """Sets of features of two editions over one vocabulary, weighed by how rare each is."""

    def __init__(
        self, older: Sequence[Collection[str]], newer: Sequence[Collection[str]]
    ) -> None:
        seen = Counter(feature for each in (*older, *newer) for feature in set(each))
        column = {feature: at for at, feature in enumerate(sorted(seen))}
        size = len(older) + len(newer)
        counts = np.array([seen[feature] for feature in sorted(seen)], dtype=np.float64)
        self.weights: Matrix = np.log(1 + size / np.maximum(counts, 1))
        self.older = _marked(older, column)
        self.newer = _marked(newer, column)
        self._shared: Matrix = (self.older * self.weights) @ self.newer.T

    @property
    def is_told_on_both_sides(self) -> bool:
        """Tell whether each edition says anything here; a new one may not have come to it yet."""
        return bool(self.older.any() and self.newer.any())

    def cosine(self) -> Matrix:
        """Return the cosine between each older and each newer set."""
        ours, theirs = self.older * self.weights, self.newer * self.weights
        return _ratio(ours @ theirs.T, np.outer(_length(ours), _length(theirs)))

    def overlap(self) -> Matrix:
        """Return the weight shared by each two sets over the weight of both; two empty sets are alike."""
        shared = self._shared
        total = self._total(self.older)[:, None] + self._total(self.newer)[None, :] - shared
        return np.where(total == 0, 1.0, _ratio(shared, total))

    def newer_within_older(self) -> Matrix:
        """Return which share of each newer set the older one holds."""
        return _ratio(self._shared, self._total(self.newer)[None, :])

    def older_within_newer(self) -> Matrix:
        """Return which share of each older set the newer one holds."""
        return _ratio(self._shared, self._total(self.older)[:, None])

    def cover_by_all(self, older: int, newer: Sequence[int]) -> float:
        """Return which share of an older set several newer ones hold together."""
        ours, theirs = self.older[older], self.newer[newer].max(axis=0)
        whole = float(ours @ self.weights)
        return float((ours * theirs) @ self.weights) / whole if whole else 0.0

    def overlap_with_all(self, older: int, newer: Sequence[int]) -> tuple[float, bool]:
        """Return the overlap of an older set with several newer ones, and whether all are empty."""
        ours, theirs = self.older[older], self.newer[newer].max(axis=0)
        either = float(np.maximum(ours, theirs) @ self.weights)
        if not either:
            return 1.0, True
        return float((ours * theirs) @ self.weights) / either, False

    def flipped(self) -> "Bag":
        """Return the same sets with the sides changed."""
        other = copy(self)
        other.older, other.newer = self.newer, self.older
        other._shared = self._shared.T
        return other

    def either_is_empty(self) -> NDArray[np.bool_]:
        """Tell for each two sets whether one of them says nothing."""
        ours, theirs = self._total(self.older) == 0, self._total(self.newer) == 0
        either: NDArray[np.bool_] = ours[:, None] | theirs[None, :]
        return either

    def is_silent(self, older: int, newer: int) -> bool:
        """Tell whether both sets are empty."""
        return not (self.older[older].any() or self.newer[newer].any())

    def both_are_empty(self) -> NDArray[np.bool_]:
        ours, theirs = self._total(self.older) == 0, self._total(self.newer) == 0
        both: NDArray[np.bool_] = ours[:, None] & theirs[None, :]
        return both

    def _total(self, side: Matrix) -> Matrix:
        found: Matrix = side @ self.weights
        return found


def edit_ratio(older: Sequence[str], newer: Sequence[str]) -> Matrix:
    """Return 0…1 by how few characters must be changed to turn one text into the other."""
    return _each_to_each(older, newer, fuzz.ratio)


def token_ratio(older: Sequence[str], newer: Sequence[str]) -> Matrix:
    """Return 0…1 like `edit_ratio`, blind to the order of parts joined by 与."""
    return _each_to_each(
        [_sorted_parts(each) for each in older],
        [_sorted_parts(each) for each in newer],
        fuzz.ratio,
    )


def _sorted_parts(text: str) -> str:
    return "".join(sorted(part for part in _JOINTS.split(text.casefold()) if part))


def _each_to_each(
    older: Sequence[str], newer: Sequence[str], scorer: Callable[..., float]
) -> Matrix:
    if not older or not newer:
        return np.zeros((len(older), len(newer)))
    found: Matrix = process.cdist(older, newer, scorer=scorer, dtype=np.float64) / 100
    return found


def _marked(sets: Iterable[Collection[str]], column: dict[str, int]) -> Matrix:
    rows = list(sets)
    marked = np.zeros((len(rows), len(column)))
    for at, features in enumerate(rows):
        marked[at, [column[feature] for feature in features]] = 1.0
    return marked


def _length(rows: Matrix) -> Matrix:
    found: Matrix = np.sqrt((rows * rows).sum(axis=1))
    return found


def _ratio(part: Matrix, whole: Matrix) -> Matrix:
    """Divide where there is something to divide by, and give 0 elsewhere."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
