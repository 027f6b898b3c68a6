"""The points as the map's script fetches them."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.platform.compressed import json_response
from chuangcheng.points.queries import map as map_queries


@right_required(Right.SEE_POINTS)
@require_safe
def map_data(request: SignedInRequest) -> HttpResponse:
    """Send all points in columns; whoever has this version already is told so."""
    version = map_queries.version()
    return json_response(
        request, lambda: vars(map_queries.columns(version)), version=str(version)
    )
