"""What every page of the city shares: what a person may do here, and the way between pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.forms import answer
from chuangcheng.city.scope import scope_of

Context = Mapping[str, Any]


def page(
    request: SignedInRequest,
    template: str,
    context: Context,
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the city; `here` names the place that is marked as current."""
    scope = scope_of(request.user)
    rights = {
        "here": here,
        "may_manage": scope.may(Right.MANAGE_CITY),
        "may_seat": scope.may(Right.MANAGE_SEATS),
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
    then: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show a form, and do what it says once it is valid; a refusal is shown above it.

    `then` says from the result where to go on; without it the way is `back`.
    """
    context = {"form": form, "title": title, "back": back, "submit_label": submit_label}
    return answer(
        request,
        form,
        act,
        show=lambda status: page(
            request, "city/form.html", context, here=here, status=status
        ),
        go_on=then or (lambda _: back),
    )
