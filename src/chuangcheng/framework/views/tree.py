"""An edition's tree, one indicator, and what can cost the title."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.framework.forms.tree import TreeFilter
from chuangcheng.framework.models import EditionState, Method, Provenance
from chuangcheng.framework.panels import panels_for
from chuangcheng.framework.queries import editions as edition_queries
from chuangcheng.framework.queries import indicators as queries
from chuangcheng.framework.queries import tree, vetoes
from chuangcheng.framework.views.doors import page


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an edition's whole tree."""
    found = get_object_or_404(edition_queries.visible_to(request.user), pk=pk)
    search = TreeFilter(request.GET).search()
    context = {
        "edition": found,
        "tree": tree.read(found, search),
        "search": search,
        "methods": Method.choices,
        "provenances": Provenance.choices,
        "is_draft": found.state == EditionState.DRAFT,
        "tab": "tree",
    }
    return page(request, "framework/registry/edition.html", context, here="frameworks")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one indicator."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    context = {
        "indicator": found,
        "edition": found.edition,
        "is_draft": found.edition.state == EditionState.DRAFT,
        "trail": queries.trail(found),
        "methods": [tree.METHOD_WORDS.get(each, each) for each in found.methods],
        "types": queries.types_of(found),
        "items": queries.items_of(found),
        "sources": queries.sources(found.refs),
        "children": found.children.order_by("order", "id"),
        "panels": panels_for(found, scope_of(request.user)),
    }
    return page(request, "framework/registry/indicator.html", context, here="frameworks")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def vetoes_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an edition's negative list and preconditions."""
    found = get_object_or_404(edition_queries.visible_to(request.user), pk=pk)
    context = {
        "edition": found,
        "is_draft": found.state == EditionState.DRAFT,
        "negative_items": vetoes.negative_items(found),
        "preconditions": vetoes.preconditions(found),
        "tab": "vetoes",
    }
    return page(request, "framework/registry/vetoes.html", context, here="frameworks")
