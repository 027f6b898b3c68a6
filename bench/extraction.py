"""Time the reading of a directive against the mere segmentation of the same text."""

import time
from collections.abc import Callable
from pathlib import Path

import rjieba

from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.platform.readers.source import Source

DOCUMENTS = Path(__file__).parent.parent / "tests" / "ledger" / "extraction" / "documents"
LENGTH = 20_000
MEGABYTE = 1_000_000

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return the time for 20,000 characters and the growth from half a megabyte to one."""
    text = _text(LENGTH)
    ours = _best(lambda: extract(Source(text=text)), rounds=7)
    theirs = _best(lambda: rjieba.cut(text), rounds=7)
    half = _best(lambda: extract(Source(text=_text(MEGABYTE // 2))), rounds=2)
    whole = _best(lambda: extract(Source(text=_text(MEGABYTE))), rounds=2)
    return [
        {
            "name": "extract 20,000 characters",
            "value": ours,
            "unit": "s",
            "reference": "rjieba.cut of the same text",
            "ratio": ours / theirs,
        },
        {
            "name": "extract 1 MB",
            "value": whole,
            "unit": "s",
            "reference": "extract 0.5 MB",
            "ratio": whole / half,
        },
    ]


def _text(length: int) -> str:
    """Repeat the test documents up to a length."""
    once = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))
    )
    return (once * (length // len(once) + 1))[:length]


def _best(work: Callable[[], object], *, rounds: int) -> float:
    """Return the least processor time of several runs, after one to warm up."""
    work()
    took = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)
