"""Outlines for the maps."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.models import Level
from chuangcheng.city.queries import outlines as queries
from chuangcheng.city.scope import right_required
from chuangcheng.platform.compressed import json_response


@right_required(Right.SEE_CITY)
@require_safe
def outline(request: SignedInRequest) -> HttpResponse:
    """Hand out the outlines of a level as GeoJSON."""
    level = request.GET.get("level", Level.STREET)
    if level not in Level.values:
        raise Http404
    found = queries.outlines(request.user, Level(level), day=timezone.localdate())
    return json_response(request, found.written, version=found.mark)
