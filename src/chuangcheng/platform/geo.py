"""Where things are on the earth: the datums of Chinese maps, distances, small areas.

Inside the product every position is WGS-84, longitude before latitude, in degrees. CGCS2000 differs from it
by centimetres and is taken for the same. GCJ-02, the shifted datum of Chinese web maps, is
converted where data comes in or goes out, and nowhere else.

The GCJ-02 shift has never been published; the series and constants used here are those found in every
open implementation, over the Krasovsky 1940 ellipsoid. It is reversed by fixed-point steps.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
# Around China; outside it web maps show WGS-84 unshifted.
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)


class Datum(StrEnum):
    """What the numbers of a position mean."""

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ02"


def in_china(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Tell which positions lie in the rectangle within which GCJ-02 is shifted."""
    east, north = _floats(lon), _floats(lat)
    west_edge, south_edge, east_edge, north_edge = _CHINA
    inside: NDArray[np.bool_] = (
        (east >= west_edge)
        & (east <= east_edge)
        & (north >= south_edge)
        & (north <= north_edge)
    )
    return inside


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Shift WGS-84 positions as Chinese web maps do; shapes are kept."""
    east, north = _floats(lon), _floats(lat)
    shift_east, shift_north = _shift(east, north)
    return east + shift_east, north + shift_north


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Take the shift of Chinese web maps back, to within a millimetre."""
    shifted_east, shifted_north = _floats(lon), _floats(lat)
    east, north = shifted_east.copy(), shifted_north.copy()
    for _ in range(6):
        shift_east, shift_north = _shift(east, north)
        east, north = shifted_east - shift_east, shifted_north - shift_north
    return east, north


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Bring positions of a declared datum to the product's own."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lon, lat)
    return _floats(lon), _floats(lat)


def metres_between(
    lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike
) -> Floats:
    """Return great-circle distances in metres (haversine); arguments broadcast."""
    east, north = np.radians(_floats(lon)), np.radians(_floats(lat))
    other_east, other_north = np.radians(_floats(other_lon)), np.radians(_floats(other_lat))
    half = (
        np.sin((other_north - north) / 2) ** 2
        + np.cos(north) * np.cos(other_north) * np.sin((other_east - east) / 2) ** 2
    )
    distance: Floats = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return distance


def to_metres(
    lon: ArrayLike, lat: ArrayLike, *, origin: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Lay positions of one city flat: metres east and north of `origin`.

    Equirectangular; over 100 km the error stays under one part in a thousand.
    """
    east, north = _floats(lon), _floats(lat)
    scale = np.cos(np.radians(origin[1]))
    x: Floats = np.radians(east - origin[0]) * EARTH_RADIUS * scale
    y: Floats = np.radians(north - origin[1]) * EARTH_RADIUS
    return x, y


def from_metres(
    x: ArrayLike, y: ArrayLike, *, origin: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Bring metres east and north of `origin` back to longitudes and latitudes."""
    scale = np.cos(np.radians(origin[1]))
    east: Floats = origin[0] + np.degrees(_floats(x) / (EARTH_RADIUS * scale))
    north: Floats = origin[1] + np.degrees(_floats(y) / EARTH_RADIUS)
    return east, north


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _shift(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    x, y = east - 105.0, north - 35.0
    wave = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    d_north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    d_north += wave + (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi / 3 * y)) * 2 / 3
    d_north += (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y)) * 2 / 3
    d_east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    d_east += wave + (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi / 3 * x)) * 2 / 3
    d_east += (150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x)) * 2 / 3
    latitude = np.radians(north)
    curve = 1 - _ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    root = np.sqrt(curve)
    meridian = _AXIS * (1 - _ECCENTRICITY_SQUARED) / (curve * root)
    shift_north = np.degrees(d_north / meridian)
    shift_east = np.degrees(d_east / (_AXIS / root * np.cos(latitude)))
    inside = in_china(east, north)
    return np.where(inside, shift_east, 0.0), np.where(inside, shift_north, 0.0)
