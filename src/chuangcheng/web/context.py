"""What every page's frame shows: the city, the way about, and what is unread."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.api import Scope, scope_of
from chuangcheng.web import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its frame; signed-out pages get the city's name only."""
    basics = {
        "city_name": settings.CITY_NAME,
        "idle_minutes": settings.IDLE_MINUTES,
        "map_settings": _map_settings(),
    }
    # An error page may be rendered before anybody was recognised.
    user = getattr(request, "user", None)
    # A fragment has no frame: what it does not show must not be asked for.
    if not isinstance(user, User) or request.headers.get("HX-Request"):
        return basics
    scope = scope_of(user)
    return basics | {
        "navigation": navigation.links(scope.rights, path=request.path),
        "unread_count": notifications.unread_count(user),
        "current_seat": _seat(user, scope),
    }


def _map_settings() -> dict[str, str]:
    """Return what `web/_map_head.html` hands to the maps."""
    return {
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
        "datum": settings.MAP_DATUM,
    }


def _seat(user: User, scope: Scope) -> str:
    if user.duty != Duty.NONE:
        return str(Duty(user.duty).label)
    return "、".join(f"{s.unit_name}{s.title}" for s in scope.sittings[:2])
