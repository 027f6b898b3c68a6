from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chuangcheng.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that has passed `login_required`; typing only, never built."""

    user: User
    htmx: HtmxDetails
