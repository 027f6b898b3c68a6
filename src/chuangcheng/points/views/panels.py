"""What the points show on pages of other packages."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Region, Unit, right_required
from chuangcheng.points.queries import choices

_TYPES = 12


@right_required(Right.SEE_POINTS)
@require_safe
def unit(request: SignedInRequest, code: str) -> HttpResponse:
    """Count a unit's points by type, and those it stands patron to."""
    shown = get_object_or_404(Unit, code=code)
    own = choices.counted(Q(unit__path__startswith=shown.path))
    patron = choices.counted(Q(patron_unit__path__startswith=shown.path))
    context = {
        "filter": f"unit={shown.pk}",
        "patron_filter": f"patron={shown.pk}",
        "patron_total": sum(each.count for each in patron),
        "empty": "没有负责的点位。点位的责任单位在点位库里指定，也可用 Excel 一次导入。",
    }
    return _panel(request, own, context)


@right_required(Right.SEE_POINTS)
@require_safe
def region(request: SignedInRequest, code: str) -> HttpResponse:
    """Count the points in a region by type."""
    shown = get_object_or_404(Region, code=code)
    inside = choices.counted(Q(region__path__startswith=shown.path))
    context = {
        "filter": f"region={shown.pk}",
        "empty": "这里还没有点位。点位有了位置，就自动归到所在的网格。",
    }
    return _panel(request, inside, context)


def _panel(
    request: SignedInRequest,
    counted: list[choices.TypeCount],
    context: Mapping[str, object],
) -> HttpResponse:
    listed = {
        "types": counted[:_TYPES],
        "more": len(counted) - _TYPES,
        "total": sum(each.count for each in counted),
    }
    return render(request, "points/_panel.html", {**context, **listed})
