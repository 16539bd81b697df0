"""Converts folders of texts and prints what became of them: `python -m benchmarks.corpus FOLDER...`.

For each folder: how many texts are converted, valid by the official schema and give back the very text; the bytes of
layout as a share of the text; the findings by rule. With `--list`, each text that is not exact or has findings.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from pathlib import Path

from lxml import etree

import akn
from akn import layout, schema


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="name each text that has findings")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        report(folder, names=arguments.list)


def report(folder: Path, *, names: bool) -> None:
    paths = sorted(folder.rglob("*.txt"))
    done: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    shares: list[float] = []
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        document = akn.convert(text)
        xml = document.to_xml()
        done["converted"] += 1
        done["valid"] += schema.official().validate(etree.fromstring(xml))
        done["exact"] += akn.load(xml).to_text() == text
        done["without finding"] += not document.findings
        findings.update(finding.rule for finding in document.findings)
        if text:
            shares.append(layout.size(document.tree.getroot()) / len(text.encode("utf-8")))
        if names and document.findings:
            print(f"  {path.name}: {', '.join(sorted({finding.rule for finding in document.findings}))}")
    print(f"{folder}: {len(paths)} texts")
    for what in ("converted", "valid", "exact", "without finding"):
        print(f"  {what:16} {done[what]:6}  {done[what] / max(len(paths), 1):7.1%}")
    if shares:
        print(f"  layout: median {statistics.median(shares):.2%} of the text, at most {max(shares):.2%}")
    for rule, count in findings.most_common():
        print(f"  finding {rule:20} {count:6}")


if __name__ == "__main__":
    main()
