"""Set the scores of a draft together."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Indicator, IndicatorLevel, Provenance
from chuangcheng.framework.services import drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The points of every standard and the weights of the groups that have one, by key."""

    scores: Mapping[int, Decimal | None]
    weights: Mapping[int, Decimal | None]
    full_score: Decimal | None


@transaction.atomic
def reweigh(edition_id: int, weighing: Weighing, *, by: User) -> int:
    """Set scores, weights and full score of a draft; what changes is the city's own.

    Returns how many indicators changed.

    Raises:
        NotADraft: the edition is no draft.
    """
    edition = drafts.lock(edition_id)
    changed = [each for each in edition.indicators.all() if _weigh(each, weighing)]
    Indicator.objects.bulk_update(changed, ["score", "weight", "weight_provenance"])
    if edition.full_score != weighing.full_score:
        edition.full_score = weighing.full_score
        edition.save(update_fields=["full_score"])
    drafts.note("edition.reweighed", edition, by=by, count=len(changed))
    return len(changed)


def _weigh(indicator: Indicator, weighing: Weighing) -> bool:
    """Take over an indicator's figure; tell whether it is a new one."""
    before = indicator.score, indicator.weight
    if indicator.level == IndicatorLevel.STANDARD:
        indicator.score = weighing.scores.get(indicator.pk, indicator.score)
    else:
        indicator.weight = weighing.weights.get(indicator.pk, indicator.weight)
    is_new = before != (indicator.score, indicator.weight)
    if is_new:
        indicator.weight_provenance = Provenance.LOCAL
    return is_new
