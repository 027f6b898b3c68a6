"""How far to walk and how long to stand, drawn from words such as 步行约500米取样."""

import re

_METRES = re.compile(r"(?:(\d+)\s*[-—~～至]\s*)?(\d+)\s*米")
_MINUTES = re.compile(r"(?:(\d+)\s*[-—~～至]\s*)?(\d+)\s*分钟")


def metres(words: str) -> int | None:
    """Return the distance that the words give first; of a range its far end."""
    return _first(_METRES, words)


def minutes(words: str) -> int | None:
    """Return the time that the words give first; of a range its longer end."""
    return _first(_MINUTES, words)


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    return int(found.group(2)) if found else None
