"""Keep what belongs to people out of the logs, whoever writes them."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

MASK = "***"
# Enough for a traceback; nobody reads a file's content in a log.
LONGEST = 10_000

_SECRET_NAMES = re.compile(
    r"passw|secret|token|cookie|authorization|csrf|phone|mobile|otp|recovery|session_?key",
    re.IGNORECASE,
)
_PATTERNS = (
    # Mobile numbers and identity numbers, but not digits inside a digest or a UUID.
    (re.compile(r"(?<![0-9a-fA-F])1[3-9]\d{9}(?![0-9a-fA-F])"), MASK),
    (re.compile(r"(?<![0-9a-fA-F])\d{17}[\dXx](?![0-9a-fA-F])"), MASK),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), MASK),
    (re.compile(r"(?i)\b(bearer|basic|token)\s+[\w.~+/=-]{8,}"), rf"\1 {MASK}"),
    (
        re.compile(
            r"""(?i)\b([\w-]*(?:password|passwd|secret|token|cookie|phone)[\w-]*["']?\s*[:=]\s*)["']?[^\s"',;&)}]+"""
        ),
        rf"\1{MASK}",
    ),
    # The database quotes the row that it turned down, and the statement.
    (
        re.compile(r"Failing row contains \(.*\)", re.DOTALL),
        f"Failing row contains ({MASK})",
    ),
    (re.compile(r"(Key \([^)]*\)=)\(.*?\)(?= )"), rf"\1({MASK})"),
    (re.compile(r"(?m)^(LINE \d+:).*(\n\s*\^)?"), rf"\1 {MASK}"),
)


def mask(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask a log event's secrets and people's numbers; a structlog processor, run last."""
    if event.get("logger") == "django.request":
        # What follows is the address, and some addresses are secrets.
        event["event"] = str(event.get("event", "")).partition(":")[0]
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        # A number under a secret's name is a secret too, unless it only counts.
        return MASK if _is_secret(name) and not isinstance(value, bool) and value else value
    if _is_secret(name):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): _masked(str(key), part) for key, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked("", part) for part in value]
    return clean(value if isinstance(value, str) else repr(value))


def _is_secret(name: str) -> bool:
    return bool(_SECRET_NAMES.search(name))


def clean(text: str) -> str:
    """Mask people's numbers and secrets in running text, and cut what is too long."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
