"""How long ``import autograder`` takes, against Python's own start and ``import pytest``.

``python bench/imports.py``: the least of ten runs of each, in seconds, and what it adds to the start of Python.
"""

import subprocess
import sys
import time

CASES = {"python": "pass", "autograder": "import autograder", "pytest": "import pytest"}
CASES["both"] = "import pytest, autograder"


def least(code: str, runs: int = 10) -> float:
    """The shortest time of `runs` fresh interpreters that run `code`, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    seconds = {name: least(code) for name, code in CASES.items()}
    for name, value in seconds.items():
        print(f"{name:10} {value:.3f} s, {value - seconds['python']:+.3f} s beyond python")
    print(f"autograder beyond pytest's own: {seconds['both'] - seconds['pytest']:+.3f} s")


if __name__ == "__main__":
    main()
