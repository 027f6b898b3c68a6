"""An edition in and out as a workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook as handed_out
from chuangcheng.city.api import right_required
from chuangcheng.framework.comparison.changes import WORDS
from chuangcheng.framework.exchange import write
from chuangcheng.framework.forms.comparisons import WorkbookForm
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import editions
from chuangcheng.framework.queries.contents import content_of
from chuangcheng.framework.services import exchange
from chuangcheng.framework.services.exchange import Preview, Target, Upload
from chuangcheng.framework.views.doors import page
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.intake.limits import read_limited
from chuangcheng.platform.refusal import Refused

_PROBLEMS_SHOWN, _CHANGES_SHOWN = 200, 50


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out an edition as a workbook that can be changed and imported."""
    edition = _edition(request, pk)
    return handed_out(write(content_of(edition)), name=f"{edition}".replace(" ", "-"))


@right_required(Right.MANAGE_FRAMEWORK)
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer export and import; an upload not yet confirmed is shown again."""
    edition = _edition(request, pk)
    kept = exchange.kept(edition, by=request.user)
    if kept is None:
        return _show(request, edition, WorkbookForm(edition=edition))
    return _preview(request, edition, kept)


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look through an uploaded workbook and show what it would change."""
    edition = _edition(request, pk)
    form = WorkbookForm(request.POST, request.FILES, edition=edition)
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error(None, refusal)
    if not form.is_valid():
        return _show(request, edition, form, status=422)
    file = form.cleaned_data["file"]
    try:
        raw = read_limited(file, name=str(file.name))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, edition, form, status=422)
    new_name = form.cleaned_data["new_name"]
    kept = Upload(name=str(file.name), raw=raw, new_name=new_name)
    exchange.keep(kept, edition, by=request.user, at=timezone.now())
    return _preview(request, edition, kept)


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the uploaded workbook over."""
    edition = _edition(request, pk)
    kept = exchange.kept(edition, by=request.user)
    if kept is None:
        messages.warning(request, "没有待导入的文件，请重新选择。")
        return redirect("framework:workbook", pk)
    try:
        made = exchange.apply(
            kept.raw,
            Target(edition=edition, new_name=kept.new_name),
            name=kept.name,
            by=request.user,
            at=timezone.now(),
        )
    except Refused:
        # Something changed since the preview; looking again says what.
        return _preview(request, edition, kept)
    exchange.throw_away(by=request.user)
    said = "已建立草案" if kept.new_name else "已按表修改"
    messages.info(request, f"{kept.name}已导入，{said}{made.name}。")
    return redirect(made)


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget the uploaded workbook."""
    edition = _edition(request, pk)
    exchange.throw_away(by=request.user)
    return redirect("framework:workbook", edition.pk)


def _edition(request: SignedInRequest, pk: int) -> Edition:
    return get_object_or_404(editions.visible_to(request.user), pk=pk)


def _preview(request: SignedInRequest, edition: Edition, kept: Upload) -> HttpResponse:
    target = Target(edition=edition, new_name=kept.new_name)
    form = WorkbookForm(edition=edition, initial={"new_name": kept.new_name})
    try:
        found = exchange.preview(kept.raw, target, name=kept.name)
    except Refused as refusal:
        exchange.throw_away(by=request.user)
        form = WorkbookForm(data={}, edition=edition)
        form.errors.clear()
        form.add_error(None, str(refusal))
        return _show(request, edition, form, status=422)
    if not found.is_clean:
        exchange.throw_away(by=request.user)
    status = 200 if found.is_clean else 422
    return _show(request, edition, form, found=found, kept=kept, status=status)


def _show(
    request: SignedInRequest,
    edition: Edition,
    form: WorkbookForm,
    *,
    found: Preview | None = None,
    kept: Upload | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "edition": edition,
        "form": form,
        "found": found,
        "kept": kept,
    }
    if found:
        context |= {
            "problems": found.problems[:_PROBLEMS_SHOWN],
            "changes": [
                (change, [WORDS[kind] for kind in change.kinds])
                for change in found.changes[:_CHANGES_SHOWN]
            ],
        }
    return page(
        request,
        "framework/comparisons/workbook.html",
        context,
        here="frameworks",
        status=status,
    )
