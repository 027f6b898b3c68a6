"""The ledger goes out as Excel; that it did is written down."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms.filters import search_of
from chuangcheng.ledger.models import Plan
from chuangcheng.ledger.queries import (
    cityday,
    exports,
    filtering,
    full_export,
    tallies,
)
from chuangcheng.ledger.queries.tasks import own_units, visible_to
from chuangcheng.platform import audit
from chuangcheng.platform.exchange import SheetSpec, write_workbook

_SEEING = (Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)


@right_required(*_SEEING)
@require_safe
def tasks(request: SignedInRequest) -> HttpResponse:
    """Hand out the list under the same address as the page."""
    day = cityday.today()
    found = filtering.found(request.user, search_of(request.GET), day)
    return _handed_out(
        request, [exports.tasks(found, day)], name="任务台账", detail=request.GET.dict()
    )


@right_required(*_SEEING)
@require_safe
def counts(request: SignedInRequest) -> HttpResponse:
    """Hand out 任务推进明细表 and 交办单 of one plan or all."""
    day = cityday.today()
    found = visible_to(request.user)
    wanted = request.GET.get("plan", "")
    plan = Plan.objects.filter(pk=wanted).first() if wanted.isdecimal() else None
    if plan:
        found = found.filter(plan=plan)
    sheets = [
        exports.by_project(tallies.by_project(found, day)),
        exports.by_unit(tallies.by_unit(found, day, units=own_units(request.user))),
        exports.by_force(tallies.by_force(found, day)),
    ]
    detail = {"plan": plan.name} if plan else {}
    return _handed_out(request, sheets, name="任务推进明细表", detail=detail)


@right_required(Right.EXCHANGE_LEDGER)
@require_safe
def everything(request: SignedInRequest) -> HttpResponse:
    """Hand out the whole ledger."""
    sheets = full_export.everything(cityday.today())
    return _handed_out(request, sheets, name="任务台账全部数据", detail={})


def _handed_out(
    request: SignedInRequest,
    sheets: Sequence[SheetSpec],
    *,
    name: str,
    detail: Mapping[str, str],
) -> HttpResponse:
    # Written down first: a download broken off has still left the house in part.
    audit.record(
        "ledger.exported", subject="任务台账", key=name, by=request.user, detail=detail
    )
    return workbook(write_workbook(sheets), name=name)
