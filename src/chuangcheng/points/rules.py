"""What can be told of points without a database."""

import re

CODE = re.compile("[0-9A-Za-z-]{1,30}")

# Mainland China, generously: within it longitude and latitude cannot be mistaken for each other.
_LONGITUDES = (73.0, 136.0)
_LATITUDES = (3.0, 54.0)


def looks_swapped(lon: float, lat: float) -> bool:
    """Tell whether a position makes sense in China only the other way round."""
    return not _in_china(lon, lat) and _in_china(lat, lon)


def _in_china(lon: float, lat: float) -> bool:
    return _LONGITUDES[0] <= lon <= _LONGITUDES[1] and _LATITUDES[0] <= lat <= _LATITUDES[1]


def rounded(degrees: float) -> float:
    """Round degrees to what is kept: seven places, about a centimetre."""
    return round(degrees, 7)
