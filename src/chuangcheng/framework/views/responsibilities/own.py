"""Duties seen from the side of those who hold them: a unit, and oneself."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, right_required, scope_of
from chuangcheng.framework.queries import editions
from chuangcheng.framework.queries import responsibilities as queries
from chuangcheng.framework.views.doors import page


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def unit_panel(request: SignedInRequest, code: str) -> HttpResponse:
    """Show which standards a unit answers for, as a box on its page."""
    unit = get_object_or_404(Unit, code=code)
    edition = editions.current()
    rows = queries.board(edition) if edition else []
    own = queries.of_unit(rows, {unit.pk})
    context = {
        "unit": unit,
        "edition": edition,
        "own": own,
        "score": queries.total_points(each.standard for each in own),
        "may_assign": scope_of(request.user).may(Right.ASSIGN_INDICATORS),
    }
    return render(request, "framework/responsibilities/_unit.html", context)


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """List the standards of the posts that a person sits in today."""
    sittings = scope_of(request.user).sittings
    edition = editions.current()
    rows = queries.board(edition) if edition else []
    own = queries.of_posts(rows, {sitting.post_id for sitting in sittings})
    unit_ids = {sitting.unit_id for sitting in sittings if sitting.unit_id}
    context = {
        "edition": edition,
        "sittings": sittings,
        "own": own,
        "score": queries.total_points({each.standard for each in own}),
        "units": Unit.objects.filter(pk__in=unit_ids).order_by("order", "code"),
        "unit_count": len(queries.of_unit(rows, unit_ids)),
    }
    return page(request, "framework/responsibilities/mine.html", context, here="mine")
