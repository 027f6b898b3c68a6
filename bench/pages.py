"""The pages of a city with 5,000 points: how soon the server answers, how evenly its map moves."""

from urllib.parse import urlencode

from django.urls import reverse

from bench import filling, frames, serving
from bench.serving import Asked, Row
from chuangcheng.accounts.roles import Role
from chuangcheng.framework.api import current_edition

# A city of so many people has 5,000 points.
POPULATION = 3_300_000


def run() -> list[Row]:
    """Return p50 and p95 of the map, what it fetches, the lists, and the frames of the map."""
    filling.whole_city(POPULATION)
    officer = filling.holder(Role.OFFICE)
    edition = current_edition()
    assert edition
    points = reverse("points:points")
    pages = {
        "map page": [reverse("command_post:map")],
        "map data of 5,000 points": [reverse("points:map_data")],
        "outlines of the streets": [f"{reverse('city:outline')}?level=STREET"],
        "list of 5,000 points": [
            points,
            f"{points}?sort=-unit&page=9",
            f"{points}?{urlencode({'q': '路'})}",
        ],
        "page of 105 standards, served": [edition.get_absolute_url()],
    }
    asked = [Asked(name=name, person=officer, paths=paths) for name, paths in pages.items()]
    return [*serving.timed(asked), *frames.measured(officer)]
