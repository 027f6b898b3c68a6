"""Points: the list, one point, and what is changed about it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.forms import points as forms
from chuangcheng.points.forms.filters import PointFilter
from chuangcheng.points.models import Point
from chuangcheng.points.queries import detail as detail_queries
from chuangcheng.points.queries import exports, filtering
from chuangcheng.points.queries import points as queries
from chuangcheng.points.services import locating
from chuangcheng.points.services import points as services
from chuangcheng.points.views.doors import form_page, point_of

_COLUMNS = (
    ("name", "点位"),
    ("code", "编号"),
    ("type", "类型"),
    ("region", "网格"),
    ("unit", "责任单位"),
)


@right_required(Right.SEE_POINTS)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the points under a filter, fifty at a time."""
    return show_list(request)


def show_list(
    request: SignedInRequest, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """Show the list, with a sentence above it where something asked of it was refused."""
    form = PointFilter(request.GET)
    search = form.search()
    found = filtering.found(request.user, search)
    page = page_of(found, request)
    first = (page.number - 1) * page.paginator.per_page
    said = form.said()
    context = {
        "page_obj": page,
        "rows": filtering.shown(found, first, first + page.paginator.per_page),
        "search": search,
        "filter": form,
        "said": said,
        "is_narrowed": bool(said or search.words),
        "chips": filtering.CHIPS.values(),
        "chip_label": filtering.CHIPS[search.chip].label,
        "kept": _kept(request.GET),
        "columns": [_column(request.GET, search.sort, *each) for each in _COLUMNS],
        "may_manage": queries.may_manage(request.user),
        "query": request.GET.urlencode(),
        "problem": problem,
    }
    return render(request, "points/listing.html", context, status=status)


def _kept(query: QueryDict) -> str:
    """Return the address's filter without chip and page, for links that set those."""
    kept = {k: v for k, v in query.items() if k not in {"chip", "page"} and v}
    return f"&{urlencode(kept)}" if kept else ""


def _column(query: QueryDict, sort: str, name: str, label: str) -> dict[str, str]:
    wanted = f"-{name}" if sort == name else name
    kept = {k: v for k, v in query.items() if k not in {"sort", "page"} and v}
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "none")
    return {
        "label": label,
        "url": "?" + urlencode({**kept, "sort": wanted}),
        "order": order,
    }


@right_required(Right.SEE_POINTS)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the points under a filter, ready to be corrected and imported again."""
    found = filtering.found(request.user, PointFilter(request.GET).search())
    return workbook(exports.exported(found), name="点位")


@right_required(Right.SEE_POINTS)
@require_safe
def show(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one point: what it is, what is looked at there, who answers for it."""
    return _show(request, point_of(request, code))


def _show(
    request: SignedInRequest,
    point: Point,
    *,
    photo_form: forms.PhotoForm | None = None,
    void_form: forms.VoidForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "point": point,
        "page": detail_queries.page(request.user, point),
        "may_manage": queries.may_manage(request.user),
        "may_tend": queries.may_tend(request.user, point),
        "photo_form": photo_form or forms.PhotoForm(),
        "void_form": void_form or forms.VoidForm(),
        "refusal": refusal,
    }
    return render(request, "points/point.html", context, status=status)


@right_required(Right.MANAGE_POINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a point."""
    form = forms.NewPointForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.add(
            form.facts(), code=form.cleaned_data["code"], by=request.user, at=timezone.now()
        ),
        title="新增点位",
        back=reverse("points:points"),
        has_boundaries=locating.has_boundaries(),
    )


@right_required(Right.MANAGE_POINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct a point."""
    point = point_of(request, code)
    known = {
        "name": point.name,
        "type": point.type.code,
        "is_declared": point.is_declared,
        "is_key": point.is_key,
        "address": point.address,
        "lon": point.lon,
        "lat": point.lat,
        "unit": point.unit_id,
        "post": point.post_id,
        "patron_unit": point.patron_unit_id,
        "region": point.region_id,
        "note": point.note,
    }
    form = forms.PointForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.edit(code, form.facts(), by=request.user, at=timezone.now()),
        title=f"修改{point.name}",
        back=point.get_absolute_url(),
        point=point,
        has_boundaries=locating.has_boundaries(),
    )


@right_required(Right.MANAGE_POINTS, Right.ACT_FOR_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: SignedInRequest, code: str) -> HttpResponse:
    """Say where a point is; also the responsible unit's own people may."""
    point = point_of(request, code)
    if not queries.may_tend(request.user, point):
        raise PermissionDenied
    known = {"lon": point.lon, "lat": point.lat}
    form = forms.PlaceForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.place(
            code,
            form.cleaned_data["lon"],
            form.cleaned_data["lat"],
            by=request.user,
            at=timezone.now(),
        ),
        title=f"{point.name}：设定位置",
        back=point.get_absolute_url(),
        template="points/place.html",
        point=point,
    )


@right_required(Right.MANAGE_POINTS, Right.ACT_FOR_UNIT)
@require_safe
def where(request: SignedInRequest) -> HttpResponse:
    """Say in a sentence in which grid a position falls, while it is being picked."""
    form = forms.PlaceForm(request.GET)
    said = ""
    if form.is_valid():
        said = detail_queries.where(form.cleaned_data["lon"], form.cleaned_data["lat"])
    return HttpResponse(escape(said))


@right_required(Right.MANAGE_POINTS)
@require_POST
def void(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a point out of use."""
    point = point_of(request, code)
    form = forms.VoidForm(request.POST)
    if form.is_valid():
        try:
            services.void(code, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"{point.name}已作废，可以恢复。")
            return redirect(point)
    return _show(request, point, void_form=form, status=422)


@right_required(Right.MANAGE_POINTS)
@require_POST
def restore(request: SignedInRequest, code: str) -> HttpResponse:
    """Put a void point in use again."""
    point = point_of(request, code)
    services.restore(code, by=request.user, at=timezone.now())
    messages.info(request, f"{point.name}已恢复使用。")
    return redirect(point)
