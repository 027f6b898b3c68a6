"""What every page's frame shows: the city, the way about, and what is unread."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its frame; signed-out pages get the city's name only."""
    return {"city_name": settings.CITY_NAME, "idle_minutes": settings.IDLE_MINUTES}
