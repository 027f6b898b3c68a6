"""The list of standards and who answers for them, and the same part for many at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required
from chuangcheng.framework import duty_sheet
from chuangcheng.framework.forms import responsibilities as forms
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import duty_search, editions
from chuangcheng.framework.queries import responsibilities as queries
from chuangcheng.framework.queries.duty_search import GAPS, DutySearch
from chuangcheng.framework.queries.responsibilities import Row
from chuangcheng.framework.services import responsibilities as services
from chuangcheng.framework.services.responsibilities import Bulk, Part
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.responsibilities.doors import (
    edition_of,
    nothing_in_force,
)
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

_SHOWN_CODES = 12


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List an edition's standards with their duties, filtered."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    return _listing(request, edition, bulk=forms.BulkForm())


def _listing(
    request: SignedInRequest,
    edition: Edition,
    *,
    bulk: forms.BulkForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    form = forms.DutyFilter(request.GET)
    search = form.search()
    rows = queries.board(edition)
    found = duty_search.found(rows, search)
    context = {
        "edition": edition,
        "editions": editions.visible_to(request.user).order_by(
            "-framework__is_main", "framework__order", "-created_at"
        ),
        "filter": form,
        "search": search,
        "is_filtered": search != DutySearch(),
        "chips": [(gap, sum(map(gap.is_open, rows))) for gap in GAPS.values()],
        "domains": list(dict.fromkeys(row.domain for row in rows)),
        "total": len(rows),
        "rows": found,
        "score": queries.total_points(found),
        "person": _person(found, search.person),
        "bulk": bulk,
        "refusal": refusal,
    }
    return page(
        request,
        "framework/responsibilities/listing.html",
        context,
        here="responsibilities",
        status=status,
    )


def _person(rows: list[Row], pk: int | None) -> str:
    holders = (duty.holder for row in rows for duty in row.duties)
    return next((each.name for each in holders if each and each.person_id == pk), "")


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def assign_many(request: SignedInRequest) -> HttpResponse:
    """Give a unit the same part in all ticked standards."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    form = forms.BulkForm(request.POST)
    ticked = [pk for pk in request.POST.getlist("standards") if pk.isdecimal()]
    standards = list(queries.indicators_visible_to(request.user).filter(pk__in=ticked))
    if not standards:
        refusal = "没有勾选标准，请先在表格里勾选，再选择单位。"
    elif not form.is_valid():
        refusal = "请选择要定的单位和职责。"
    else:
        said = form.cleaned_data
        try:
            done = services.assign_many(
                standards,
                Part(unit=said["unit"], role=said["role"]),
                post_role=said["post_role"],
                by=request.user,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.info(request, _told(done))
            back = reverse("framework:responsibilities")
            return redirect(f"{back}?{request.GET.urlencode()}")
    return _listing(request, edition, bulk=form, refusal=refusal, status=422)


def _told(done: Bulk) -> str:
    text = f"新增 {done.added} 条，修改 {done.changed} 条。"
    if done.kept:
        codes = "、".join(done.kept[:_SHOWN_CODES])
        more = f"等 {len(done.kept)} 条" if len(done.kept) > _SHOWN_CODES else ""
        text += f"{codes}{more}已由其他单位牵头，没有改动。"
    return text


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the filtered list as the sheet that the import reads."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    search = forms.DutyFilter(request.GET).search()
    found = duty_search.found(queries.board(edition), search)
    rows = [
        (
            row.code,
            row.name,
            str(duty.role.label),
            duty.unit.code,
            duty.unit.name,
            duty.post,
        )
        for row in found
        for duty in row.duties
    ]
    audit.record(
        "framework.responsibility.exported",
        subject="指标责任",
        key=str(edition),
        by=request.user,
        detail={"rows": len(rows)},
    )
    return workbook(duty_sheet.write(rows), name="指标责任")
