"""Run every benchmark and write `bench/results.json`."""

import argparse
import contextlib
import json
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from bench import ground


class Benchmark(NamedTuple):
    """Where a benchmark lies; it is loaded after the database it needs has been opened."""

    module: str
    needs_city: bool = False


BENCHMARKS = {
    "extraction": Benchmark("bench.extraction"),
    "ledger": Benchmark("bench.ledger", needs_city=True),
}
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which; all if none is named")
    names = parser.parse_args().names or list(BENCHMARKS)
    results = [row for name in names for row in _run(BENCHMARKS[name])]
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    for row in results:
        print(
            f"{row['name']}: {row['value']:.4g} {row['unit']} (ratio {row['ratio']:.3g} to {row['reference']})"
        )


def _run(one: Benchmark) -> list[dict[str, str | float]]:
    with ground.city() if one.needs_city else contextlib.nullcontext():
        rows: list[dict[str, str | float]] = import_module(one.module).run()
        return rows


if __name__ == "__main__":
    main()
