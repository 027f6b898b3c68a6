"""Remember when a person looked at the home page."""

from datetime import datetime

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import LastLook


def looked(person: User, *, since: datetime, at: datetime) -> None:
    """Note a new look; `since` is what the page has just told the news from."""
    LastLook.objects.bulk_create(
        [LastLook(person=person, before=since, at=at)],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["before", "at"],
    )
