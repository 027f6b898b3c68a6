"""A list of points comes in: upload, look, decide, confirm, follow."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.access import quiet
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required
from chuangcheng.platform import progress
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.intake import uploads as arriving
from chuangcheng.platform.intake.limits import read_limited
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.forms.imports import UploadForm
from chuangcheng.points.models import UploadedPoints, UploadState
from chuangcheng.points.queries import exports
from chuangcheng.points.services.imports import plan as plans
from chuangcheng.points.services.imports import uploads

_PROBLEMS_SHOWN = 200
_DOUBTS_SHOWN = 200
_NEW_SHOWN = 20


@right_required(Right.MANAGE_POINTS)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show what the person's list waits for, or take a new one."""
    upload = uploads.of(request.user)
    if upload is None:
        return _start(request, UploadForm())
    if upload.state == UploadState.WAITING:
        return _preview(request, upload)
    return _followed(request, upload)


def _start(request: SignedInRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    return render(request, "points/import.html", {"form": form}, status=status)


def _preview(
    request: SignedInRequest, upload: UploadedPoints, *, refusal: str = ""
) -> HttpResponse:
    try:
        planned = uploads.preview(upload)
    except Refused as refused:
        uploads.throw_away(request.user)
        return _refused(request, str(refused))
    context = {
        "upload": upload,
        "datum": dict(UploadForm().fields["datum"].choices)[upload.datum],  # type: ignore[attr-defined]
        "plan": planned,
        "problems": planned.problems[:_PROBLEMS_SHOWN],
        "doubts": planned.doubts[:_DOUBTS_SHOWN],
        "changes": plans.summary(planned.changes),
        "new": planned.new[:_NEW_SHOWN],
        "refusal": refusal,
    }
    status = 422 if refusal or not planned.is_clean else 200
    return render(request, "points/import_check.html", context, status=status)


def _refused(request: SignedInRequest, refusal: str) -> HttpResponse:
    form = UploadForm(data={})
    form.errors.clear()
    form.add_error(None, refusal)
    return _start(request, form, status=422)


def _followed(request: SignedInRequest, upload: UploadedPoints) -> HttpResponse:
    context = {"upload": upload, "progress": _bar(upload), "form": UploadForm()}
    return render(request, "points/import_over.html", context)


def _bar(upload: UploadedPoints) -> dict[str, object]:
    so_far = progress.of(upload.progress_key)
    is_over = upload.state in {UploadState.DONE, UploadState.REFUSED}
    return {
        "title": f"正在导入 {upload.name}",
        "url": reverse("points:import_progress"),
        "done": so_far.done,
        "total": so_far.total or None,
        "is_done": is_over,
        "next_url": upload.get_absolute_url() if is_over else "",
        "problem": "",
    }


@right_required(Right.MANAGE_POINTS)
@require_safe
@quiet
def follow(request: SignedInRequest) -> HttpResponse:
    """Show how far the taking in is, for the bar that asks."""
    upload = uploads.of(request.user)
    if upload is None:
        return redirect("points:import")
    return render(request, "web/_progress.html", {"progress": _bar(upload)})


@right_required(Right.MANAGE_POINTS)
@require_safe
def template(_request: SignedInRequest) -> HttpResponse:
    """Hand out the empty list."""
    return workbook(exports.template(), name="点位导入模板")


@right_required(Right.MANAGE_POINTS)
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Keep a list and show what taking it in would do."""
    form = UploadForm(request.POST, request.FILES)
    if refusal := arriving.refusal_of(request):
        form.errors.clear()
        form.add_error("file", refusal)
    if not form.is_valid():
        return _start(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        raw = read_limited(file, name=str(file.name))
        uploads.keep(
            raw,
            name=str(file.name),
            datum=Datum(form.cleaned_data["datum"]),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _start(request, form, status=422)
    return redirect("points:import")


@right_required(Right.MANAGE_POINTS)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Keep what was decided of likely duplicates; take the list in if that is wanted."""
    decided = {
        name.removeprefix("choice-"): value
        for name, value in request.POST.items()
        if name.startswith("choice-") and isinstance(value, str)
    }
    try:
        if decided:
            uploads.choose(decided, by=request.user)
        if "again" in request.POST:
            return redirect("points:import")
        done = uploads.confirm(by=request.user, at=timezone.now())
    except uploads.NothingWaiting as gone:
        messages.warning(request, str(gone))
        return redirect("points:import")
    except Refused as refusal:
        kept = uploads.of(request.user)
        return (
            _preview(request, kept, refusal=str(refusal))
            if kept
            else _refused(request, str(refusal))
        )
    return redirect(done)


@right_required(Right.MANAGE_POINTS)
@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Forget the uploaded list."""
    uploads.throw_away(request.user)
    return redirect("points:import")
