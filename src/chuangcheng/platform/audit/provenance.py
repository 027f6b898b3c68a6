"""Marks by which the sealer tells what the program wrote from what was typed into the database.

A mark is an HMAC under a key made from `SECRET_KEY`, which lies outside the database. Marks are
looked at once, when a row is sealed, and the verdict is sealed with the row; so a changed
`SECRET_KEY` needs `SECRET_KEY_FALLBACKS` for the minute until the sealer has run, and no longer.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from ipaddress import ip_interface
from typing import Any, Protocol

from django.conf import settings
from django.utils.crypto import salted_hmac

# A context lives as long as a request, a job or a command. Copied from an older row it is no proof.
LONGEST_CONTEXT = timedelta(hours=24)

_ENTRY = "chuangcheng.audit.entry"
_CONTEXT = "chuangcheng.audit.context"


class Entry(Protocol):
    """What an entry of the audit log says."""

    at: datetime
    verb: str
    subject: str
    key: str
    actor_id: int | None
    actor_name: str
    address: str | None
    detail: Any


def entry_mark(entry: Entry) -> bytes:
    """Return the mark of an entry that the program is about to write."""
    return _mac(_ENTRY, _wording(entry), secret=settings.SECRET_KEY)


def entry_is_ours(entry: Entry, *, mark: bytes) -> bool:
    """Say whether the program wrote this entry with exactly these words."""
    return _fits(_ENTRY, _wording(entry), mark=mark)


def context_mark(identity: str, *, at: str) -> str:
    """Return the mark of a context opened at a moment (ISO 8601)."""
    return _mac(_CONTEXT, f"{identity} {at}", secret=settings.SECRET_KEY).hex()


def context_is_ours(
    identity: str | None, metadata: str | None, *, written: datetime
) -> bool:
    """Say whether a history row was written under a context that the program had opened."""
    if not identity or not metadata:
        return False
    opened = _opened_at(identity, metadata)
    return opened is not None and abs(written - opened) <= LONGEST_CONTEXT


# Thousands of rows of one import share one context.
@lru_cache(maxsize=1024)
def _opened_at(identity: str, metadata: str) -> datetime | None:
    """Return when a context was opened, if it is genuine."""
    facts = json.loads(metadata)
    if not isinstance(facts, Mapping):
        return None
    at, mark = str(facts.get("at")), str(facts.get("mark"))
    try:
        genuine = _fits(_CONTEXT, f"{identity} {at}", mark=bytes.fromhex(mark))
        return datetime.fromisoformat(at) if genuine else None
    except ValueError:
        return None


def _fits(salt: str, wording: str, *, mark: bytes) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        hmac.compare_digest(_mac(salt, wording, secret=secret), mark) for secret in secrets
    )


def _mac(salt: str, wording: str, *, secret: str | bytes) -> bytes:
    return salted_hmac(salt, wording, secret=secret, algorithm="sha256").digest()


def _wording(entry: Entry) -> str:
    """Put an entry into words that are the same before it is written and after it is read."""
    detail = json.loads(json.dumps(entry.detail))
    return json.dumps(
        [
            entry.at.astimezone(UTC).isoformat(),
            entry.verb,
            entry.subject,
            entry.key,
            entry.actor_id,
            entry.actor_name,
            str(ip_interface(entry.address).ip) if entry.address else None,
            _with_plain_numbers(detail),
        ],
        sort_keys=True,
    )


def _with_plain_numbers(value: Any) -> Any:
    """Write numbers in one way: the database gives 100000 back for 1e5."""
    if isinstance(value, dict):
        return {key: _with_plain_numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_plain_numbers(part) for part in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Adding nothing turns minus nought into nought.
        return f"#{Decimal(repr(value)).normalize() + 0}"
    return value
