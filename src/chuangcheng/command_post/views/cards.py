"""What the map says of the point or region that was pressed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import regions_visible_to, right_required
from chuangcheng.command_post.queries import regions
from chuangcheng.points.api import point_page, points_visible_to


@right_required(Right.SEE_POINTS)
@require_safe
def point(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the card of a point."""
    points = points_visible_to(request.user).select_related(
        "type", "region", "unit", "post", "patron_unit"
    )
    found = get_object_or_404(points, code=code)
    context = {"point": found, "page": point_page(request.user, found)}
    return render(request, "command_post/_point.html", context)


@right_required(Right.SEE_POINTS)
@require_safe
def region(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the card of a region."""
    found = get_object_or_404(regions_visible_to(request.user), code=code)
    context = {
        "card": regions.card(request.user, found),
        "sees_tasks": regions.may_see_tasks(request.user),
    }
    return render(request, "command_post/_region.html", context)
