"""What the picker of indicators offers: standards in force, by number or name."""

from django.db.models import Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Indicator, IndicatorLevel
from chuangcheng.framework.queries.responsibilities import indicators_visible_to


def standards_in_force(user: User) -> QuerySet[Indicator]:
    """Return the standards of editions in force that a person may see, the main ones first."""
    return (
        indicators_visible_to(user)
        .filter(edition__state="IN_FORCE", level=IndicatorLevel.STANDARD)
        .order_by(
            "-edition__framework__is_main", "edition__framework__order", "order", "id"
        )
    )


def offered(user: User, words: str, *, framework: str = "") -> QuerySet[Indicator]:
    """Return the standards whose number or name holds the words."""
    found = standards_in_force(user)
    if framework:
        found = found.filter(edition__framework__code=framework)
    if words:
        found = found.filter(Q(code__icontains=words) | Q(name__contains=words))
    return found
