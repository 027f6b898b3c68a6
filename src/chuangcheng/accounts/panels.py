"""Room on a person's own page for what other packages offer each person."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

# Each gives a finished card, or nothing for this person. Packages append theirs while the program
# starts, for example the ledger its calendar link.
ACCOUNT_PANELS: list[Callable[[HttpRequest], SafeString]] = []
