"""The security administrator's pages: locks, lost passwords and factors, duties."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts import forms, lockout, queries
from chuangcheng.accounts.access import duty_required
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Right
from chuangcheng.accounts.services import credentials, duties
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.platform.refusal import Refused


@duty_required(Right.GRANT_DUTIES)
@require_safe
def locks(request: SignedInRequest) -> HttpResponse:
    return _locks(request)


def _locks(
    request: SignedInRequest, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"locks": lockout.current(at=timezone.now()), "refusal": refusal}
    return render(request, "accounts/security_locks.html", context, status=status)


@duty_required(Right.GRANT_DUTIES)
@require_POST
def unlock(request: SignedInRequest) -> HttpResponseBase:
    form = forms.UnlockForm(request.POST)
    if not form.is_valid():
        return _locks(
            request, refusal=_("没有认出要解除哪一条，请刷新后再试。"), status=422
        )
    username = form.cleaned_data["username"]
    address = form.cleaned_data["address"]
    try:
        lockout.lift(username, address, by=request.user, at=timezone.now())
    except lockout.NotLocked as refusal:
        return _locks(request, refusal=str(refusal), status=422)
    messages.info(request, _("%(name)s的锁定已解除。") % {"name": username})
    return redirect("security_locks")


@duty_required(Right.GRANT_DUTIES)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    form = forms.SafetyFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.people_and_safety(**wanted)
    context = {
        "filter": form,
        "page_obj": page_of(rows, request),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "accounts/security_people.html", context)


@duty_required(Right.GRANT_DUTIES)
@require_safe
def detail(request: SignedInRequest, username: str) -> HttpResponse:
    return _detail(request, get_object_or_404(User, username=username))


def _detail(
    request: SignedInRequest, person: User, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "is_own": person.pk == request.user.pk,
        "has_duty": Duty(person.duty) is not Duty.NONE,
        "factors": Authenticator.objects.filter(user=person).order_by("type", "pk"),
        "identities": SocialAccount.objects.filter(user=person).order_by("pk"),
        "duty_form": forms.DutyForm(),
        "refusal": refusal,
    }
    return render(request, "accounts/security_person.html", context, status=status)


@duty_required(Right.GRANT_DUTIES)
@never_cache
@require_POST
def reset_password(request: SignedInRequest, username: str) -> HttpResponse:
    """Draw a one-time password; the answer is the only page that shows it."""
    person = get_object_or_404(User, username=username)
    try:
        opened = credentials.reset_password(username, by=request.user, at=timezone.now())
    except credentials.CredentialRefused as refusal:
        return _detail(request, person, refusal=str(refusal), status=422)
    context = {"opened": [opened], "title": _("密码已重置"), "is_reset": True}
    return render(request, "accounts/passwords_once.html", context, status=201)


@duty_required(Right.GRANT_DUTIES)
@require_POST
def clear_factors(request: SignedInRequest, username: str) -> HttpResponseBase:
    return _do(
        request,
        username,
        lambda: credentials.clear_factors(username, by=request.user),
        done=_("验证方式已清除，本人下次登录后可重新登记。"),
    )


@duty_required(Right.GRANT_DUTIES)
@require_POST
def grant(request: SignedInRequest, username: str) -> HttpResponseBase:
    form = forms.DutyForm(request.POST)
    if not form.is_valid():
        person = get_object_or_404(User, username=username)
        return _detail(request, person, refusal=_("请选择要授予的职责。"), status=422)
    duty = form.cleaned_data["duty"]
    return _do(
        request,
        username,
        lambda: duties.grant(username, duty, by=request.user, at=timezone.now()),
        done=_("已授予%(duty)s职责。") % {"duty": duty.label},
    )


@duty_required(Right.GRANT_DUTIES)
@require_POST
def revoke(request: SignedInRequest, username: str) -> HttpResponseBase:
    return _do(
        request,
        username,
        lambda: duties.revoke(username, by=request.user),
        done=_("管理职责已免除。"),
    )


def _do(
    request: SignedInRequest, username: str, act: Callable[[], None], *, done: str
) -> HttpResponseBase:
    person = get_object_or_404(User, username=username)
    try:
        act()
    except Refused as refusal:
        return _detail(request, person, refusal=str(refusal), status=422)
    messages.info(request, done)
    return redirect("security_person", username)
