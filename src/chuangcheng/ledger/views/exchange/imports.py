"""An Excel ledger comes in: upload, columns, check, confirm, follow."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.access import quiet
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms import imports as forms
from chuangcheng.ledger.models import ImportState, LedgerImport
from chuangcheng.ledger.queries import imports as queries
from chuangcheng.ledger.services.imports import checking, keeping, preview, sheets
from chuangcheng.ledger.services.imports.rows import limits
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.intake.limits import check_size
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN = 200


@right_required(Right.EXCHANGE_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: SignedInRequest) -> HttpResponseBase:
    """List earlier imports and take in a new file."""
    plan = queries.plan_of_today()
    # Bound to whatever was sent: of a file refused on its way nothing may have arrived.
    is_sent = request.method == "POST"
    form = forms.UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"plan": plan},
    )
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error("file", refusal)
    elif is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check_size(file.size, name=file.name, limits=limits().file)
            job = keeping.upload(
                file.read(),
                name=file.name,
                plan=form.cleaned_data["plan"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(job)
    context = {
        "form": form,
        "page_obj": page_of(queries.listing(request.user), request),
        "has_plans": plan is not None,
        "max_bytes": limits().file.size,
    }
    status = 422 if is_sent else 200
    return render(request, "ledger/exchange/imports.html", context, status=status)


@right_required(Right.EXCHANGE_LEDGER)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    return workbook(sheets.template(), name="任务台账导入模板")


@right_required(Right.EXCHANGE_LEDGER)
@require_safe
def show(request: SignedInRequest, number: str) -> HttpResponse:
    """Show what the import waits for."""
    job = _found(request, number)
    if job.state == ImportState.UPLOADED or (
        job.state == ImportState.CHECKED and "columns" in request.GET
    ):
        form = forms.ColumnsForm(headers=job.headers, mapping=job.mapping)
        return _columns(request, job, form)
    if job.state == ImportState.CHECKED:
        return _check(request, job)
    return render(
        request, "ledger/exchange/import_over.html", {"job": job, "progress": _bar(job)}
    )


@right_required(Right.EXCHANGE_LEDGER)
@require_POST
def columns(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take what the person says of the columns."""
    job = _found(request, number)
    form = forms.ColumnsForm(request.POST, headers=job.headers, mapping=job.mapping)
    if form.is_valid():
        try:
            keeping.map_columns(number, form.mapping(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(job)
    return _columns(request, job, form, status=422)


@right_required(Right.EXCHANGE_LEDGER)
@require_POST
def units(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take what the person says of the names."""
    job = _found(request, number)
    try:
        chosen = forms.chosen_units(request.POST, checking.check(job).unknown)
        refused = keeping.name_units(
            number,
            chosen,
            remember="remember" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _check(request, job, refusal=str(refusal))
    for text in refused:
        messages.warning(request, f"{text}本次已按所选单位导入，没有记住这个叫法。")
    return redirect(job)


@right_required(Right.EXCHANGE_LEDGER)
@require_POST
def start(request: SignedInRequest, number: str) -> HttpResponseBase:
    job = _found(request, number)
    try:
        keeping.start(number, by=request.user, at=timezone.now())
    except Refused as refusal:
        job.refresh_from_db()
        return _check(request, job, refusal=str(refusal))
    return redirect(job)


@right_required(Right.EXCHANGE_LEDGER)
@require_POST
def drop(request: SignedInRequest, number: str) -> HttpResponseBase:
    job = _found(request, number)
    try:
        keeping.drop(number, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(job)
    messages.info(request, f"已放弃导入“{job.file_name}”，台账没有改动。")
    return redirect("ledger:imports")


@quiet
@right_required(Right.EXCHANGE_LEDGER)
@require_safe
def progress(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer an open page that asks how far it is."""
    return render(
        request, "web/_progress.html", {"progress": _bar(_found(request, number))}
    )


def _found(request: SignedInRequest, number: str) -> LedgerImport:
    return get_object_or_404(queries.visible_to(request.user), number=number)


def _bar(job: LedgerImport) -> dict[str, Any]:
    standing = queries.standing(job)
    return {
        "title": f"正在导入“{job.file_name}”",
        "url": reverse("ledger:import_progress", args=[job.number]),
        "done": standing.done,
        "total": standing.total,
        "is_done": standing.is_over,
        "next_url": job.get_absolute_url(),
    }


def _columns(
    request: SignedInRequest, job: LedgerImport, form: forms.ColumnsForm, status: int = 200
) -> HttpResponse:
    context = {"job": job, "form": form, "sample": preview.sample(job)}
    return render(request, "ledger/exchange/import_columns.html", context, status=status)


def _check(
    request: SignedInRequest, job: LedgerImport, *, refusal: str = ""
) -> HttpResponse:
    if job.state != ImportState.CHECKED:
        messages.error(request, refusal)
        return render(
            request,
            "ledger/exchange/import_over.html",
            {"job": job, "progress": _bar(job)},
            status=422,
        )
    check = checking.check(job)
    context = {
        "job": job,
        "check": check,
        "refusal": refusal,
        "preview": preview.rows(check),
        "problems": check.problems[:_PROBLEMS_SHOWN],
        "names": forms.choices_of(check.unknown),
    }
    status = 422 if refusal else 200
    return render(request, "ledger/exchange/import_check.html", context, status=status)
