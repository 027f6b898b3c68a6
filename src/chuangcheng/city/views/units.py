"""Units: the list, one unit, and what is changed about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.forms import units as forms
from chuangcheng.city.models import Unit, UnitAlias
from chuangcheng.city.panels import panels_for
from chuangcheng.city.queries import forces as force_queries
from chuangcheng.city.queries import units as queries
from chuangcheng.city.scope import right_required, scope_of
from chuangcheng.city.services import seats as seat_services
from chuangcheng.city.services import units as services
from chuangcheng.city.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused


@right_required(Right.SEE_CITY)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List units, filtered and sorted."""
    form = forms.UnitFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    search = queries.UnitSearch(
        words=said.get("q", "").strip(),
        kind=said.get("kind", ""),
        is_active=said.get("state") != "off",
    )
    sort = said.get("sort") or "order"
    units = queries.with_details(queries.found(request.user, search))
    context = {
        "filter": form,
        "sorts": [(key, label) for key, (label, _) in forms.ORDERS.items()],
        "sort": sort,
        "is_tree": sort == "tree",
        "page_obj": page_of(units.order_by(*forms.ORDERS[sort][1]), request),
        "kinds": queries.kinds_counted(request.user, is_active=search.is_active),
        "search": search,
        "is_filtered": bool(search.words or search.kind or not search.is_active),
    }
    return page(request, "city/units.html", context, here="units")


@right_required(Right.SEE_CITY)
@require_safe
def detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one unit."""
    return _detail(request, _unit(request, code))


def _unit(request: SignedInRequest, code: str) -> Unit:
    units = queries.visible_to(request.user).select_related("parent", "region")
    return get_object_or_404(units, code=code)


def _detail(
    request: SignedInRequest, unit: Unit, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "unit": unit,
        "info": queries.infos([unit])[0],
        "posts": queries.posts_of(unit),
        "aliases": unit.aliases.order_by("origin", "name"),
        "memberships": force_queries.of_unit(unit),
        "below": unit.children.order_by("order", "code")[:100],
        "panels": panels_for(unit, scope_of(request.user)),
        "alias_form": forms.AliasForm(),
        "refusal": refusal,
    }
    return page(request, "city/unit.html", context, here="units", status=status)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a unit."""
    form = forms.NewUnitForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.add(form.facts(), code=form.cleaned_data["code"], by=request.user),
        here="units",
        title="新增单位",
        back=reverse("city:units"),
        then=lambda unit: reverse("city:unit", args=[unit.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct a unit."""
    unit = _unit(request, code)
    known = {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent_id,
        "region": unit.region_id,
        "order": unit.order,
    }
    form = forms.UnitForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.edit(unit, form.facts(), by=request.user),
        here="units",
        title=f"修改{unit.name}",
        back=reverse("city:unit", args=[unit.code]),
    )


@right_required(Right.MANAGE_CITY)
@require_POST
def switch(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a unit out of use, or put it in use again."""
    unit = _unit(request, code)
    change = services.take_out_of_use if unit.is_active else services.put_in_use
    try:
        change(unit, by=request.user)
    except Refused as refusal:
        return _detail(request, unit, refusal=str(refusal), status=422)
    messages.info(request, f"{unit.name}已{'停用' if unit.is_active else '启用'}。")
    return redirect("city:unit", code=unit.code)


@right_required(Right.MANAGE_CITY)
@require_POST
def add_alias(request: SignedInRequest, code: str) -> HttpResponse:
    """Note another name of a unit."""
    unit = _unit(request, code)
    form = forms.AliasForm(request.POST)
    refusal = "请填写别名，最多 80 个字。"
    if form.is_valid():
        try:
            alias = services.add_alias(unit, form.cleaned_data["name"], by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            if alias is None:
                messages.info(request, "这就是单位的全称或简称，不用再记。")
            return redirect("city:unit", code=unit.code)
    return _detail(request, unit, refusal=refusal, status=422)


@right_required(Right.MANAGE_CITY)
@require_POST
def remove_alias(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget another name of a unit."""
    aliases = UnitAlias.objects.filter(unit__in=queries.visible_to(request.user))
    alias = get_object_or_404(aliases.select_related("unit"), pk=pk)
    services.remove_alias(alias, by=request.user)
    return redirect("city:unit", code=alias.unit.code)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def add_post(request: SignedInRequest, code: str) -> HttpResponse:
    """Create a post in a unit."""
    unit = _unit(request, code)
    form = forms.PostForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: seat_services.add_post(unit=unit, by=request.user, **form.cleaned_data),
        here="units",
        title=f"{unit.name}：增设岗位",
        back=reverse("city:unit", args=[unit.code]),
    )
