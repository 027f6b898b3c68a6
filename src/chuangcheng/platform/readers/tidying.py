"""Small repairs every text needs before the grammar counts its characters."""

# Marks that are never seen but split words: joiners, soft hyphens, stray byte-order marks.
UNSEEN = dict.fromkeys(
    map(ord, "\x00\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff")
)
SEEN_AS = {ord("\u00a0"): " ", ord("\x0b"): "\n", ord("\x0c"): "\n", ord("\u2028"): "\n"}
REPAIRS = UNSEEN | SEEN_AS


def tidy(text: str) -> str:
    """Drop invisible characters and make every line break a ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(REPAIRS)
