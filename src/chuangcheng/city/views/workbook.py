"""The city in and out as a workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook as handed_out
from chuangcheng.city.forms.workbook import UploadForm
from chuangcheng.city.queries import workbook as queries
from chuangcheng.city.scope import right_required, scope_of
from chuangcheng.city.services import workbook as services
from chuangcheng.city.views.doors import page
from chuangcheng.platform import audit
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.intake.limits import read_limited
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN = 200


def _powers(request: SignedInRequest) -> services.Powers:
    scope = scope_of(request.user)
    return services.Powers(
        city=scope.may(Right.MANAGE_CITY),
        seats=scope.may(Right.MANAGE_SEATS),
        accounts=False,
    )


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Offer export, template and import; an upload not yet confirmed is shown again."""
    kept = services.kept(request.user)
    if kept is None:
        return _show(request, UploadForm())
    name, raw = kept
    return _preview(request, name, raw)


def _show(
    request: SignedInRequest,
    form: UploadForm,
    *,
    report: services.Report | None = None,
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "report": report,
        "name": name,
        "problems": report.problems[:_PROBLEMS_SHOWN] if report else [],
        "tallies": list(report.tallies.values()) if report else [],
    }
    return page(request, "city/workbook.html", context, here="workbook", status=status)


def _preview(request: SignedInRequest, name: str, raw: bytes) -> HttpResponse:
    today = timezone.localdate()
    form = UploadForm()
    try:
        report = services.preview(raw, name=name, powers=_powers(request), today=today)
    except Refused as refusal:
        services.throw_away(request.user)
        form = UploadForm(data={})
        form.errors.clear()
        form.add_error(None, str(refusal))
        return _show(request, form, status=422)
    status = 200 if report.is_clean else 422
    if not report.is_clean:
        services.throw_away(request.user)
    return _show(request, form, report=report, name=name, status=status)


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Look through an uploaded workbook and show what it would change."""
    form = UploadForm(request.POST, request.FILES)
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error(None, refusal)
    if not form.is_valid():
        return _show(request, form, status=422)
    file = form.cleaned_data["file"]
    name = str(file.name)
    try:
        raw = read_limited(file, name=name)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=422)
    services.keep(raw, name=name, by=request.user, at=timezone.now())
    return _preview(request, name, raw)


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Take the uploaded workbook over."""
    kept = services.kept(request.user)
    if kept is None:
        messages.warning(request, "没有待导入的文件，请重新选择。")
        return redirect("city:workbook")
    name, raw = kept
    try:
        report = services.apply(
            raw,
            name=name,
            powers=_powers(request),
            today=timezone.localdate(),
            by=request.user,
        )
    except Refused:
        # Something changed since the preview; looking again says what.
        return _preview(request, name, raw)
    services.throw_away(request.user)
    added = sum(tally.added for tally in report.tallies.values())
    changed = sum(tally.changed for tally in report.tallies.values())
    messages.info(request, f"{name}已导入：新增 {added} 行，修改 {changed} 行。")
    return redirect("city:workbook")


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Forget the uploaded workbook."""
    services.throw_away(request.user)
    return redirect("city:workbook")


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the whole city; who took it is written down, since it names people."""
    audit.record(
        "city.workbook.exported", subject="区划与单位", key="全部", by=request.user
    )
    return handed_out(queries.exported(), name="区划与单位")


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_safe
def template(_request: SignedInRequest) -> HttpResponse:
    """Hand out the empty workbook."""
    return handed_out(queries.template(), name="区划与单位导入模板")
