"""Merge indicators of a draft, or split one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework import scores
from chuangcheng.framework.forms import indicators as forms
from chuangcheng.framework.models import Indicator
from chuangcheng.framework.services import reshaping
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.editing.indicators import (
    draft_of,
    indicator_of,
    refused,
    to_row,
)
from chuangcheng.platform.refusal import Refused


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make one of the ticked indicators, once it was said how to call it."""
    draft = draft_of(request, pk)
    picked = forms.MoveForm(request.POST, edition=draft)
    if not picked.is_valid() or len(picked.cleaned_data["pk"]) < 2:
        return refused(request, draft, Refused("合并至少要勾选两条。"))
    merged = list(picked.cleaned_data["pk"].order_by("order", "id"))
    # The tree's form only ticks; the next page says how the whole is to be called.
    is_said = "name" in request.POST
    form = forms.PartForm(request.POST if is_said else None, initial=_whole(merged))
    if form.is_valid():
        try:
            kept = reshaping.merge(
                draft.pk, [each.pk for each in merged], form.part(), by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"{len(merged)} 条已合并为“{kept}”。")
            return to_row(draft, kept)
    context = {"edition": draft, "merged": merged, "form": form}
    return page(
        request,
        "framework/registry/merge.html",
        context,
        here="frameworks",
        status=422 if is_said else 200,
    )


def _whole(merged: Sequence[Indicator]) -> dict[str, Any]:
    total = sum((each.score or Decimal(0) for each in merged), Decimal(0))
    return {
        "code": merged[0].code,
        "name": merged[0].name,
        "score": scores.bare(total) if total else None,
    }


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make several of an indicator."""
    indicator = indicator_of(request, pk)
    parts = forms.PartFormSet(
        request.POST or None, initial=_halves(indicator), prefix="part"
    )
    refusal = ""
    if request.method == "POST" and parts.is_valid():
        said = [form.part() for form in parts if form.has_changed() or form.initial]
        try:
            made = reshaping.split(indicator.pk, said, by=request.user)
        except Refused as refused_:
            refusal = str(refused_)
        else:
            messages.info(request, f"“{indicator}”已拆成 {len(made)} 条。")
            return to_row(indicator.edition, made[0])
    context = {
        "indicator": indicator,
        "edition": indicator.edition,
        "parts": parts,
        "refusal": refusal,
    }
    return page(
        request,
        "framework/registry/split.html",
        context,
        here="frameworks",
        status=422 if request.method == "POST" else 200,
    )


def _halves(indicator: Indicator) -> list[dict[str, Any]]:
    """Propose two parts with the points shared alike."""
    shares: list[Decimal | None] = [None, None]
    if indicator.score is not None:
        shares = list(scores.spread([Decimal(1), Decimal(1)], indicator.score))
    return [
        {
            "code": indicator.code if at == 1 else f"{indicator.code}-{at}",
            "name": indicator.name if at == 1 else "",
            "score": scores.bare(share),
        }
        for at, share in enumerate(shares, start=1)
    ]
