"""What the search box finds among the tasks a person may see."""

from django.db.models import QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import Task
from chuangcheng.ledger.queries.filtering import matching
from chuangcheng.ledger.queries.tasks import visible_to


def named(user: User, words: str) -> QuerySet[Task]:
    """Return the tasks whose number, wording or source holds every word, the newest first."""
    return visible_to(user).filter(matching(words)).defer("text").order_by("-id")
