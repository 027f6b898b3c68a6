"""Run every benchmark and write `bench/results.json`."""

import argparse
import json
from pathlib import Path

from bench import extraction

BENCHMARKS = {"extraction": extraction.run}
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which; all if none is named")
    names = parser.parse_args().names or list(BENCHMARKS)
    results = [row for name in names for row in BENCHMARKS[name]()]
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    for row in results:
        print(
            f"{row['name']}: {row['value']:.4g} {row['unit']} (ratio {row['ratio']:.3g} to {row['reference']})"
        )


if __name__ == "__main__":
    main()
