"""Text that a spreadsheet could run as a formula, made harmless and brought back."""

import re

# Dangerous text itself, or text that already looks like neutralised text: were the latter
# left alone, reading it back would take a quote that belongs to it.
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n]")


def neutralised(text: str) -> str:
    """Put a quote before text that Excel might take for a formula."""
    return f"'{text}" if DANGEROUS.match(text) else text


def restored(text: str) -> str:
    """Take the quote away again; the inverse of `neutralised`."""
    return text[1:] if NEUTRALISED.match(text) else text
