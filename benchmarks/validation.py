"""Times validation on this machine: `python -m benchmarks.validation`.

A valid document of 1 MB against the bare libxml2; documents with an error in every element; doubling sizes. Absolute
times depend on the machine and on what else it does; the ratios are what can be compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

from lxml import etree

import akn
from akn import schema
from benchmarks.speed import SEED

RUNS = 7


def fastest(action: Callable[[], object], runs: int = RUNS) -> float:
    """The shortest time of an action in milliseconds: what else the machine does can only make it longer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def body(content: str) -> bytes:
    """A valid statement whose body is this content."""
    xml = akn.convert(SEED.read_bytes().decode("utf-8")).to_xml().decode("utf-8")
    start, end = xml.index("<mainBody"), xml.index("</mainBody>")
    head = xml[: xml.index(">", start) + 1]
    return f"{head}{content}{xml[end:]}".encode()


def paragraphs(count: int) -> str:
    """Numbered paragraphs with some mark-up in them."""
    return "\n".join(
        f'<paragraph eId="para_{number}"><num>{number}.</num><content eId="para_{number}__content"><p>Decides that'
        f' <b>this</b> and <ref href="/akn/un/act/provision/un/1945-06-26/charter">that</ref> shall be so.</p>'
        "</content></paragraph>"
        for number in range(10_001, 10_001 + count)
    )


def bare(data: bytes) -> None:
    """What libxml2 alone takes to parse and judge a document."""
    schema.official().validate(etree.fromstring(data))


def main() -> None:
    valid = body(paragraphs(4600))
    libxml2 = fastest(lambda: bare(valid))
    print(f"a valid document of {len(valid) / 1e6:.2f} MB:")
    print(f"  libxml2 alone, parse and validate   {libxml2:9.1f} ms")
    for label, rules in (("akn.validate, --rules xsd", "xsd"), ("akn.validate, all rules", None)):
        taken = fastest(lambda rules=rules: akn.validate(valid, rules=rules))
        print(f"  {label:34}  {taken:9.1f} ms  {taken / libxml2:5.2f} times as long")
    print("an error in every element, --rules xsd (libxml2 alone, asked for the places of all errors, in brackets):")
    for label, content in (
        ("the same eId 20,000 times", '<p eId="a"/>' * 20_000),
        ("a blank in 20,000 eIds", '<p eId="a b"/>' * 20_000),
        ("no @name in 20,000 <inline>", f"<p>{'<inline>x</inline>' * 20_000}</p>"),
        ("an unknown element 20,000 times", "<foo/>" * 20_000),
    ):
        data = body(content)
        report: list[akn.Report] = []
        taken = fastest(lambda data=data, report=report: report.append(akn.validate(data, rules="xsd")), 2)
        alone = fastest(lambda data=data: bare(data), 1)
        print(f"  {label:34}  {taken:9.1f} ms  {len(report[0]):6,} findings, {len(data) / 1e3:.0f} kB ({alone:.0f} ms)")
    print("twice the document, so many times the time:")
    for label, make in (("valid", paragraphs), ("the same eId", lambda count: '<p eId="a"/>' * (count * 5))):
        sizes = [body(make(count)) for count in (1000, 2000, 4000, 8000)]
        times = [fastest(lambda data=data: akn.validate(data, rules="xsd"), 3) for data in sizes]
        ratios = ", ".join(f"{after / before:.2f}" for before, after in pairwise(times))
        print(f"  {label:34}  {ratios}")


if __name__ == "__main__":
    main()
