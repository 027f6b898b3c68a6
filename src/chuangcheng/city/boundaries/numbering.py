"""Codes for unit grids that come without: the community's twelve digits and a number in it.

GB/T 30428.1 has three digits for the number, CJ/T 213-2005 had two; which of them a city uses is its own
setting. (The lengths were taken from secondary sources and are to be checked against the standard.)
"""

from collections.abc import Collection, Mapping, Sequence

from shapely.geometry.base import BaseGeometry

# Rows as high as this, in degrees, are read from west to east: about 150 metres.
_ROW = 0.0015


def sequence(shapes: Mapping[int, BaseGeometry]) -> list[int]:
    """Put areas in the order of reading, from the north-west to the south-east."""
    middles = {key: shape.representative_point() for key, shape in shapes.items()}
    if not middles:
        return []
    top = max(point.y for point in middles.values())
    return sorted(
        middles,
        key=lambda key: (int((top - middles[key].y) / _ROW), middles[key].x, key),
    )


def numbered(
    community: str, order: Sequence[int], *, taken: Collection[str], digits: int
) -> dict[int, str]:
    """Give each area the next code in its community that is not taken; none if they run out."""
    codes: dict[int, str] = {}
    number = 0
    for key in order:
        number += 1
        while f"{community}{number:0{digits}d}" in taken:
            number += 1
        if number >= 10**digits:
            break
        codes[key] = f"{community}{number:0{digits}d}"
    return codes
