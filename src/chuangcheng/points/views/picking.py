"""Which points a person means: those ticked, or everything the list's filter finds."""

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.points.forms.filters import PointFilter
from chuangcheng.points.queries import filtering
from chuangcheng.points.queries import points as queries


def picked(request: SignedInRequest) -> list[str]:
    """Return the codes that were ticked, or all of the filter where that was said or nothing is."""
    said = request.POST
    if said.get("everything") == "1" or request.method != "POST":
        found = filtering.found(request.user, PointFilter(request.GET).search())
        return list(found.values_list("code", flat=True))
    ticked = said.getlist("codes")
    visible = queries.visible_to(request.user).filter(code__in=ticked)
    return sorted(visible.values_list("code", flat=True))
