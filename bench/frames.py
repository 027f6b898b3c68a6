"""How evenly the map moves: 5,000 points over the boundaries of their city, in headless Chromium.

The reference is the same hand at the same places over 5,000 of Leaflet's own circles on Leaflet's own
canvas, without any boundary, in the same run.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models import Avg
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from tests.browser import chromium

from bench import serving
from bench.serving import Row
from chuangcheng.accounts.models import User
from chuangcheng.points.models import Point

# From the whole city to single houses.
ZOOMS = (11, 13, 14, 16)
LONG_MILLISECONDS = 50
_SCREEN: ViewportSize = {"width": 1366, "height": 768}
_MIDDLE = (830, 430)
_LEAFLET = Path(__file__).parents[1] / "frontend/desk/node_modules/leaflet/dist"
_WATCH = """() => {
    const frames = [];
    let last = 0;
    let goes = true;
    const step = (now) => {
        if (last) frames.push(now - last);
        last = now;
        if (goes) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    window.framesSeen = () => { goes = false; return frames; };
}"""
_CIRCLES = """([points, lat, lon]) => {
    document.body.innerHTML = '<div id="map" style="position: fixed; inset: 89px 0 0 300px"></div>';
    window.map = L.map("map", { renderer: L.canvas({ padding: 0.5 }), zoomSnap: 0.25 });
    window.map.setView([lat, lon], 11);
    for (const place of points) L.circleMarker(place, { radius: 7, weight: 2 }).addTo(window.map);
}"""

Hand = Callable[[Page], None]
# How a page comes to show a place at a zoom.
Going = Callable[[int], None]


def measured(officer: User) -> list[Row]:
    """Return p50, p95 and the longest frame of drags and of the wheel, and how many were long."""
    path = chromium.find()
    if path is None or not _LEAFLET.is_dir():
        print("frames: not measured, for want of Chromium or the front end's packages")
        return []
    with _pages(path, officer) as (page, go, plain, go_plain):
        ours = {name: _frames(page, go, hand) for name, hand in _HANDS.items()}
        theirs = {name: _frames(plain, go_plain, hand) for name, hand in _HANDS.items()}
    return [row for name in _HANDS for row in _rows(name, ours[name], theirs[name])]


@contextmanager
def _pages(path: str, officer: User) -> Iterator[tuple[Page, Going, Page, Going]]:
    """Open the city's map and the one of plain circles, and say how each goes to a place."""
    lat, lon = Point.objects.placed().aggregate(lat=Avg("lat"), lon=Avg("lon")).values()
    cookie = serving.session_of(officer).split("=", 1)[1]
    places = [list(place) for place in Point.objects.placed().values_list("lat", "lon")]
    with serving.server() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        address = f"http://{serving.HOST}:{port}"
        page = _signed_in(browser, address, cookie)
        plain = _plain(browser, places, lat, lon)

        def go(zoom: int) -> None:
            layers = "points.district.street.community.grid"
            page.goto("about:blank")
            page.goto(
                f"{address}{reverse('command_post:map')}#at={zoom}_{lon}_{lat}&layers={layers}"
            )
            page.wait_for_selector("[data-ready]")

        def go_plain(zoom: int) -> None:
            plain.evaluate(
                f"void map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})"
            )

        yield page, go, plain, go_plain
        browser.close()


def _signed_in(browser: Browser, address: str, cookie: str) -> Page:
    context = browser.new_context(viewport=_SCREEN)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": cookie, "url": address}])
    return context.new_page()


def _plain(browser: Browser, places: Sequence[object], lat: float, lon: float) -> Page:
    page = browser.new_page(viewport=_SCREEN)
    page.add_style_tag(path=_LEAFLET / "leaflet.css")
    page.add_script_tag(path=_LEAFLET / "leaflet.js")
    page.evaluate(_CIRCLES, [places, lat, lon])
    return page


def _drag(page: Page) -> None:
    """Pull the map by 300 pixels and back, up and down a little, as a hand does."""
    x, y = _MIDDLE
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        away = step if step < 60 else 120 - step
        page.mouse.move(x - 5 * away, y + 3 * (step % 40))
    page.mouse.up()
    page.wait_for_timeout(700)


def _turn(page: Page) -> None:
    """Turn the wheel three steps closer and three back."""
    page.mouse.move(*_MIDDLE)
    for step in range(6):
        page.mouse.wheel(0, -300 if step < 3 else 300)
        page.wait_for_timeout(500)


_HANDS: Mapping[str, Hand] = {"drags": _drag, "wheel": _turn}


def _frames(page: Page, go: Going, hand: Hand) -> list[float]:
    """Return how long every frame stood, in milliseconds, over all zooms."""
    frames: list[float] = []
    for zoom in ZOOMS:
        go(zoom)
        page.wait_for_timeout(1500)
        page.evaluate(_WATCH)
        hand(page)
        frames += page.evaluate("() => window.framesSeen()")
    return frames


def _rows(name: str, ours: Sequence[float], theirs: Sequence[float]) -> list[Row]:
    measures: Mapping[str, Callable[[Sequence[float]], float]] = {
        "p50": statistics.median,
        "p95": lambda frames: statistics.quantiles(frames, n=20)[-1],
        "longest": max,
    }
    rows: list[Row] = [
        {
            "name": f"map of 5,000 points, {name}: {measure} frame",
            "value": round(taken(ours), 1),
            "unit": "ms",
            "reference": f"5,000 of Leaflet's circles ({taken(theirs):.1f} ms)",
            "ratio": round(taken(ours) / taken(theirs), 3),
        }
        for measure, taken in measures.items()
    ]
    long, long_theirs = (
        sum(frame > LONG_MILLISECONDS for frame in frames) for frames in (ours, theirs)
    )
    return [
        *rows,
        {
            "name": f"map of 5,000 points, {name}: frames over {LONG_MILLISECONDS} ms",
            "value": long,
            "unit": f"of {len(ours)}",
            "reference": f"all frames (Leaflet's circles: {long_theirs} of {len(theirs)})",
            "ratio": round(long / len(ours), 4),
        },
    ]
