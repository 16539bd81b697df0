"""Gather the days of resolutions that texts state, into the second part of akn/data/works.tsv.

    python benchmarks/known_works.py FOLDER...

Reads every `*.txt` below the folders. A day is kept when at least two documents state it and none states another.
The rows that were written by hand stay; where a text contradicts one of them, that is printed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from akn.lang import detect, load
from akn.marks import stated_dates

WORKS = Path(__file__).parents[1] / "akn" / "data" / "works.tsv"
MARKER = "# stated in at least two documents"
LIMIT = 2800


def main(folders: list[str]) -> None:
    head, _, _ = WORKS.read_text("utf-8").partition(MARKER)
    by_hand = {tuple(row[:2]): row[2] for line in head.splitlines() if "\t" in line and (row := line.split("\t"))}
    said: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.txt")):
        text = path.read_text("utf-8", errors="replace")
        if code := detect(text):
            for work, day in stated_dates(re.split(r"\n\s*\n", text), load(code)).items():
                said[work][day] += 1
    for work, day in by_hand.items():
        if work in said and said[work].most_common(1)[0][0] != day:
            print(f"by hand {work} {day}, in texts {dict(said[work])}")
    agreed = {
        work: (days.total(), day)
        for work, days in said.items()
        if work not in by_hand and len(days) == 1 and days.total() > 1
        for day in days
    }
    kept = sorted(sorted(agreed, key=lambda work: (-agreed[work][0], work))[:LIMIT])
    rows = "".join(f"{actor}\t{number}\t{agreed[actor, number][1]}\n" for actor, number in kept)
    WORKS.write_text(f"{head}{MARKER}\n{rows}", "utf-8")
    print(f"{len(by_hand)} by hand, {len(kept)} of {len(agreed)} stated alike in two texts or more")


if __name__ == "__main__":
    main(sys.argv[1:])
