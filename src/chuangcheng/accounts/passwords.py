"""What a password must be, and passwords nobody chose."""

import secrets
import string
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Left out are characters that look alike on paper: initial passwords are printed and read aloud.
_LOWER = "abcdefghijkmnpqrstuvwxyz"
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
# Nothing that a spreadsheet would take for the start of a formula.
_SIGNS = "#%*?"
_LENGTH = 14


class Length:
    """Ask for enough characters; Django's own validator has no Chinese wording for it."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("密码至少 %(least)s 位。") % {"least": self.least}


class CharacterVariety:
    """Ask for several kinds of characters, as GB/T 22239 level 3 wants passwords to be complex."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Any = None) -> None:
        if kinds_in(password) < self.kinds:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("密码须包含大写字母、小写字母、数字、符号中的至少 %(kinds)s 种。") % {
            "kinds": self.kinds
        }


def kinds_in(password: str) -> int:
    """Count the kinds of characters: small and capital letters, digits, all others."""
    known = string.ascii_lowercase, string.ascii_uppercase, string.digits
    kinds = sum(any(character in kind for character in password) for kind in known)
    return kinds + any(not _is_plain(character) for character in password)


def fresh() -> str:
    """Draw a password that meets the rules and can be read from paper without mistakes."""
    pools = (_LOWER, _UPPER, _DIGITS, _SIGNS)
    characters = [secrets.choice(pool) for pool in pools]
    every = "".join(pools)
    characters += [secrets.choice(every) for _ in range(_LENGTH - len(characters))]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isalnum()
