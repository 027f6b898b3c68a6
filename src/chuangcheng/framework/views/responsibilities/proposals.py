"""Proposals from the typical units: looked through, ticked, changed, and only then written."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right, Role
from chuangcheng.city.api import Unit, right_required
from chuangcheng.framework.forms.proposals import ticked_lines
from chuangcheng.framework.forms.responsibilities import POST_ROLES
from chuangcheng.framework.models import Edition, Indicator, ResponsibilityRole
from chuangcheng.framework.queries import proposals as queries
from chuangcheng.framework.queries import responsibilities
from chuangcheng.framework.queries.proposals import Proposal
from chuangcheng.framework.queries.responsibilities import Group, Row
from chuangcheng.framework.services import responsibilities as services
from chuangcheng.framework.services.responsibilities import Part
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.responsibilities.doors import (
    edition_of,
    nothing_in_force,
)
from chuangcheng.platform.refusal import Refused


@right_required(Right.ASSIGN_INDICATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Show what is proposed for the standards that nobody leads yet, and take the ticked over."""
    edition = edition_of(request)
    if edition is None:
        return nothing_in_force(request, here="responsibilities")
    refusal = ""
    if request.method == "POST":
        try:
            parts = _ticked(request.POST, edition)
            count = services.accept(parts, by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.info(request, f"已按建议定下 {count} 项职责。")
            back = reverse("framework:proposals")
            return redirect(f"{back}?{request.GET.urlencode()}")
    return _show(request, edition, refusal=refusal)


def _show(request: SignedInRequest, edition: Edition, *, refusal: str) -> HttpResponse:
    role = _post_role(request.GET)
    open_rows = [row for row in responsibilities.board(edition) if row.lead is None]
    domains = _counted(open_rows)
    chosen = _chosen(request.GET, domains)
    rows = [row for row in open_rows if chosen is None or row.domain == chosen]
    found = queries.proposed(edition, rows, post_role=role)
    context = {
        "edition": edition,
        "domains": domains,
        "chosen": chosen,
        "open_count": len(open_rows),
        "proposals": found,
        "silent": _silent(rows, found),
        "ticked_count": sum(len(each.ticked) for each in found),
        "roles": ResponsibilityRole.choices,
        "post_roles": POST_ROLES,
        "post_role": role,
        "refusal": refusal,
    }
    return page(
        request,
        "framework/responsibilities/proposals.html",
        context,
        here="responsibilities",
        status=422 if refusal else 200,
    )


def _post_role(said: QueryDict) -> Role:
    head = said.get("post_role") == Role.UNIT_HEAD.value
    return Role.UNIT_HEAD if head else Role.LIAISON


def _counted(rows: Sequence[Row]) -> list[tuple[Group, int]]:
    counts: dict[Group, int] = {}
    for row in rows:
        counts[row.domain] = counts.get(row.domain, 0) + 1
    return list(counts.items())


def _chosen(said: QueryDict, domains: Sequence[tuple[Group, int]]) -> Group | None:
    """Return the group that is asked for: the first unless told otherwise, None for all."""
    wanted = said.get("domain", "")
    if wanted == "all" or not domains:
        return None
    found = (group for group, _ in domains if str(group.pk) == wanted)
    return next(found, domains[0][0])


def _silent(rows: Sequence[Row], found: Sequence[Proposal]) -> list[Row]:
    spoken = {each.row.pk for each in found}
    return [row for row in rows if row.pk not in spoken]


def _ticked(said: QueryDict, edition: Edition) -> list[tuple[Indicator, Part]]:
    """Turn the ticked lines into parts; the post is the unit's own of the role asked for."""
    lines = ticked_lines(said)
    standards = edition.indicators.in_bulk([line.standard_id for line in lines])
    units = Unit.objects.active().in_bulk([pk for line in lines for pk in line.unit_ids])
    posts = queries.posts_by_unit(units, role=_post_role(said))
    parts = []
    for line in lines:
        standard = standards.get(line.standard_id)
        meant = [units[pk] for pk in line.unit_ids if pk in units]
        if standard is not None and not meant:
            raise services.DutyRefused(
                f"“{standard}”有勾选的一行没有选单位，请选定单位或去掉勾选。"
            )
        if standard is not None:
            parts += [
                (standard, Part(unit=unit, role=line.role, post=posts.get(unit.pk)))
                for unit in meant
            ]
    if not parts:
        raise services.DutyRefused("没有勾选任何建议，请勾选要采用的行。")
    return parts
