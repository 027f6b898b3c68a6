"""Write down who did what, in the change's own transaction."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Protocol

from django.utils import timezone

from chuangcheng.platform.models import AuditEntry

from . import provenance

_KEY_LENGTH = 100


class Actor(Protocol):
    """Whoever acts; a signed-in user is one."""

    pk: Any
    name: Any


# Set for the time of a request, so that no service needs to know of requests.
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)


def record(
    verb: str,
    *,
    subject: str,
    key: str,
    by: Actor | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry to the audit log; it stands or falls with the caller's transaction.

    `verb` is dotted, package first: ``ledger.task.dispatched``. `by` is None for the program itself.
    """
    entry = AuditEntry(
        at=timezone.now(),
        verb=verb,
        subject=subject,
        key=_shortened(key),
        actor_id=by.pk if by else None,
        actor_name=str(by.name) if by else "",
        address=client_address.get(),
        detail=dict(detail or {}),
    )
    entry.mark = provenance.entry_mark(entry)
    entry.save(force_insert=True)
    return entry


def _shortened(key: str) -> str:
    """Keep the beginning of a long name: a change must not fail because of what it is called."""
    return key if len(key) <= _KEY_LENGTH else f"{key[: _KEY_LENGTH - 1]}…"
