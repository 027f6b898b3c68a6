"""What the audit log calls the things done to the points."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {}
FIELDS: Mapping[str, str] = {}
