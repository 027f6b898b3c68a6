"""The map itself, and what its script fetches."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.command_post.forms import PointFilter
from chuangcheng.command_post.queries import choices, regions
from chuangcheng.ledger.api import load_by_area
from chuangcheng.points.api import PointSearch, find_points

_POINTS, _REGIONS = 12, 8


@right_required(Right.SEE_POINTS)
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """Show the map; what it shows of the city comes by its script."""
    kinds = choices.kinds()
    context = {
        "filter": PointFilter(request.GET, kinds=kinds),
        "kinds": [asdict(kind) for kind in kinds],
        "sees_tasks": regions.may_see_tasks(request.user),
    }
    return render(request, "command_post/map.html", context)


@right_required(Right.SEE_POINTS)
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """List the points and regions whose name, code or address holds the words."""
    words = request.GET.get("q", "").strip()[:100]
    context: dict[str, object] = {"words": words}
    if words:
        points = find_points(request.user, PointSearch(chip="all", words=words))
        context |= {
            "points": points.select_related("type")[:_POINTS],
            "regions": regions.found(request.user, words=words)[:_REGIONS],
        }
    return render(request, "command_post/_found.html", context)


@right_required(Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)
@require_safe
def tasks(request: SignedInRequest) -> HttpResponse:
    """Send open and late tasks by the code of a region."""
    loads = load_by_area(request.user)
    response = JsonResponse({code: asdict(load) for code, load in loads.items()})
    response["Cache-Control"] = "private, no-store"
    return response
