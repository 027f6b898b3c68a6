"""Change many points at once: say what, see how many, agree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.forms.bulk import BulkForm
from chuangcheng.points.services import bulk as services
from chuangcheng.points.views.picking import picked
from chuangcheng.points.views.points import show_list


@right_required(Right.MANAGE_POINTS)
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """Ask what to change, show what it would do, and do it once that is agreed to."""
    codes = picked(request)
    if not codes:
        return show_list(request, problem="请先勾选要修改的点位。", status=422)
    step = request.POST.get("step", "")
    form = BulkForm(request.POST if step else None)
    if not step or not form.is_valid():
        return _page(request, codes, form, status=422 if step else 200)
    change = form.change()
    try:
        if step != "do":
            effect = services.preview(codes, change)
            return _page(request, codes, form, change=change, effect=effect)
        expected = request.POST.get("expected", "")
        effect = services.apply(
            codes,
            change,
            expected=int(expected) if expected.isascii() and expected.isdecimal() else 0,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, codes, form, status=422)
    messages.info(request, f"已修改 {effect.changed} 个点位：{change.said}。")
    return redirect(f"{reverse('points:points')}?{request.GET.urlencode()}")


def _page(
    request: SignedInRequest,
    codes: list[str],
    form: BulkForm,
    *,
    change: services.Change | None = None,
    effect: services.Effect | None = None,
    status: int = 200,
) -> HttpResponse:
    everything = request.POST.get("everything") == "1"
    context = {
        "count": len(codes),
        # With everything the filter says which, and thousands of codes need not travel.
        "codes": [] if everything else codes,
        "everything": everything,
        "form": form,
        "change": change,
        "effect": effect,
        "query": request.GET.urlencode(),
    }
    return render(request, "points/bulk.html", context, status=status)
