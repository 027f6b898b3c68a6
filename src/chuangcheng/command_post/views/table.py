"""The map as tables, for whoever does not look at maps or needs a list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required
from chuangcheng.command_post.forms import PointFilter, RegionFilter
from chuangcheng.command_post.queries import choices
from chuangcheng.command_post.queries import regions as region_queries
from chuangcheng.points.api import PointSearch, find_points, with_point_facts


@right_required(Right.SEE_POINTS)
@require_safe
def points(request: SignedInRequest) -> HttpResponse:
    """List the points that the map would show."""
    form = PointFilter(request.GET, kinds=choices.kinds())
    search = form.search()
    context = {
        "filter": form,
        "is_filtered": search != PointSearch(),
        "region": search.region,
        "map_hash": form.as_hash(),
        "page_obj": page_of(with_point_facts(find_points(request.user, search)), request),
    }
    return render(request, "command_post/points.html", context)


@right_required(Right.SEE_POINTS)
@require_safe
def regions(request: SignedInRequest) -> HttpResponse:
    """List the regions with who answers for them and what waits there."""
    form = RegionFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    words, level = said.get("q", "").strip(), said.get("level", "")
    found = region_queries.found(request.user, words=words, level=level)
    shown = page_of(found, request)
    context = {
        "filter": form,
        "is_filtered": bool(words or level),
        "page_obj": shown,
        "rows": region_queries.rows(request.user, list(shown)),
        "sees_tasks": region_queries.may_see_tasks(request.user),
    }
    return render(request, "command_post/regions.html", context)
