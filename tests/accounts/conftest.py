import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def strict_sign_in(settings: Settings) -> None:
    """Ask administrators for their second factor, and forget what rate limits have counted."""
    settings.ADMIN_MFA = True
    cache.clear()
