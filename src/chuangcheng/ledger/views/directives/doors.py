"""The first steps of every view here: may you see it, and which draft is meant."""

from django.shortcuts import get_object_or_404

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import Directive, DraftTask
from chuangcheng.ledger.queries import directives as queries


def directive_of(user: User, number: str) -> Directive:
    """Return a directive the person may see, or answer 404."""
    rows = queries.visible_to(user).select_related("uploaded_by", "published_by")
    return get_object_or_404(rows, number=number)


def draft_of(directive: Directive, draft: int) -> DraftTask:
    """Return a draft by its number, or answer 404."""
    return get_object_or_404(queries.drafts_of(directive), number=draft)
