"""Gauss-Krüger and UTM metres against known pairs, an independent integral, and back again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.platform.mercator import CGCS2000, WGS84, Ellipsoid, TransverseMercator

UTM_17 = TransverseMercator(meridian=-81, scale=0.9996, ellipsoid=WGS84)
UTM_38 = TransverseMercator(meridian=45, scale=0.9996, ellipsoid=WGS84)
GK_117 = TransverseMercator(meridian=117)


@pytest.mark.parametrize(
    ("projection", "lon", "lat", "easting", "northing", "metres"),
    [
        # Both are given in degrees and metres in many places; to the digits given there.
        pytest.param(UTM_17, -79.387139, 43.642567, 630_084, 4_833_438, 1.0, id="CN Tower"),
        pytest.param(
            UTM_38, 44.4, 33.3, 444_140.54, 3_684_706.36, 0.01, id="GeographicLib"
        ),
    ],
)
def test_known_pairs(
    projection: TransverseMercator,
    lon: float,
    lat: float,
    easting: float,
    northing: float,
    metres: float,
) -> None:
    east, north = projection.to_metres([lon], [lat])

    assert (east[0], north[0]) == (
        pytest.approx(easting, abs=metres),
        pytest.approx(northing, abs=metres),
    )


def _meridian_arc(latitude: float, body: Ellipsoid) -> float:
    """Add up the length of a meridian in small steps."""
    phi = np.linspace(0, np.radians(latitude), 200_001)
    square = body.flattening * (2 - body.flattening)
    curve = body.axis * (1 - square) / (1 - square * np.sin(phi) ** 2) ** 1.5
    return float(np.trapezoid(curve, phi))


@pytest.mark.parametrize("latitude", [18.0, 30.5, 39.9, 53.5])
def test_on_the_middle_meridian_a_northing_is_the_length_of_the_meridian(
    latitude: float,
) -> None:
    east, north = GK_117.to_metres([117.0], [latitude])

    assert east[0] == pytest.approx(500_000, abs=1e-6)
    assert north[0] == pytest.approx(_meridian_arc(latitude, CGCS2000), abs=1e-3)


@given(
    st.floats(-3.2, 3.2), st.floats(3, 54), st.sampled_from([0.0, 30.0]), st.floats(0.99, 1)
)
def test_there_and_back_again(
    off: float, lat: float, origin_latitude: float, scale: float
) -> None:
    projection = TransverseMercator(
        meridian=117,
        false_easting=39_500_000,
        origin_latitude=origin_latitude,
        scale=scale,
    )

    east, north = projection.to_metres([117 + off], [lat])
    lons, lats = projection.to_degrees(east, north)

    # A tenth of a millimetre.
    assert lons[0] == pytest.approx(117 + off, abs=1e-9)
    assert lats[0] == pytest.approx(lat, abs=1e-9)


def test_the_origin_s_latitude_is_where_northings_begin() -> None:
    projection = TransverseMercator(meridian=117, origin_latitude=30, false_northing=7)

    _, north = projection.to_metres([117.0], [30.0])

    assert north[0] == pytest.approx(7, abs=1e-6)
