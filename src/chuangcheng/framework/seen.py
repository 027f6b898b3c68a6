"""Whether what a person saw when opening a form still holds when they save it. Pure."""

from collections.abc import Mapping
from zlib import crc32


def mark(values: Mapping[str, object]) -> str:
    """Return a short mark of what was shown, digest by digest, to be carried by a form."""
    return " ".join(f"{name}:{_digest(value)}" for name, value in values.items())


def changed(seen: str, values: Mapping[str, object]) -> list[str]:
    """List which values are not as they were marked, or were not there; no mark, no claim."""
    if not seen:
        return []
    known = dict(each.split(":", 1) for each in seen.split() if ":" in each)
    return [name for name, value in values.items() if known.get(name) != _digest(value)]


def _digest(value: object) -> str:
    # Tells two texts apart that people wrote; nobody gains by forging it.
    return f"{crc32(repr(value).encode()):08x}"
