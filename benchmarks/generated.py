"""Generated documents by the thousand: `python -m benchmarks.generated [COUNT] [--level 2] [--seed N] [--missing]`.

Draws COUNT documents (10,000 unless said otherwise) of the default size, in turn of each of the twelve types, and has
libxml2 judge each as it stands and again as it is read from its bytes. It prints how many are valid, how long one takes
(from one example to the next, without the judging: what Hypothesis does is in it), and how many of the elements and
attributes of the schema turned up; with --missing the name of each that did not.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings
from lxml import etree

import akn
from akn import grammar, schema
from akn.testing import documents

NS = f"{{{schema.NAMESPACE}}}"
# Hypothesis remembers what it drew in one run, so that a single long one grows slow and large.
BATCH = 500


class Tally:
    """What was seen in all documents so far."""

    def __init__(self, level: int) -> None:
        self.level = level
        self.documents = self.invalid = self.named_badly = 0
        self.times: list[float] = []
        self.sizes: list[int] = []
        self.elements: Counter[str] = Counter()
        self.attributes: Counter[tuple[str, str]] = Counter()
        self._declared = grammar.official().elements

    def add(self, tree: etree._ElementTree) -> None:
        """Judges a document, and counts what is in it."""
        self.documents += 1
        data = etree.tostring(tree)
        official = schema.official()
        if not official.validate(tree) or not official.validate(etree.fromstring(data)):
            self.invalid += 1
            print("invalid:", official.error_log.last_error, data.decode())
        if self.level == 2 and list(akn.validate(data)):
            self.named_badly += 1
        size = 0
        for node in tree.getroot().iter(etree.Element):
            size += 1
            if node.tag.startswith(NS):
                name = node.tag[len(NS) :]
                self.elements[name] += 1
                declared = self._declared[name].attributes
                self.attributes.update((name, str(key)) for key in node.attrib if key in declared)
        self.sizes.append(size)

    def run(self, doctype: str, count: int, number: int) -> None:
        """Draws so many documents of one type, and times each."""
        last = time.perf_counter()

        @seed(number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(documents(doctype, level=self.level))
        def look(tree: etree._ElementTree) -> None:
            nonlocal last
            self.times.append(time.perf_counter() - last)
            self.add(tree)
            last = time.perf_counter()

        look()

    def tell(self, missing: bool) -> None:
        """Prints the tables."""
        every = {(name, key) for name, one in self._declared.items() for key in one.attributes}
        names = {key for _, key in every}
        times = sorted(self.times)
        print(f"{self.documents:,} documents of level {self.level}, {self.documents - self.invalid:,} valid in libxml2")
        if self.level == 2:
            print(f"  without a finding of akn.validate  {self.documents - self.named_badly:,}")
        print(f"  elements in one: median {statistics.median(self.sizes):.0f}, most {max(self.sizes)}")
        print(
            f"  time for one:    median {statistics.median(times) * 1000:.2f} ms,"
            f" nine of ten within {times[len(times) * 9 // 10] * 1000:.2f} ms"
        )
        print("  of the schema, turned up:")
        for label, found, whole in (
            ("elements", set(self.elements), set(self._declared)),
            ("attributes", {key for _, key in self.attributes}, names),
            ("attributes of an element", set(self.attributes), every),
        ):
            print(f"    {label:26}{len(found & whole):6,} of {len(whole):6,}  {len(found & whole) / len(whole):7.2%}")
        rarest = self.elements.most_common()[-1]
        print(f"  the rarest element is <{rarest[0]}>, {rarest[1]:,} times")
        if missing:
            for name in sorted(self._declared.keys() - self.elements.keys()):
                print(f"  no <{name}>")
            for name, key in sorted(every - self.attributes.keys()):
                print(f"  no @{key} of <{name}>")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--level", type=int, choices=(1, 2), default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--missing", action="store_true")
    options = parser.parse_args()
    tally = Tally(options.level)
    types = grammar.official().documents
    left, number = options.count, options.seed
    while left > 0:
        for doctype in types:
            count = min(BATCH, left, -(-options.count // len(types)))
            if count:
                tally.run(doctype, count, number)
            left -= count
            number += 1
    tally.tell(options.missing)


if __name__ == "__main__":
    main()
