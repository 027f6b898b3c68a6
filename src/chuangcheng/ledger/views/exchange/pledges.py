"""责任状 of units under a plan."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required
from chuangcheng.ledger.documents import pledge
from chuangcheng.ledger.models import Plan
from chuangcheng.ledger.queries import imports
from chuangcheng.ledger.queries import pledges as queries
from chuangcheng.platform import audit

_SEEING = (Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@right_required(*_SEEING)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List the units that have tasks under a plan, each with its pledge."""
    plans = list(imports.plans())
    wanted = request.GET.get("plan", "")
    chosen = next((plan for plan in plans if str(plan.pk) == wanted), None)
    chosen = chosen or imports.plan_of_today()
    context = {
        "plans": plans,
        "chosen": chosen,
        "page_obj": page_of(queries.listing(request.user, chosen), request)
        if chosen
        else None,
    }
    return render(request, "ledger/exchange/pledges.html", context)


@right_required(*_SEEING)
@require_safe
def download(request: SignedInRequest, code: str, plan: int) -> HttpResponse:
    """Hand out a unit's pledge; one without tasks has nothing to sign."""
    unit = get_object_or_404(queries.units_for(request.user), code=code)
    chosen = get_object_or_404(Plan, pk=plan)
    facts = queries.facts(unit, chosen)
    if not (facts.own or facts.support):
        raise Http404
    audit.record(
        "ledger.pledge.written",
        subject="责任状",
        key=unit.name,
        by=request.user,
        detail={"plan": chosen.name},
    )
    packed = pledge.write(facts, city=settings.CITY_NAME, on=timezone.localdate())
    response = HttpResponse(packed, content_type=_WORD)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{unit.name}责任状.docx"
    )
    response["Cache-Control"] = "no-store"
    return response
