"""Transverse Mercator: from the metres of Gauss-Krüger and UTM maps to degrees and back.

The series of Krüger (1912) to the fourth order in the third flattening, as given by Karney, "Transverse Mercator
with an accuracy of a few nanometers" (2011), equations 7 to 12 and 19 to 21. Within the six degrees of
a zone it is exact to far below a millimetre.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """The body that a map is drawn on: half its longer axis in metres, and its flattening."""

    axis: float
    flattening: float


WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)
CGCS2000 = Ellipsoid(6_378_137.0, 1 / 298.257222101)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransverseMercator:
    """One map: its middle meridian, what is added to its metres, and its scale."""

    meridian: float
    false_easting: float = 500_000.0
    false_northing: float = 0.0
    scale: float = 1.0
    origin_latitude: float = 0.0
    ellipsoid: Ellipsoid = CGCS2000

    def to_degrees(
        self, eastings: ArrayLike, northings: ArrayLike
    ) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of positions on the map."""
        unit = self.scale * self._radius
        north = (_floats(northings) - self.false_northing) / unit + self._origin
        east = (_floats(eastings) - self.false_easting) / unit
        xi, eta = north.copy(), east.copy()
        for order, factor in enumerate(_backward(self._third), start=1):
            xi -= factor * np.sin(2 * order * north) * np.cosh(2 * order * east)
            eta -= factor * np.cos(2 * order * north) * np.sinh(2 * order * east)
        tangent = np.sin(xi) / np.hypot(np.sinh(eta), np.cos(xi))
        latitudes: Floats = np.degrees(np.arctan(self._geodetic(tangent)))
        longitudes: Floats = self.meridian + np.degrees(
            np.arctan2(np.sinh(eta), np.cos(xi))
        )
        return longitudes, latitudes

    def to_metres(self, lons: ArrayLike, lats: ArrayLike) -> tuple[Floats, Floats]:
        """Return eastings and northings of positions in degrees."""
        east, north = self._unrolled(np.radians(_floats(lons) - self.meridian), lats)
        unit = self.scale * self._radius
        eastings: Floats = self.false_easting + unit * east
        northings: Floats = self.false_northing + unit * (north - self._origin)
        return eastings, northings

    def _unrolled(self, lambdas: Floats, lats: ArrayLike) -> tuple[Floats, Floats]:
        tangent = self._conformal(np.tan(np.radians(_floats(lats))))
        xi = np.arctan2(tangent, np.cos(lambdas))
        eta = np.arcsinh(np.sin(lambdas) / np.hypot(tangent, np.cos(lambdas)))
        north, east = xi.copy(), eta.copy()
        for order, factor in enumerate(_forward(self._third), start=1):
            north += factor * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
            east += factor * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
        return east, north

    @property
    def _third(self) -> float:
        """The third flattening."""
        return self.ellipsoid.flattening / (2 - self.ellipsoid.flattening)

    @property
    def _square(self) -> float:
        """The square of the eccentricity."""
        return self.ellipsoid.flattening * (2 - self.ellipsoid.flattening)

    @property
    def _radius(self) -> float:
        """The radius of the sphere on which a meridian has the same length."""
        n = self._third
        return self.ellipsoid.axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)

    @property
    def _origin(self) -> float:
        """Where the latitude of origin lies on the unrolled meridian."""
        if self.origin_latitude == 0:
            return 0.0
        _, north = self._unrolled(np.zeros(1), [self.origin_latitude])
        return float(north[0])

    def _conformal(self, tangent: Floats) -> Floats:
        """Turn the tangent of a latitude into that of the conformal latitude."""
        root = np.sqrt(self._square)
        sigma = np.sinh(root * np.arctanh(root * tangent / np.hypot(1, tangent)))
        conformal: Floats = tangent * np.hypot(1, sigma) - sigma * np.hypot(1, tangent)
        return conformal

    def _geodetic(self, conformal: Floats) -> Floats:
        """Turn it back by Newton's method, which doubles the digits each time."""
        rest = 1 - self._square
        tangent = conformal / rest
        for _ in range(4):
            reached = self._conformal(tangent)
            slope = (1 + rest * tangent**2) / (rest * np.hypot(1, tangent))
            tangent = tangent + (conformal - reached) / np.hypot(1, reached) * slope
        return tangent


def _forward(n: float) -> tuple[float, ...]:
    return (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )


def _backward(n: float) -> tuple[float, ...]:
    return (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
