"""What the ledger shows on pages of other packages."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Panel, Scope, Unit
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


def unit_tasks(unit: Unit, scope: Scope) -> Panel | None:
    """Offer a unit's tasks and its pledge to those who may see them."""
    sees_own = scope.may(Right.SEE_UNIT_TASKS) and unit.pk in scope.unit_ids
    if not (scope.may(Right.SEE_ALL_TASKS) or sees_own):
        return None
    return Panel("任务和责任状", reverse("ledger:unit_tasks", args=[unit.code]))
