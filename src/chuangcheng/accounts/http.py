"""What requests look like here, and where they come from."""

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chuangcheng.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that has passed `login_required`; typing only, never built."""

    user: User
    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str | None:
    """Tell where a request comes from; the header counts only behind the city's own proxy.

    The proxy adds the caller at the end; whatever stands before it the caller wrote itself.
    """
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    address: str | None = request.META.get("REMOTE_ADDR")
    return address or None
