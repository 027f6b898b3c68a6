"""What changed between two editions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook as handed_out
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms.comparisons import EditionsForm
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import comparisons as queries
from chuangcheng.framework.queries import editions
from chuangcheng.framework.queries.comparison_sheets import exported
from chuangcheng.framework.views.doors import page

HERE = "compare"


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """Show what changed between two editions; without a choice, between the likeliest two."""
    seen = editions.visible_to(request.user)
    pair = None
    if "older" in request.GET or "newer" in request.GET:
        form = EditionsForm(request.GET, editions=seen)
        if form.is_valid():
            pair = form.cleaned_data["older"], form.cleaned_data["newer"]
    else:
        pair = queries.usual_pair(list(seen))
        form = EditionsForm(
            initial={"older": pair[0], "newer": pair[1]} if pair else {}, editions=seen
        )
    context: dict[str, Any] = {"form": form, "pair": pair}
    if pair:
        context |= _compared(request, *pair)
    status = 422 if form.is_bound and not pair else 200
    return page(
        request, "framework/comparisons/compare.html", context, here=HERE, status=status
    )


def _compared(
    request: SignedInRequest, older: Edition, newer: Edition
) -> Mapping[str, Any]:
    found = queries.compare(older, newer)
    kind = request.GET.get("kind", queries.ALL)
    sort = request.GET.get("sort", "")
    rows = found.chosen(kind)
    asked = urlencode({"older": older.pk, "newer": newer.pk})
    return {
        "older": older,
        "newer": newer,
        "found": found,
        "chips": found.chips(),
        "kind": kind,
        "sort": sort,
        "rows": queries.by_score(rows) if sort == queries.BY_SCORE else None,
        "groups": queries.grouped(rows),
        "shown": len(rows),
        "asked": asked,
        "is_one_framework": older.framework_id == newer.framework_id,
    }


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest, older: int, newer: int) -> HttpResponse:
    """Hand out what changed as a workbook."""
    before, after = pair_of(request, older, newer)
    return handed_out(
        exported(before, after, queries.compare(before, after)),
        name=f"{after.framework.name}版本变化",
    )


def pair_of(request: SignedInRequest, older: int, newer: int) -> tuple[Edition, Edition]:
    """Fetch two editions that the person may see."""
    seen = editions.visible_to(request.user)
    return get_object_or_404(seen, pk=older), get_object_or_404(seen, pk=newer)
