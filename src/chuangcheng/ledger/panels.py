"""What the ledger shows on pages of other packages."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from chuangcheng.accounts.models import User
from chuangcheng.ledger.queries import calendar


def calendar_link(request: HttpRequest) -> SafeString:
    """Offer a person who sees tasks their calendar address."""
    if not isinstance(request.user, User) or not calendar.may_have(request.user):
        return SafeString("")
    return render_to_string(
        "ledger/exchange/_calendar_panel.html",
        {"link": calendar.live_link(request.user)},
        request=request,
    )
