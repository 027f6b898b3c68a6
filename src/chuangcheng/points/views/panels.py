"""What the points show on pages of other packages."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, right_required
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
        "unit": shown,
        "types": own[:_TYPES],
        "more": len(own) - _TYPES,
        "total": sum(each.count for each in own),
        "patron_total": sum(each.count for each in patron),
    }
    return render(request, "points/_unit_panel.html", context)
