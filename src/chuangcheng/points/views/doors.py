"""What the pages of the points share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.views.forms import answer
from chuangcheng.points.models import Point
from chuangcheng.points.queries import points as queries
from chuangcheng.points.services.authority import NotYours


def point_of(request: SignedInRequest, code: str) -> Point:
    """Fetch a point the person may see, with what its page names."""
    points = queries.visible_to(request.user).select_related(
        "type", "region", "unit", "post__unit", "post__region", "patron_unit"
    )
    return get_object_or_404(points, code=code)


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[], Point],
    *,
    title: str,
    back: str,
    template: str = "points/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form, and do what it says once it is valid; a refusal is shown above it."""
    context = {"form": form, "title": title, "back": back, **more}

    def permitted() -> Point:
        try:
            return act()
        except NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal

    return answer(
        request,
        form,
        permitted,
        show=lambda status: render(request, template, context, status=status),
        go_on=Point.get_absolute_url,
    )
