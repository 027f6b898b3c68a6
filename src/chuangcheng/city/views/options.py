"""What the pickers ask while a person types: `[{value, label, note}]`, best first."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.queries import naming, regions, seats
from chuangcheng.city.queries import units as unit_queries
from chuangcheng.city.scope import right_required

_MOST = 20
_LONGEST = 80
# Below this a suggestion looks like a mistake of the list.
_WORTH_OFFERING = 0.45


def _words(request: SignedInRequest) -> str:
    return request.GET.get("q", "").strip()[:_LONGEST]


def _answer(rows: Iterable[dict[str, object]]) -> JsonResponse:
    # The picker wants a bare list; the answer is never read across sites.
    return JsonResponse(list(rows), safe=False)


@right_required(Right.SEE_CITY)
@require_safe
def units(request: SignedInRequest) -> JsonResponse:
    """Offer units: those the name most likely means first, then those that contain it."""
    words = _words(request)
    found = unit_queries.found(request.user, unit_queries.UnitSearch(words=words))
    ids = [
        row.unit_id
        for row in (naming.matcher().match(words).suggestions if words else ())
        if row.score >= _WORTH_OFFERING
    ]
    ids += list(found.order_by("order", "code").values_list("id", flat=True)[:_MOST])
    infos = unit_queries.infos_of(set(ids))
    shown = [infos[pk] for pk in dict.fromkeys(ids) if pk in infos][:_MOST]
    return _answer(
        {
            "value": info.id,
            "label": info.name,
            "note": " › ".join(info.trail) or info.short_name,
            "short": info.short_name,
        }
        for info in shown
    )


@right_required(Right.SEE_CITY)
@require_safe
def region_options(request: SignedInRequest) -> JsonResponse:
    """Offer regions by name or code; without words the districts."""
    words = _words(request)
    found = regions.visible_to(request.user).filter(is_active=True)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(code__startswith=words))
    return _answer(
        {
            "value": region.pk,
            "label": region.name,
            "note": f"{region.parent.name if region.parent else ''} {region.code}".strip(),
        }
        for region in found.select_related("parent").order_by("path")[:_MOST]
    )


@right_required(Right.SEE_CITY)
@require_safe
def posts(request: SignedInRequest) -> JsonResponse:
    """Offer posts by title, unit, region or holder, with who sits there today."""
    search = seats.PostSearch(words=_words(request))
    return _answer(
        {
            "value": post.pk,
            "label": str(post),
            "note": "、".join(seat.person.name for seat in vars(post)["holding"]) or "空缺",
        }
        for post in seats.found(request.user, search)[:_MOST]
    )


@right_required(Right.MANAGE_CITY, Right.MANAGE_SEATS)
@require_safe
def people(request: SignedInRequest) -> JsonResponse:
    """Offer people who can be seated, by name or account."""
    words = _words(request)
    found = seats.people_visible_to(request.user)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__istartswith=words))
    return _answer(
        {"value": person.pk, "label": person.name, "note": person.username}
        for person in found[:_MOST]
    )
