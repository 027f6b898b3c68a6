"""A unit's tasks and its pledge, as a box on the unit's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.city.api import Unit, right_required
from chuangcheng.ledger.queries import imports, pledges
from chuangcheng.ledger.queries.cityday import today
from chuangcheng.ledger.queries.unit_tasks import figures
from chuangcheng.ledger.views.tasks.doors import SEEING


@right_required(*SEEING)
@require_safe
def panel(request: SignedInRequest, code: str) -> HttpResponse:
    """Show how many tasks a unit has, and the pledge of the plan that runs."""
    unit = get_object_or_404(Unit, code=code)
    plan = imports.plan_of_today()
    owing = plan and pledges.listing(request.user, plan).filter(pk=unit.pk).exists()
    context = {
        "unit": unit,
        "figures": figures(request.user, unit, today()),
        "plan": plan if owing else None,
    }
    return render(request, "ledger/exchange/_unit.html", context)
