"""Reports in the formats that people and machines read: one function for each format, from reports to pieces of text.

Where the format allows it, a piece is for one report, so that many files can be told while they are checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import akn
from akn.check import SEVERITIES, Report, title
from akn.diagnostics import visible
from akn.filenames import is_url

if TYPE_CHECKING:
    from akn.diagnostics import Finding

Reporter = Callable[[Iterable[Report]], Iterator[str]]


def concise(finding: Finding) -> str:
    """A finding as one line that editors can jump to: `file:line:column: severity rule: message`."""
    place = ":".join(str(part) for part in (finding.file or "-", finding.line, finding.column) if part)
    message = " ".join(finding.message.splitlines())
    return visible(f"{place}: {finding.severity} {finding.rule}: {message}")


def human(reports: Iterable[Report]) -> Iterator[str]:
    """A line for each finding, with its path and hint below it, and a count at the end. A piece for each file."""
    files, suppressed, counts, levels = 0, 0, Counter[str](), Counter[str]()
    for files, report in enumerate(reports, 1):  # noqa: B007 (how many there were)
        counts.update(finding.severity for finding in report)
        suppressed += len(report.suppressed)
        if report.level2 is not None:  # the rules of both levels were checked
            levels.update(judged=1, first=int(report.level1 is True), second=int(report.level2))
        yield "".join(map(_paragraph, report))
    if judged := levels["judged"]:
        first, second = levels["first"], levels["second"]
        yield f"Of conformance level 1 (schema): {first} of {judged}; of level 2 (naming, too): {second}.\n"
    yield _summary(files, counts, suppressed)


def as_json(reports: Iterable[Report]) -> Iterator[str]:
    """A list of objects, one for each file, with the fields of every finding. A piece for each file."""
    before = "[\n  "
    for report in reports:
        file = {
            "file": report.file,
            "valid": bool(report),
            "level1": report.level1,
            "level2": report.level2,
            "findings": [_fields(finding) for finding in report],
        }
        yield before + json.dumps(file, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def sarif(reports: Iterable[Report]) -> Iterator[str]:
    """SARIF 2.1.0, for code scanning."""
    results = [one for report in reports for one in _with_suppressions(report)]
    used = sorted({finding.rule for finding, _ in results})
    driver = {
        "name": "akn",
        "version": akn.__version__,
        "rules": [{"id": rule, "shortDescription": {"text": title(rule) or rule}} for rule in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            {**_result(finding, used.index(finding.rule)), "suppressions": [{"kind": kind} for kind in kinds]}
            for finding, kinds in results
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def junit(reports: Iterable[Report]) -> Iterator[str]:
    """JUnit XML: a suite for each file, a failed case for each error or warning, a passed one where there is none."""
    reports = list(reports)
    suites = [line for report in reports for line in _suite(report)]
    total = sum(max(len(_failures(report)), 1) for report in reports)
    failed = sum(len(_failures(report)) for report in reports)
    head = f'<testsuites name="akn" tests="{total}" failures="{failed}">'
    yield "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>", ""])


def github(reports: Iterable[Report]) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations, the worst first, since it shows only some of them."""
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    reports = list(reports)
    for finding in sorted(_all(reports), key=lambda one: SEVERITIES.index(one.severity)):
        place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.rule}
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
        yield f"::{levels[finding.severity]} {properties}::{_data(_told(finding))}\n"
    yield _summary(len(reports), Counter(finding.severity for finding in _all(reports)))


REPORTERS: dict[str, Reporter] = {
    "human": human,
    "json": as_json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
}
"""Every format by its name."""


def _all(reports: Sequence[Report]) -> Iterator[Finding]:
    return chain.from_iterable(reports)


def _paragraph(finding: Finding) -> str:
    where = _where(finding)
    lines = [f"    at {where}" if where else "", f"    {finding.hint}" if finding.hint else ""]
    return "".join(f"{line}\n" for line in (concise(finding), *map(visible, lines)) if line)


def _with_suppressions(report: Report) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Every finding, with the kinds of suppression that SARIF has. Either all results of a run have these, or none."""
    yield from ((finding, ()) for finding in report)
    yield from ((finding, ("inSource",)) for finding in report.in_source)
    yield from ((finding, ("external",)) for finding in report.in_baseline)


def _where(finding: Finding) -> str:
    return finding.path + (f" ({finding.eid})" if finding.eid else "")


def _told(finding: Finding) -> str:
    return f"{finding.message} {finding.hint}".rstrip()


def _summary(files: int, counts: Counter[str], suppressed: int = 0) -> str:
    found = ", ".join(f"{count} {one}{'s' if count > 1 else ''}" for one in SEVERITIES if (count := counts[one]))
    beside = f", {suppressed} suppressed" if suppressed else ""
    return f"{files} file{'s' if files != 1 else ''} checked: {found or 'nothing found'}{beside}.\n"


def _fields(finding: Finding) -> dict[str, Any]:
    names = ("rule", "severity", "message", "line", "column", "path", "eid", "hint", "expected")
    return {name: getattr(finding, name) for name in names}


def _result(finding: Finding, index: int) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(finding.file)},
            "region": {"startLine": finding.line or 1},
        }
    }
    if finding.column:
        location["physicalLocation"]["region"]["startColumn"] = finding.column
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    properties = {"properties": {"expected": list(finding.expected)}} if finding.expected else {}
    # Not the line: the same finding keeps its fingerprint when something is put in before it.
    print_of = "\0".join((finding.rule, finding.file, finding.path, finding.message))
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _told(finding)},
        "locations": [location],
        "partialFingerprints": {"akn/v1": hashlib.sha256(print_of.encode("utf-8", "replace")).hexdigest()[:32]},
        **properties,
    }


def _uri(file: str) -> str:
    """The name of a file as a reference by RFC 3986; a colon is quoted where it would end what looks like a scheme."""
    safe = "/:@!$&'()*+,;=~" if is_url(file) else "/@!$&'()*+,;=~"
    return quote(file.replace(os.sep, "/"), safe=safe, errors="surrogateescape") or "-"


def _failures(report: Report) -> list[Finding]:
    return [finding for finding in report if finding.severity != "note"]


def _suite(report: Report) -> Iterator[str]:
    failures = _failures(report)
    name = _attribute(report.file or "-")
    yield f'  <testsuite name={name} tests="{max(len(failures), 1)}" failures="{len(failures)}">'
    if not failures:
        yield f'    <testcase name="valid" classname={name}/>'
    for finding in failures:
        kind, message = _attribute(finding.rule), _attribute(_told(finding))
        case = _attribute(f"{finding.rule} line {finding.line}, column {finding.column}")
        yield f"    <testcase name={case} classname={name}>"
        yield f"      <failure type={kind} message={message}>{escape(_printable(concise(finding)))}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _attribute(text: str) -> str:
    return quoteattr(_printable(text))


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _printable(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
