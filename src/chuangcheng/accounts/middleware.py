"""Leave no signed-in screen open for whoever comes by next."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chuangcheng.platform import audit

_LAST_SEEN = "last_seen"


class IdleTimeout:
    """Sign a person out after `IDLE_MINUTES` without a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(_LAST_SEEN, now)
            if now - seen > settings.IDLE_MINUTES * 60:
                logout(request)
            # Written at most once a minute: a page must not cost an extra UPDATE each.
            elif now - seen >= 60 or _LAST_SEEN not in request.session:
                request.session[_LAST_SEEN] = now
        token = audit.client_address.set(request.META.get("REMOTE_ADDR"))
        try:
            return self.get_response(request)
        finally:
            audit.client_address.reset(token)
