"""How sure the grammar is of a draft, so that a reviewer sees the shaky ones first."""

from chuangcheng.ledger.extraction.drafts import Draft

_BY_STRENGTH = {0: 0.42, 1: 0.70, 2: 0.80, 3: 0.86}
_CARRIED = 0.10
_HEADED = 0.06
_FACT = 0.04
_LONG = 160
_CROWDED = 4


def confidence(draft: Draft) -> float:
    """Weigh who is named and how, whether a verb opens it, and what is pinned down."""
    figure = _BY_STRENGTH[draft.owners.strength if draft.owners.lead else 0]
    if draft.carried and draft.owners.lead:
        figure -= _CARRIED
    figure += _HEADED if draft.headed else -_HEADED
    firm = draft.deadline is None or draft.deadline.firm
    figure += _FACT * sum(map(bool, (draft.due and firm, draft.recurrence, draft.targets)))
    if not firm:
        figure -= 2 * _FACT
    if draft.end - draft.start > _LONG or len(draft.targets) > _CROWDED:
        figure -= 0.12
    return round(min(max(figure, 0.05), 0.98), 2)
