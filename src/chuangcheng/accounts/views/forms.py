"""Pages that ask something and do it: shown, checked, done or refused, always in this order."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chuangcheng.platform.refusal import Refused

T = TypeVar("T")


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], T],
    *,
    show: Callable[[int], HttpResponse],
    go_on: Callable[[T], str],
) -> HttpResponse:
    """Do what a valid form says and go on from its result; else show the form, refusals above it.

    `show` renders the page with a status: 200 when it is only looked at, 422 when it is not done.
    """
    if request.method != "POST":
        return show(200)
    if form.is_valid():
        try:
            done = act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(go_on(done))
    return show(422)
