"""What the pages about responsibility share: the edition they speak of, and its standards."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import editions
from chuangcheng.framework.views.doors import page


def edition_of(request: SignedInRequest) -> Edition | None:
    """Return the edition that is asked for, or the one in force; None where there is none."""
    wanted = request.GET.get("edition") or request.POST.get("edition") or ""
    if wanted.isdecimal():
        return get_object_or_404(editions.visible_to(request.user), pk=int(wanted))
    return editions.current()


def nothing_in_force(request: SignedInRequest, *, here: str) -> HttpResponse:
    """Say that there is no edition whose standards could be assigned."""
    return page(request, "framework/responsibilities/no_edition.html", {}, here=here)
