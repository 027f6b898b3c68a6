"""Run one benchmark, with a database of its own where it needs one."""

import contextlib
from importlib import import_module
from typing import NamedTuple

from bench import ground

Rows = list[dict[str, str | float]]


class Benchmark(NamedTuple):
    """Where a benchmark lies; it is loaded after the database it needs has been opened."""

    module: str
    needs_city: bool = False


BENCHMARKS = {
    "comparing": Benchmark("bench.comparing"),
    "boundaries": Benchmark("bench.boundaries"),
    "extraction": Benchmark("bench.extraction"),
    "frameworks": Benchmark("bench.frameworks", needs_city=True),
    "importing": Benchmark("bench.importing"),
    "ledger": Benchmark("bench.ledger", needs_city=True),
    "locating": Benchmark("bench.locating", needs_city=True),
    "map": Benchmark("bench.map", needs_city=True),
    "pages": Benchmark("bench.pages", needs_city=True),
    "points": Benchmark("bench.points", needs_city=True),
    "recording": Benchmark("bench.recording", needs_city=True),
    "simulating": Benchmark("bench.simulating"),
}


def run(name: str) -> Rows:
    """Load a benchmark by its name and return its figures."""
    wanted = BENCHMARKS[name]
    with ground.city() if wanted.needs_city else contextlib.nullcontext():
        rows: Rows = import_module(wanted.module).run()
        return rows
