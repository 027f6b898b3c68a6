"""What the pickers ask while a person types: `[{value, label, note}]`, best first."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.queries import options

_MOST = 20
_LONGEST = 60


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def indicators(request: SignedInRequest) -> JsonResponse:
    """Offer standards in force; `framework` narrows them to one campaign."""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    code = request.GET.get("framework", "")
    found = options.offered(request.user, words, framework=code)[:_MOST]
    rows = [
        {
            "value": each.pk,
            "label": str(each),
            "note": each.edition.framework.name,
        }
        for each in found
    ]
    # The picker wants a bare list; the answer is never read across sites.
    return JsonResponse(rows, safe=False)
