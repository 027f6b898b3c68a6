"""Boundaries in: upload, look at what was found, choose repairs, confirm."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.forms.shapes import ReadingForm, RepairsForm, ShapesForm
from chuangcheng.city.models import UploadedShapes
from chuangcheng.city.scope import right_required
from chuangcheng.city.services.shapes import uploads as services
from chuangcheng.city.services.shapes.reports import REPAIRS, Report, State
from chuangcheng.city.views.doors import page
from chuangcheng.platform import progress
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN = 200
_UNDER_WAY = frozenset({State.LOOKING, State.TAKING})


@right_required(Right.MANAGE_CITY)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show how far the last upload is, or offer to upload one."""
    return _show(request)


def _show(
    request: SignedInRequest,
    form: ShapesForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    upload = services.kept(request.user)
    report = services.report_of(upload) if upload else None
    context: dict[str, Any] = {
        "form": form or ShapesForm(),
        "upload": upload,
        "report": report,
        "refusal": refusal,
    }
    if upload and report:
        context |= _told(upload, report)
    return page(request, "city/shapes.html", context, here="shapes", status=status)


def _told(upload: UploadedShapes, report: Report) -> dict[str, Any]:
    repairs = RepairsForm(initial={"repairs": [each.value for each in report.repairs]})
    repairs.fields["repairs"].choices = [  # type: ignore[attr-defined]  # a field with choices
        (each.value, REPAIRS[each]) for each in report.repairs
    ]
    return {
        "problems": report.problems[:_PROBLEMS_SHOWN],
        "reading": ReadingForm(initial=upload.choices),
        "repairs": repairs,
        "progress": _bar(upload, report),
    }


def _bar(upload: UploadedShapes, report: Report) -> dict[str, Any]:
    standing = progress.of(services.progress_key(upload))
    verb = "导入" if report.state is State.TAKING else "核对"
    return {
        "title": f"正在{verb}“{upload.name}”",
        "url": reverse("city:shapes_progress"),
        "done": standing.done,
        "total": standing.total,
        "is_done": report.state not in _UNDER_WAY,
        "next_url": reverse("city:shapes"),
    }


@right_required(Right.MANAGE_CITY)
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file in to be looked at."""
    form = ShapesForm(request.POST, request.FILES)
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error(None, refusal)
    if not form.is_valid():
        return _show(request, form, status=422)
    file = form.cleaned_data["file"]
    services.keep(
        file.read(),
        name=str(file.name),
        how=form.reading(),
        by=request.user,
        at=timezone.now(),
    )
    return redirect("city:shapes")


@right_required(Right.MANAGE_CITY)
@require_safe
def progress_(request: SignedInRequest) -> HttpResponse:
    """Answer an open page that asks how far it is."""
    kept = services.kept(request.user)
    bar = (
        _bar(kept, services.report_of(kept))
        if kept
        else {
            "title": "没有待处理的文件",
            "is_done": True,
            "next_url": reverse("city:shapes"),
        }
    )
    return render(request, "web/_progress.html", {"progress": bar})


@right_required(Right.MANAGE_CITY)
@require_POST
def settle(request: SignedInRequest) -> HttpResponse:
    """Look at the file again, read in another way."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _show(request, refusal="请从列表中选择坐标系。", status=422)
    return _do(request, lambda: services.settle(request.user, form.reading()))


@right_required(Right.MANAGE_CITY)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Have the boundaries taken over."""
    form = RepairsForm(request.POST)
    if not form.is_valid():
        return _show(request, refusal="请从列表中选择修补方式。", status=422)
    return _do(
        request,
        lambda: services.confirm(request.user, form.chosen(), at=timezone.now()),
    )


def _do(request: SignedInRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _show(request, refusal=str(refusal), status=422)
    return redirect("city:shapes")


@right_required(Right.MANAGE_CITY)
@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Forget the file."""
    services.discard(request.user)
    return redirect("city:shapes")


@right_required(Right.MANAGE_CITY)
@require_safe
def issues(request: SignedInRequest) -> HttpResponse:
    """Hand out the places of what was found, as GeoJSON for the map."""
    kept = services.kept(request.user)
    found = services.report_of(kept).issues if kept else ()
    features = [
        {
            "type": "Feature",
            "geometry": issue.place,
            "properties": {
                "id": issue.id,
                "kind": issue.kind,
                "severity": "error" if issue.is_grave else "warning",
                "text": issue.text,
            },
        }
        for issue in found
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})
