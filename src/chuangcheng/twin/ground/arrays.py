"""Names for the arrays that the ground is made of."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def turned(points: Floats, angle: float) -> Floats:
    """Turn points around the origin, counter-clockwise."""
    cos, sin = np.cos(angle), np.sin(angle)
    turned_points: Floats = points @ np.array([[cos, sin], [-sin, cos]])
    return turned_points
