"""Types of places, and what is looked at in each."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.models import Checklist, EditionState, PointType
from chuangcheng.framework.queries import checklists as queries
from chuangcheng.framework.queries import editions as edition_queries
from chuangcheng.framework.views.doors import page


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def point_types(request: SignedInRequest) -> HttpResponse:
    """List the types of places by group, with what the edition in force looks at in each."""
    edition = edition_queries.current()
    types = list(queries.point_types(edition))
    checklists = (
        dict(edition.checklists.values_list("point_type_id", "pk")) if edition else {}
    )
    context = {
        "edition": edition,
        "groups": _grouped([(each, checklists.get(each.pk)) for each in types]),
        "type_count": len(types),
        "item_count": sum(each.item_count for each in types),  # type: ignore[attr-defined]
    }
    return page(request, "framework/checklists/types.html", context, here="types")


def _grouped(
    types: Sequence[tuple[PointType, int | None]],
) -> list[tuple[str, list[tuple[PointType, int | None]]]]:
    groups: dict[str, list[tuple[PointType, int | None]]] = {}
    for each in types:
        groups.setdefault(each[0].group, []).append(each)
    return list(groups.items())


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def of_edition(request: SignedInRequest, pk: int) -> HttpResponse:
    """List an edition's checklists."""
    edition = get_object_or_404(edition_queries.visible_to(request.user), pk=pk)
    listed = list(queries.of_edition(edition))
    context = {
        "edition": edition,
        "is_draft": edition.state == EditionState.DRAFT,
        "checklists": listed,
        "item_count": sum(each.item_count for each in listed),  # type: ignore[attr-defined]
        "tab": "checklists",
    }
    return page(request, "framework/checklists/listing.html", context, here="frameworks")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is looked at in one type of place, fit for an A4 sheet."""
    checklists = queries.with_items(queries.visible_to(request.user))
    checklist = get_object_or_404(checklists, pk=pk)
    return page(
        request,
        "framework/checklists/checklist.html",
        {
            "checklist": checklist,
            "edition": checklist.edition,
            "is_draft": checklist.edition.state == EditionState.DRAFT,
            "editions": _in_other_editions(request, checklist),
        },
        here="frameworks",
    )


def _in_other_editions(request: SignedInRequest, checklist: Checklist) -> list[Checklist]:
    others = queries.visible_to(request.user).filter(point_type=checklist.point_type)
    return list(
        others.exclude(pk=checklist.pk)
        .select_related("edition__framework")
        .order_by("-edition__created_at", "-id")[:10]
    )
