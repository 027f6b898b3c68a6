"""任务推进明细表 and 交办单 counts on screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.city.api import right_required
from chuangcheng.ledger.models import Plan
from chuangcheng.ledger.queries import cityday, tallies
from chuangcheng.ledger.queries.tasks import own_units, visible_to
from chuangcheng.ledger.views.tasks.doors import SEEING


@right_required(*SEEING)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Count a person's tasks by project, unit and task force; one plan or all."""
    day = cityday.today()
    tasks = visible_to(request.user)
    plans = list(Plan.objects.order_by("-starts_on", "name"))
    chosen = next((p for p in plans if str(p.pk) == request.GET.get("plan")), None)
    if chosen:
        tasks = tasks.filter(plan=chosen)
    projects = tallies.by_project(tasks, day)
    context = {
        "total": tallies.total(projects),
        "projects": projects,
        "units": tallies.by_unit(tasks, day, units=own_units(request.user)),
        "forces": tallies.by_force(tasks, day),
        "plans": plans,
        "chosen": chosen,
        "plan_query": f"&plan={chosen.pk}" if chosen else "",
        "today": day.on,
        "export_url": _export_url(request),
    }
    return render(request, "ledger/tasks/tallies.html", context)


def _export_url(request: SignedInRequest) -> str:
    try:
        return f"{reverse('ledger:tallies_export')}?{request.GET.urlencode()}"
    except NoReverseMatch:
        return ""
