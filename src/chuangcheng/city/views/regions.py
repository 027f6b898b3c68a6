"""Regions: the tree, level by level, and what is changed in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city import codes
from chuangcheng.city.forms import regions as forms
from chuangcheng.city.forms.units import PostForm
from chuangcheng.city.models import Region
from chuangcheng.city.panels import panels_of_region
from chuangcheng.city.queries import areas
from chuangcheng.city.queries import regions as queries
from chuangcheng.city.queries import seats as seat_queries
from chuangcheng.city.scope import right_required, scope_of
from chuangcheng.city.services import regions as services
from chuangcheng.city.services import seats as seat_services
from chuangcheng.city.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused


def _region(request: SignedInRequest, code: str) -> Region:
    regions = queries.visible_to(request.user).select_related("parent")
    return get_object_or_404(regions, code=code)


@right_required(Right.SEE_CITY)
@require_safe
def top(request: SignedInRequest) -> HttpResponse:
    """Show the whole city, or invite to set it up."""
    city = queries.visible_to(request.user).filter(parent=None).first()
    return _show(request, city)


@right_required(Right.SEE_CITY)
@require_safe
def detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one region and what lies right below it."""
    return _show(request, _region(request, code))


def _show(
    request: SignedInRequest,
    region: Region | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    form = forms.RegionFilter(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    parts = queries.parts_of(request.user, region, words=words)
    context: dict[str, Any] = {
        "region": region,
        "above": queries.above(region) if region else [],
        "counts": queries.counted(request.user, region),
        "page_obj": page_of(parts, request),
        "posts": seat_queries.of_region(region) if region else [],
        "words": words,
        "refusal": refusal,
    }
    if region:
        today = timezone.localdate()
        context |= {
            "today": today,
            "standing": areas.standing(region, day=today),
            "panels": panels_of_region(region, scope_of(request.user)),
        }
    return page(request, "city/regions.html", context, here="regions", status=status)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a region below the one named in the address, or the city itself."""
    above = request.GET.get("under", "")
    parent = _region(request, above) if above else None
    known = {
        "level": codes.level_below(parent.level) if parent else codes.CITY,
        "code": codes.prefix_of(parent.code) if parent else "",
    }
    form = forms.RegionForm(request.POST or None, initial=known)
    back = reverse("city:region", args=[parent.code]) if parent else reverse("city:regions")
    return form_page(
        request,
        form,
        lambda: services.add(parent=parent, by=request.user, **form.cleaned_data),
        here="regions",
        title=f"{parent.name}：新增下级区划" if parent else "建立本市",
        back=back,
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, code: str) -> HttpResponse:
    """Give a region another name."""
    region = _region(request, code)
    form = forms.RenameForm(request.POST or None, initial={"name": region.name})
    return form_page(
        request,
        form,
        lambda: services.rename(region, by=request.user, **form.cleaned_data),
        here="regions",
        title=f"{region.name}：更名",
        back=reverse("city:region", args=[region.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, code: str) -> HttpResponse:
    """Put a region under another one."""
    region = _region(request, code)
    form = forms.MoveForm(request.POST or None, initial={"code": region.code})
    return form_page(
        request,
        form,
        lambda: services.move(region, by=request.user, **form.cleaned_data),
        here="regions",
        title=f"{region.name}：调整上级",
        submit_label="调整",
        back=reverse("city:region", args=[region.code]),
        then=lambda moved: reverse("city:region", args=[moved.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_POST
def switch(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a region out of use, or put it in use again."""
    region = _region(request, code)
    change = services.take_out_of_use if region.is_active else services.put_in_use
    try:
        change(region, by=request.user)
    except Refused as refusal:
        return _show(request, region, refusal=str(refusal), status=422)
    messages.info(request, f"{region.name}已{'停用' if region.is_active else '启用'}。")
    return redirect("city:region", code=region.code)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def add_post(request: SignedInRequest, code: str) -> HttpResponse:
    """Create a post in a region."""
    region = _region(request, code)
    form = PostForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: seat_services.add_post(region=region, by=request.user, **form.cleaned_data),
        here="regions",
        title=f"{region.name}：增设岗位",
        back=reverse("city:region", args=[region.code]),
    )
