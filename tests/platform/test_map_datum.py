"""The map's script works out the datum by itself; both are held to the same list of positions."""

import json
from pathlib import Path

import numpy as np

from chuangcheng.platform import geo

# Read by frontend/desk/tests/datum.test.ts as well.
SAMPLES = Path(__file__).with_name("datum_samples.json")


def test_the_positions_that_the_maps_script_is_held_to_are_those_of_this_program() -> None:
    samples = json.loads(SAMPLES.read_text())
    lon, lat = np.array([each["wgs84"] for each in samples]).T

    shifted = np.column_stack(geo.wgs84_to_gcj02(lon, lat))

    expected = np.array([each["gcj02"] for each in samples])
    np.testing.assert_allclose(shifted, expected, rtol=0, atol=1e-9)
