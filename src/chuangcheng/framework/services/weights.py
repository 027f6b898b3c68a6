"""Set the scores of a draft together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework import scores, seen
from chuangcheng.framework.models import Edition, Indicator, IndicatorLevel, Provenance
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.overtaken import Overtaken

# How many changes of others a refusal names.
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The points of every standard and the weights of the groups that have one, by key."""

    scores: Mapping[int, Decimal | None]
    weights: Mapping[int, Decimal | None]
    full_score: Decimal | None


def mark_of(edition: Edition, indicators: Iterable[Indicator]) -> str:
    """Return the mark of an edition's scores, for a form that shows them."""
    return seen.mark(_figures(edition, indicators))


def _figures(
    edition: Edition, indicators: Iterable[Indicator]
) -> dict[str, Decimal | None]:
    figures = {"full": edition.full_score}
    return figures | {str(each.pk): _figure(each) for each in indicators}


def _figure(indicator: Indicator) -> Decimal | None:
    is_standard = indicator.level == IndicatorLevel.STANDARD
    return indicator.score if is_standard else indicator.weight


@transaction.atomic
def reweigh(edition_id: int, weighing: Weighing, *, mark: str = "", by: User) -> int:
    """Set scores, weights and full score of a draft; what changes is the city's own.

    `mark` is of the scores that the person saw before. Returns how many indicators changed.

    Raises:
        NotADraft: the edition is no draft.
        Overtaken: scores were changed, or standards added, since.
    """
    edition = drafts.lock(edition_id)
    indicators = list(edition.indicators.order_by("order", "id"))
    _refuse_overtaken(edition, indicators, mark)
    changed = [each for each in indicators if _weigh(each, weighing)]
    Indicator.objects.bulk_update(changed, ["score", "weight", "weight_provenance"])
    if edition.full_score != weighing.full_score:
        edition.full_score = weighing.full_score
        edition.save(update_fields=["full_score"])
    drafts.note("edition.reweighed", edition, by=by, count=len(changed))
    return len(changed)


def _refuse_overtaken(edition: Edition, indicators: list[Indicator], mark: str) -> None:
    figures = _figures(edition, indicators)
    other = seen.changed(mark, figures)
    if not other:
        return
    names = {str(each.pk): str(each) for each in indicators} | {"full": "总分"}
    listed = "；".join(f"{names[key]}现为{_words(figures[key])}" for key in other[:_LISTED])
    rest = f"等 {len(other)} 处" if len(other) > _LISTED else ""
    raise Overtaken(
        f"分值在您填写期间被改过：{listed}{rest}。请核对您填写的分值；仍要按您填写的保存，请再提交一次。",
        mark=seen.mark(figures),
    )


def _words(figure: Decimal | None) -> str:
    return "空白" if figure is None else f" {scores.plain(figure)} 分"


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
