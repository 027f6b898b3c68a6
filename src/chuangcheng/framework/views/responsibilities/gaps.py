"""Where responsibility is missing, and where there is too much."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import responsibilities as forms
from chuangcheng.framework.queries import gaps as queries
from chuangcheng.framework.queries import responsibilities
from chuangcheng.framework.queries.gap_sheets import write
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.responsibilities.doors import (
    edition_of,
    nothing_in_force,
)

_SHOWN = ":10"


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show standards without owners, units without standards, persons with too many."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="gaps")
    form = forms.GapFilter(request.GET or None)
    rows = responsibilities.board(edition)
    context = {
        "edition": edition,
        "filter": form,
        "more_than": form.limit(),
        "total": len(rows),
        "missing": queries.missing(rows),
        "shown": _SHOWN,
        "idle": list(queries.idle_units(rows)),
        "loads": queries.loads(rows, more_than=form.limit()),
    }
    return page(request, "framework/responsibilities/gaps.html", context, here="gaps")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out all gaps as a workbook, a sheet for each kind."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="gaps")
    limit = forms.GapFilter(request.GET or None).limit()
    return workbook(
        write(responsibilities.board(edition), more_than=limit), name="责任缺口"
    )
