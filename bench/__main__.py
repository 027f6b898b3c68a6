"""Run every benchmark and write `bench/results.json`."""

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import running

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*running.BENCHMARKS, []], help="which; all if none"
    )
    names = parser.parse_args().names or list(running.BENCHMARKS)
    # Each in a process of its own: Django reads its settings once, and every database differs.
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as one_by_one:
        results = [row for rows in one_by_one.map(running.run, names) for row in rows]
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    for row in results:
        print(
            f"{row['name']}: {row['value']:.4g} {row['unit']} (ratio {row['ratio']:.3g} to {row['reference']})"
        )


if __name__ == "__main__":
    main()
