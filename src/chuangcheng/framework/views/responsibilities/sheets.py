"""Responsibilities in and out as Excel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required
from chuangcheng.framework import duty_sheet
from chuangcheng.framework.forms.responsibilities import SheetForm
from chuangcheng.framework.models import Edition
from chuangcheng.framework.services import duty_sheets as services
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.responsibilities.doors import (
    edition_of,
    nothing_in_force,
)
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.intake.limits import read_limited
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN = 200


@right_required(Right.ASSIGN_INDICATORS)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Offer export, template and import; an upload not yet confirmed is shown again."""
    if kept := services.kept(request.user):
        return _preview(request, kept.name, kept.raw, kept.edition)
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    return _show(request, edition, SheetForm())


def _show(
    request: SignedInRequest,
    edition: Edition,
    form: SheetForm,
    *,
    report: services.Report | None = None,
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "report": report,
        "name": name,
        "problems": report.problems[:_PROBLEMS_SHOWN] if report else [],
    }
    template = "framework/responsibilities/sheet.html"
    return page(request, template, context, here="responsibilities", status=status)


def _refused(request: SignedInRequest, edition: Edition, refusal: str) -> HttpResponse:
    form = SheetForm(data={})
    form.errors.clear()
    form.add_error(None, refusal)
    return _show(request, edition, form, status=422)


def _preview(
    request: SignedInRequest, name: str, raw: bytes, edition: Edition
) -> HttpResponse:
    try:
        report = services.preview(raw, name=name, edition=edition)
    except Refused as refusal:
        services.throw_away(request.user)
        return _refused(request, edition, str(refusal))
    if not report.is_clean:
        services.throw_away(request.user)
    status = 200 if report.is_clean else 422
    return _show(request, edition, SheetForm(), report=report, name=name, status=status)


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Look through an uploaded sheet and show what it would change."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    form = SheetForm(request.POST, request.FILES)
    if refusal := uploads.refusal_of(request):
        return _refused(request, edition, refusal)
    if not form.is_valid():
        return _show(request, edition, form, status=422)
    file = form.cleaned_data["file"]
    name = str(file.name)
    try:
        raw = read_limited(file, name=name)
    except Refused as refused:
        return _refused(request, edition, str(refused))
    services.keep(raw, name=name, edition=edition, by=request.user, at=timezone.now())
    return _preview(request, name, raw, edition)


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Take the uploaded sheet over."""
    kept = services.kept(request.user)
    if kept is None:
        messages.warning(request, "没有待导入的文件，请重新选择。")
        return redirect("framework:duties_import")
    try:
        report = services.apply(
            kept.raw, name=kept.name, edition=kept.edition, by=request.user
        )
    except Refused:
        # Something changed since the preview; looking again says what.
        return _preview(request, kept.name, kept.raw, kept.edition)
    services.throw_away(request.user)
    messages.info(
        request,
        f"{kept.name}已导入：新增 {len(report.added)} 行，修改 {len(report.changed)} 行，"
        f"移除 {len(report.removed)} 行。",
    )
    return redirect("framework:responsibilities")


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Forget the uploaded sheet."""
    services.throw_away(request.user)
    return redirect("framework:duties_import")


@right_required(Right.ASSIGN_INDICATORS)
@require_safe
def template(_request: SignedInRequest) -> HttpResponse:
    """Hand out the empty sheet."""
    return workbook(duty_sheet.write([]), name="指标责任导入模板")
