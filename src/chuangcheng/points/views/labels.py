"""QR labels to print: a few at once, many by a job that is followed."""

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.access import quiet
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.platform import progress
from chuangcheng.platform.intake.handing import download
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.documents.labels import LAYOUTS
from chuangcheng.points.models import LabelSheet, SheetState
from chuangcheng.points.services import labels as services
from chuangcheng.points.views.picking import picked

_CHOICES = (
    ("small", "小号，每张 24 个（70×37 毫米，市售不干胶）"),
    ("large", "大号，每张 8 个（95×68 毫米）"),
)


@right_required(Right.SEE_POINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest) -> HttpResponse:
    """Ask how the labels of the ticked points, or of the whole list, are to lie on the sheets."""
    return _choose(request, picked(request))


def _choose(
    request: SignedInRequest, codes: list[str], *, refusal: str = "", status: int = 200
) -> HttpResponse:
    everything = request.method != "POST" or request.POST.get("everything") == "1"
    context = {
        "count": len(codes),
        "codes": [] if everything else codes,
        "everything": everything,
        "layouts": [
            (name, label, -(-len(codes) // LAYOUTS[name].per_sheet))
            for name, label in _CHOICES
        ],
        "query": request.GET.urlencode(),
        "base": _base(request),
        "is_set": bool(settings.BASE_URL),
        "refusal": refusal,
    }
    return render(request, "points/labels.html", context, status=status)


def _base(request: SignedInRequest) -> str:
    """Return the address before every code's own: the one that is set, or the one in use."""
    return settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")


@right_required(Right.SEE_POINTS)
@require_POST
def write(request: SignedInRequest) -> HttpResponseBase:
    """Hand the labels out, or let a job draw them when they are many."""
    codes = picked(request)
    layout = request.POST.get("layout", "")
    layout = layout if layout in LAYOUTS else "small"
    by, at = request.user, timezone.now()
    try:
        services.check(codes)
        if len(codes) > services.WAITED_FOR:
            return redirect(
                services.order(codes, layout=layout, base=_base(request), by=by, at=at)
            )
        packed = services.draw(codes, layout=layout, base=_base(request))
    except Refused as refusal:
        return _choose(request, codes, refusal=str(refusal), status=422)
    services.record(len(codes), by=by)
    response = HttpResponse(packed, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename="点位二维码.pdf"
    )
    response["Cache-Control"] = "no-store"
    return response


@right_required(Right.SEE_POINTS)
@require_safe
def sheet(request: SignedInRequest) -> HttpResponse:
    """Show how far the person's own sheet is, or offer it."""
    ordered = services.of(request.user)
    if ordered is None:
        return redirect("points:points")
    context = {"sheet": ordered, "progress": _bar(ordered)}
    return render(request, "points/label_sheet.html", context)


def _bar(ordered: LabelSheet) -> dict[str, object]:
    so_far = progress.of(ordered.progress_key)
    is_over = ordered.state != SheetState.RUNNING
    return {
        "title": f"正在生成 {len(ordered.codes)} 个二维码",
        "url": reverse("points:label_progress"),
        "done": so_far.done,
        "total": so_far.total or None,
        "is_done": is_over,
        "next_url": ordered.get_absolute_url() if is_over else "",
        "problem": "",
    }


@right_required(Right.SEE_POINTS)
@require_safe
@quiet
def follow(request: SignedInRequest) -> HttpResponse:
    """Show how far the drawing is, for the bar that asks."""
    ordered = services.of(request.user)
    if ordered is None:
        return redirect("points:points")
    return render(request, "web/_progress.html", {"progress": _bar(ordered)})


@right_required(Right.SEE_POINTS)
@require_safe
def fetch(request: SignedInRequest) -> HttpResponseBase:
    """Hand out the person's own sheet."""
    ordered = services.of(request.user)
    if ordered is None or ordered.state != SheetState.DONE:
        return redirect("points:points")
    return download(ordered.file, name="点位二维码.pdf")
