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
from chuangcheng.framework.forms.sharing import SharingForm
from chuangcheng.framework.models import Indicator
from chuangcheng.framework.queries import indicators as queries
from chuangcheng.framework.services import reshaping
from chuangcheng.framework.services.overtaken import mark_of
from chuangcheng.framework.services.reshaping import Part
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
    """Make several of an indicator, once it was said which part its checklist items go to."""
    indicator = indicator_of(request, pk)
    parts = forms.PartFormSet(
        request.POST or None, initial=_halves(indicator), prefix="part"
    )
    if request.method != "POST" or "again" in request.POST or not parts.is_valid():
        return _names_page(request, indicator, parts)
    said = [form.part() for form in parts if form.has_changed() or form.initial]
    try:
        reshaping.refuse_split(indicator, said)
        sharing = SharingForm(
            request.POST if "shared" in request.POST else None,
            items=queries.items_of(indicator),
            parts=said,
        )
        if sharing.kinds and not sharing.is_valid():
            return _sharing_page(request, indicator, parts, sharing)
        made = reshaping.split(
            indicator.pk,
            said,
            items=sharing.shares() if sharing.kinds else None,
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except Refused as refusal:
        return _names_page(request, indicator, parts, refusal=str(refusal))
    messages.info(request, f"“{indicator}”已拆成 {len(made)} 条。")
    return to_row(indicator.edition, made[0])


def _names_page(
    request: SignedInRequest, indicator: Indicator, parts: Any, *, refusal: str = ""
) -> HttpResponse:
    now = mark_of(indicator, Part)
    context = {
        "indicator": indicator,
        "edition": indicator.edition,
        "parts": parts,
        # Whoever is shown a refusal has seen what it says of others' changes.
        "seen": now if refusal else request.POST.get("seen", now),
        "refusal": refusal,
    }
    is_wrong = refusal or (parts.is_bound and not parts.is_valid())
    return page(
        request,
        "framework/registry/split.html",
        context,
        here="frameworks",
        status=422 if is_wrong else 200,
    )


def _sharing_page(
    request: SignedInRequest, indicator: Indicator, parts: Any, sharing: SharingForm
) -> HttpResponse:
    context = {
        "indicator": indicator,
        "edition": indicator.edition,
        "parts": parts,
        "seen": request.POST.get("seen", ""),
        "sharing": sharing,
    }
    return page(
        request,
        "framework/registry/split_items.html",
        context,
        here="frameworks",
        status=422 if sharing.is_bound else 200,
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
