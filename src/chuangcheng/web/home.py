"""The home page: what waits for me, what is late, what changed since I last looked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right, Role
from chuangcheng.city.api import Scope, scope_of
from chuangcheng.ledger import api as ledger
from chuangcheng.web import navigation

_SEEING = {Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS}


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Answer the three questions for whoever follows tasks; others get the way to their work."""
    scope = scope_of(request.user)
    if not scope.rights & _SEEING:
        links = navigation.links(scope.rights, path=request.path)
        places = [link for link in links if not link.is_current]
        return render(request, "web/home_plain.html", {"places": places})
    at, day = timezone.now(), ledger.today()
    shown = ledger.home(request.user, day, at=at)
    if shown.is_new_look:
        ledger.looked(request.user, since=shown.since, at=at)
    context = {
        "home": shown,
        "today": day.on,
        "waiting_text": _nothing_waits(scope),
        "sees_framework": scope.may(Right.SEE_FRAMEWORK),
        "may_dispatch": scope.may(Right.DISPATCH),
        "may_review": scope.may(Right.REVIEW_DIRECTIVES),
    }
    return render(request, "web/home.html", context)


def _nothing_waits(scope: Scope) -> str:
    """Say what would stand there, for each kind of person in their own words."""
    if scope.may(Right.ACCEPT_TASKS):
        return "单位报结的任务和延期、移交申请，会列在这里等您验收、批复。"
    if scope.may(Right.SIGN_OFF):
        return "本单位待签收和待审签的任务会列在这里。"
    if scope.may(Right.ACT_FOR_UNIT):
        return "交办给本单位、还没有签收的任务会列在这里。"
    if any(sitting.role == Role.LEADER for sitting in scope.sittings):
        return "没有等您办理的事项。全市推进情况见上方数字。"
    return "没有等您办理的事项。"
