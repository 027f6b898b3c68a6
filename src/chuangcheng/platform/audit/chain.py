"""The arithmetic of the hash chain: bytes in, digests out.

A row's *content* is the digest of its columns. Its *link* is the digest of the link before it, its
place and its content. A seal *opens* with the digest of the last seal's head and its own facts; the
first row's link starts there and the last row's link is the seal's head. Every seal names its own
algorithm, so that the city may change over without breaking what was sealed before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = bytes(32)
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a seal says of itself."""

    number: int
    at: datetime
    algorithm: str
    previous: bytes
    columns: Columns
    first: int
    count: int
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which row stands at a position of the chain."""

    position: int
    table: str
    row: int
    is_ours: bool


def is_available(algorithm: str) -> bool:
    """Say whether this machine can compute the digest."""
    return algorithm in hashlib.algorithms_available


def content(algorithm: str, values: Iterable[str | None]) -> bytes:
    """Digest a row's values, which stand in the order of its sealed columns."""
    return _digest(algorithm, _framed(values))


def opening(heading: Heading) -> bytes:
    """Digest what a seal says of itself together with the head it follows."""
    facts = [
        str(heading.number),
        heading.at.astimezone(UTC).isoformat(timespec="microseconds"),
        heading.algorithm,
        json.dumps(heading.columns, sort_keys=True, ensure_ascii=False),
        str(heading.first),
        str(heading.count),
        str(heading.is_complete),
    ]
    return _digest(heading.algorithm, heading.previous + _framed(facts))


def link(algorithm: str, previous: bytes, place: Place, content: bytes) -> bytes:
    """Digest a row's place and content together with the link before it."""
    where = (str(place.position), place.table, str(place.row), str(place.is_ours))
    return _digest(algorithm, previous + _framed(where) + content)


def _digest(algorithm: str, message: bytes) -> bytes:
    return hashlib.new(algorithm, message).digest()


def _framed(values: Iterable[str | None]) -> bytes:
    """Join values with their lengths, so that no two rows look the same and null is not empty."""
    parts = []
    for value in values:
        if value is None:
            parts.append(b"-;")
        else:
            text = value.encode()
            parts.append(b"%d:%b;" % (len(text), text))
    return b"".join(parts)
