"""A person's own page, and the sign of life of an open one."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chuangcheng.accounts import tokens
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.panels import ACCOUNT_PANELS
from chuangcheng.accounts.roles import Duty


@login_required
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    person = request.user
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "person": person,
        "has_duty": Duty(person.duty) is not Duty.NONE,
        "has_totp": Authenticator.Type.TOTP in types,
        "passkey_count": types.count(Authenticator.Type.WEBAUTHN),
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in types,
        "token_count": tokens.of(person).filter(tokens.usable(at=timezone.now())).count(),
        "panels": [panel(request) for panel in ACCOUNT_PANELS],
    }
    return render(request, "accounts/profile.html", context)


@login_required
@require_safe
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Answer the page of a person at work; asking counts as a request of theirs."""
    return HttpResponse(status=204)
