"""Tell people something inside the product, each fact once."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.text import Truncator

from chuangcheng.accounts.models import Notification, User

_LONGEST = 300
_AT_ONCE = 1000


def notify(
    recipients: Iterable[User], *, text: str, url: str = "", key: str, at: datetime
) -> None:
    """Leave a sentence for each person; said again under the same key it changes nothing.

    Raises:
        ValueError: the link leads out of the product, or the key is too long to tell facts apart.
    """
    if url and not _is_inside(url):
        raise ValueError(f"a notification links inside the product only, not to {url!r}")
    if len(key) > 200:
        raise ValueError(f"the key {key!r} is longer than 200 characters")
    shown = Truncator(text).chars(_LONGEST)
    people = {person.pk: person for person in recipients if person.is_active}
    Notification.objects.bulk_create(
        [
            Notification(recipient=person, text=shown, url=url, key=key, at=at)
            for person in people.values()
        ],
        ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )


def of(person: User) -> QuerySet[Notification]:
    """Return a person's messages, the latest first."""
    return Notification.objects.filter(recipient=person).order_by("-at", "-id")


def unread_count(user: User) -> int:
    return Notification.objects.filter(recipient=user).unread().count()


def mark_read(notification: Notification, *, at: datetime) -> None:
    """Note when a message was first opened; opened again it keeps the first time."""
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=at)


def mark_all_read(person: User, *, at: datetime) -> int:
    """Mark everything read that had arrived by `at`; return how many there were."""
    return (
        Notification.objects.filter(recipient=person, at__lte=at)
        .unread()
        .update(read_at=at)
    )


def _is_inside(url: str) -> bool:
    return url.startswith("/") and not url.startswith(("//", "/\\"))
