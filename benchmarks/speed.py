"""Times the library on this machine: `python -m benchmarks.speed`.

Absolute times depend on the machine and on what else it does; the ratios are what can be compared.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import akn

SEED = Path(__file__).parent.parent / "examples" / "fr-A-RES-67-6.txt"


def median(action: Callable[[], object], runs: int) -> float:
    """The median time of an action in milliseconds, after one run that does not count."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    text = SEED.read_bytes().decode("utf-8")
    document = akn.convert(text)
    xml = document.to_xml()
    print(f"{SEED.name}, {len(text):,} characters, in a warm process (median of 50):")
    print(f"  convert            {median(lambda: akn.convert(text).to_xml(), 50):8.2f} ms")
    print(f"  load and to_text   {median(lambda: akn.load(xml).to_text(), 50):8.2f} ms")
    print(f"  validate           {median(lambda: akn.validate(xml), 50):8.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "akn", "convert", str(SEED), "-o", str(Path(folder) / "out.xml")]
        cold = median(lambda: subprocess.run(command, check=True, capture_output=True), 5)
    print(f"the command `akn convert`, from start to end (median of 5):\n  {cold:8.0f} ms")
    print("twice the text, so many times the time (texts of repeated seeds):")
    sizes = [text * count for count in (10, 20, 40, 80)]
    times = [median(lambda part=part: akn.load(akn.convert(part).to_xml()).to_text(), 3) for part in sizes]
    for part, before, after in zip(sizes[1:], times, times[1:], strict=False):
        print(f"  to {len(part) / 1e6:4.2f} million characters   {after / before:8.2f}")


if __name__ == "__main__":
    main()
