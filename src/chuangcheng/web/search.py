"""The search box: tasks, units and points by a few words, within a person's rights."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, scope_of
from chuangcheng.ledger import api as ledger
from chuangcheng.points import api as points

_SHOWN = 8
_LONGEST = 100
_SEEING = {Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS}


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Show what a few words find: as a fragment under the box, or as a page without script."""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    context = {
        "search_words": words,
        "tasks": list(ledger.named(request.user, words)[:_SHOWN]) if words else [],
        "points": list(points.named(request.user, words)[:_SHOWN]) if words else [],
        "units": list(_units(request.user, words)[:_SHOWN]) if words else [],
        "sees_tasks": bool(scope_of(request.user).rights & _SEEING),
        "shown": _SHOWN,
    }
    fragment = bool(request.htmx) and not request.htmx.boosted
    template = "web/_found.html" if fragment else "web/found.html"
    return render(request, template, context)


def _units(user: User, words: str) -> QuerySet[Unit]:
    if not scope_of(user).may(Right.SEE_CITY):
        return Unit.objects.none()
    named = Q(name__contains=words) | Q(short_name__contains=words) | Q(aliases__name=words)
    return Unit.objects.filter(named, is_active=True).distinct().order_by("order", "code")
