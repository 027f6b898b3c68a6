"""Confirm which indicator continues which, and carry over what hangs on the older ones."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import ROWS
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms.comparisons import (
    CONFIRM,
    REJECT,
    WITHDRAW,
    DecideForm,
    PairForm,
)
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import matching as queries
from chuangcheng.framework.services import carrying
from chuangcheng.framework.services import matching as services
from chuangcheng.framework.views.comparisons import HERE, pair_of
from chuangcheng.framework.views.doors import page
from chuangcheng.platform.refusal import Refused

_TABS = ("open", "confirmed", "rejected", "only_older", "only_newer")
_NOTHING_DONE = "所选各对先前已有同样的结论，没有改动。"
_DONE: Mapping[str, str] = {
    CONFIRM: "已确认 {} 对。",
    REJECT: "已记为不是同一项 {} 对。",
    WITHDRAW: "已撤回 {} 对。",
}


@right_required(Right.MANAGE_FRAMEWORK)
@require_safe
def matches(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """List the pairs of two editions, the doubtful ones first."""
    return _matches(request, *pair_of(request, older, newer))


def _matches(
    request: SignedInRequest,
    older: Edition,
    newer: Edition,
    *,
    refusal: str = "",
    form: PairForm | None = None,
) -> HttpResponse:
    found = queries.matching(older, newer)
    asked = request.GET.get("tab", "")
    tab = asked if asked in _TABS else _TABS[0]
    form = form or PairForm(older=found.older_choices, newer=found.newer_choices)
    context = {
        "older": older,
        "newer": newer,
        "found": found,
        "tab": tab,
        "page_obj": Paginator(getattr(found, tab), ROWS).get_page(request.GET.get("page")),
        "sure": found.sure(services.SURE),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return page(
        request, "framework/comparisons/matches.html", context, here=HERE, status=status
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def decide(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """Confirm or reject the ticked pairs, or take decisions back."""
    before, after = pair_of(request, older, newer)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _matches(request, before, after, refusal=_first_error(form))
    pairs, verb = form.cleaned_data["pairs"], form.cleaned_data["verb"]
    return _do(
        request,
        before,
        after,
        lambda: _decided(before, after, pairs, verb, request),
        said=_DONE[verb],
    )


def _decided(
    older: Edition,
    newer: Edition,
    pairs: list[tuple[int, int]],
    verb: str,
    request: SignedInRequest,
) -> int:
    if verb == WITHDRAW:
        return services.withdraw(older, newer, pairs, by=request.user)
    act = services.confirm if verb == CONFIRM else services.reject
    return act(older, newer, pairs, by=request.user, at=timezone.now())


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def confirm_sure(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """Confirm all proposals that are as good as certain."""
    before, after = pair_of(request, older, newer)
    return _do(
        request,
        before,
        after,
        lambda: services.confirm_sure(before, after, by=request.user, at=timezone.now()),
        said=_DONE[CONFIRM],
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def pair(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """Confirm a pair that a person found."""
    before, after = pair_of(request, older, newer)
    found = queries.matching(before, after)
    form = PairForm(request.POST, older=found.older_choices, newer=found.newer_choices)
    if not form.is_valid():
        return _matches(request, before, after, form=form)
    chosen = (form.cleaned_data["older"], form.cleaned_data["newer"])
    return _do(
        request,
        before,
        after,
        lambda: services.confirm(
            before, after, [chosen], by=request.user, at=timezone.now()
        ),
        said=_DONE[CONFIRM],
    )


def _do(
    request: SignedInRequest,
    older: Edition,
    newer: Edition,
    act: Callable[[], int],
    *,
    said: str,
) -> HttpResponse:
    try:
        count = act()
    except Refused as refusal:
        return _matches(request, older, newer, refusal=str(refusal))
    messages.info(request, said.format(count) if count else _NOTHING_DONE)
    where = reverse("framework:matches", args=[older.pk, newer.pk])
    tab = request.GET.get("tab", "")
    return redirect(f"{where}?tab={tab}" if tab in _TABS else where)


def _first_error(form: DecideForm) -> str:
    return next(str(errors[0]) for errors in form.errors.values())


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """Show what would be carried over; posted, do it."""
    before, after = pair_of(request, older, newer)
    context: dict[str, Any] = {"older": before, "newer": after}
    try:
        if request.method == "POST":
            done = carrying.carry(before, after, by=request.user)
            messages.info(request, f"已承接 {done.total} 条到{after.name}。")
            return redirect("framework:carry", before.pk, after.pk)
        context["carrying"] = carrying.preview(before, after)
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return page(
        request,
        "framework/comparisons/carry.html",
        context,
        here=HERE,
        status=422 if "refusal" in context else 200,
    )
