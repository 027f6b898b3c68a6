"""Points of the library that are likely one place, side by side, until somebody decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.queries import twins as queries
from chuangcheng.points.services import twins as services

_ROWS = 50


@right_required(Right.MANAGE_POINTS)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List the pairs nobody has decided on."""
    pairs = Paginator(queries.undecided(request.user), _ROWS)
    context = {"page_obj": pairs.get_page(request.GET.get("page"))}
    return render(request, "points/twins.html", context)


@right_required(Right.MANAGE_POINTS)
@require_POST
def decide(request: SignedInRequest) -> HttpResponse:
    """Merge a pair into the one that is kept, or remember that they are two."""
    first, second = request.POST.get("first", ""), request.POST.get("second", "")
    keep = request.POST.get("keep", "")
    by, at = request.user, timezone.now()
    try:
        if keep in {first, second}:
            drop = second if keep == first else first
            kept = services.merge(keep, drop, by=by, at=at)
            messages.info(request, f"已合并到 {kept}，{drop} 已作废。")
        else:
            services.keep_apart(first, second, by=by, at=at)
            messages.info(request, "已记住是两处，以后不再列出。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("points:twins")
