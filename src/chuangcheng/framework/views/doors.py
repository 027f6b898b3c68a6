"""What every page of the frameworks shares: what a person may do here, and the way between pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.forms import answer
from chuangcheng.city.api import scope_of
from chuangcheng.framework.forms.seen import SeenForm
from chuangcheng.framework.services.overtaken import Overtaken

Context = Mapping[str, Any]


def page(
    request: SignedInRequest,
    template: str,
    context: Context,
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the frameworks; `here` names the place that is marked as current."""
    scope = scope_of(request.user)
    rights = {
        "here": here,
        "may_manage": scope.may(Right.MANAGE_FRAMEWORK),
        "may_assign": scope.may(Right.ASSIGN_INDICATORS),
        "may_rule": scope.may(Right.MANAGE_RULES),
    }
    return render(request, template, {**rights, **context}, status=status)


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    here: str,
    title: str,
    back: str,
    submit_label: str = "保存",
    is_grid: bool = False,
    then: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show a form, and do what it says once it is valid; a refusal is shown above it.

    `then` says from the result where to go on; without it the way is `back`.
    """
    context = {
        "form": form,
        "title": title,
        "back": back,
        "submit_label": submit_label,
        "is_grid": is_grid,
    }
    return answer(
        request,
        form,
        lambda: _seeing(form, act),
        show=lambda status: page(
            request, "framework/form.html", context, here=here, status=status
        ),
        go_on=then or (lambda _: back),
    )


def _seeing(form: forms.Form, act: Callable[[], object]) -> object:
    """Act; where another was faster, let the form take note that its refusal tells of that."""
    try:
        return act()
    except Overtaken as refusal:
        if isinstance(form, SeenForm):
            form.see(refusal.mark)
        raise
