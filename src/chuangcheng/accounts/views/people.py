"""The system administrator's accounts: list, open, correct, stop, bring in."""

import base64

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts import forms, queries, sheets
from chuangcheng.accounts.access import duty_required
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.services import importing, people
from chuangcheng.accounts.services.importing import Outcome, Problem
from chuangcheng.accounts.views.files import workbook
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.platform import audit
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN = 200


@duty_required(Right.MANAGE_ACCOUNTS)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    form = forms.PeopleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.people(**wanted)
    context = {
        "filter": form,
        "page_obj": page_of(rows, request),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "accounts/people.html", context)


@duty_required(Right.MANAGE_ACCOUNTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Open an account; the answer is the only page that shows the initial password."""
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = people.open_account(by=request.user, **form.cleaned_data)
        except people.AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"opened": [opened], "title": _("账号已开通")}
            return render(request, "accounts/passwords_once.html", context, status=201)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/person_new.html", {"form": form}, status=status)


@duty_required(Right.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, username: str) -> HttpResponseBase:
    person = get_object_or_404(User, username=username)
    known = {"name": person.name, "phone": person.phone}
    form = forms.PersonEditForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            people.edit(username, by=request.user, **form.cleaned_data)
        except people.AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("%(name)s的资料已更正。") % {"name": person.name})
            return redirect("people")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": person, "is_own": person.pk == request.user.pk}
    return render(request, "accounts/person.html", context, status=status)


@duty_required(Right.MANAGE_ACCOUNTS)
@require_POST
def disable(request: SignedInRequest, username: str) -> HttpResponseBase:
    person = get_object_or_404(User, username=username)
    try:
        people.disable(username, by=request.user, at=timezone.now())
    except people.AccountRefused as refusal:
        return _refused(request, person, refusal)
    text = _("%(name)s的账号已停用，其登录和令牌同时失效。")
    messages.info(request, text % {"name": person.name})
    return redirect("person", username)


@duty_required(Right.MANAGE_ACCOUNTS)
@require_POST
def enable(request: SignedInRequest, username: str) -> HttpResponseBase:
    person = get_object_or_404(User, username=username)
    try:
        people.enable(username, by=request.user)
    except people.AccountRefused as refusal:
        return _refused(request, person, refusal)
    messages.info(request, _("%(name)s的账号已启用。") % {"name": person.name})
    return redirect("person", username)


def _refused(request: SignedInRequest, person: User, refusal: Refused) -> HttpResponse:
    form = forms.PersonEditForm(initial={"name": person.name, "phone": person.phone})
    context = {
        "form": form,
        "person": person,
        "refusal": str(refusal),
        "is_own": person.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context, status=422)


@duty_required(Right.MANAGE_ACCOUNTS)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the list as filtered; that it left the system is written down."""
    form = forms.PeopleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.people(**wanted)
    audit.record(
        "accounts.person.exported",
        subject="账号",
        key=_("账号名单"),
        by=request.user,
        detail={name: value for name, value in wanted.items() if value},
    )
    return workbook(sheets.people(rows.iterator()), name=_("账号名单"))


@duty_required(Right.MANAGE_ACCOUNTS)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    return workbook(sheets.template(), name=_("账号导入模板"))


@duty_required(Right.MANAGE_ACCOUNTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Open every account of a list, or none and say why."""
    # Bound to whatever was sent: of a file refused on its way nothing may have arrived.
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.UploadForm(*sent)
    outcome = None
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error("file", refusal)
    elif request.method == "POST" and form.is_valid():
        try:
            outcome = _bring_in(request, form)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    if outcome is not None and outcome.opened:
        return _passwords(request, outcome)
    problems = outcome.problems if outcome is not None else ()
    context = {
        "form": form,
        "outcome": outcome,
        "problems": problems[:_PROBLEMS_SHOWN],
        "problem_count": len(problems),
    }
    is_refused = request.method == "POST" and (outcome is None or bool(problems))
    return render(
        request, "accounts/people_import.html", context, status=422 if is_refused else 200
    )


def _bring_in(request: SignedInRequest, form: forms.UploadForm) -> Outcome:
    file = form.cleaned_data["file"]
    entries, problems = sheets.read_people(file.read(), name=file.name)
    if problems:
        return Outcome(problems=tuple(sorted(problems, key=_row_of)))
    return importing.open_all(entries, source=file.name, by=request.user)


def _row_of(problem: Problem) -> int:
    return problem.row


def _passwords(request: SignedInRequest, outcome: Outcome) -> HttpResponse:
    packed = sheets.initial_passwords(outcome.opened)
    context = {
        "opened": outcome.opened,
        "known": outcome.known,
        "title": _("已开通 %(count)s 个账号") % {"count": len(outcome.opened)},
        # Inside the page, so that the passwords are kept nowhere for a second request.
        "file": base64.b64encode(packed).decode(),
    }
    return render(request, "accounts/passwords_once.html", context, status=201)
