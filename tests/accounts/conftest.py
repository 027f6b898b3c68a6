import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_pages(settings: Settings) -> None:
    """Serve this package's pages only, and forget what rate limits have counted."""
    settings.ROOT_URLCONF = "tests.accounts.urls"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.ADMIN_MFA = True
    cache.clear()
