import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_pages(settings: Settings) -> None:
    """Serve this package's pages only."""
    settings.ROOT_URLCONF = "tests.city.urls"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
