"""Set who answers for a region and who stands up for it (包联)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.forms import answerable as forms
from chuangcheng.city.models import Patronage, Region
from chuangcheng.city.queries import areas, regions
from chuangcheng.city.scope import right_required
from chuangcheng.city.services import answerable as services
from chuangcheng.city.services import patronage
from chuangcheng.city.views.doors import form_page
from chuangcheng.platform.refusal import Refused


def _region(request: SignedInRequest, code: str) -> Region:
    found = regions.visible_to(request.user).select_related("answerable_post")
    return get_object_or_404(found, code=code)


def _patronage(request: SignedInRequest, pk: int) -> Patronage:
    found = areas.patronages_visible_to(request.user)
    return get_object_or_404(found.select_related("region", "person", "unit"), pk=pk)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: SignedInRequest, code: str) -> HttpResponse:
    """Choose the post that answers for a region."""
    region = _region(request, code)
    form = forms.AnswerableForm(
        request.POST or None, region=region, initial={"post": region.answerable_post_id}
    )
    return form_page(
        request,
        form,
        lambda: services.set_post(region, form.cleaned_data["post"], by=request.user),
        here="regions",
        title=f"{region.name}：指定责任岗位",
        back=reverse("city:region", args=[region.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def assign_patron(request: SignedInRequest, code: str) -> HttpResponse:
    """Let a leader and a unit stand up for a region."""
    region = _region(request, code)
    form = forms.PatronForm(
        request.POST or None, initial={"starts_on": timezone.localdate()}
    )
    return form_page(
        request,
        form,
        lambda: patronage.assign(region, form.patron(), by=request.user),
        here="regions",
        title=f"{region.name}：安排包联",
        back=reverse("city:region", args=[region.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def end_patron(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say when a patronage ends."""
    held = _patronage(request, pk)
    form = forms.EndPatronForm(
        request.POST or None, initial={"ends_on": timezone.localdate()}
    )
    return form_page(
        request,
        form,
        lambda: patronage.end(held, by=request.user, **form.cleaned_data),
        here="regions",
        title=f"{held.region.name}：结束{held.person or held.unit}的包联",
        submit_label="结束包联",
        back=reverse("city:region", args=[held.region.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_POST
def withdraw_patron(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a patronage entered by mistake."""
    held = _patronage(request, pk)
    try:
        patronage.withdraw(held, today=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("city:region", code=held.region.code)
