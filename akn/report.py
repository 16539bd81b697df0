"""Reports in the formats that people and machines read: one function for each format, from reports to text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import akn
from akn.check import SEVERITIES, Report, title

if TYPE_CHECKING:
    from akn.diagnostics import Finding

Reporter = Callable[[Sequence[Report]], str]


def concise(finding: Finding) -> str:
    """A finding as one line that editors can jump to: `file:line: severity rule: message`."""
    place = ":".join(str(part) for part in (finding.file or "-", finding.line, finding.column) if part)
    return f"{place}: {finding.severity} {finding.rule}: {finding.message}"


def human(reports: Sequence[Report]) -> str:
    """A line for each finding, with its path and hint below it, and a count at the end."""
    lines: list[str] = []
    for finding in _all(reports):
        lines.append(concise(finding))
        if where := _where(finding):
            lines.append(f"    at {where}")
        if finding.hint:
            lines.append(f"    {finding.hint}")
    return "".join(f"{line}\n" for line in [*lines, _summary(reports)])


def as_json(reports: Sequence[Report]) -> str:
    """A list of objects, one for each file, with the fields of every finding."""
    files = [
        {
            "file": report.file,
            "valid": bool(report),
            "findings": [_fields(finding) for finding in report],
        }
        for report in reports
    ]
    return json.dumps(files, ensure_ascii=False, indent=2) + "\n"


def sarif(reports: Sequence[Report]) -> str:
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
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def junit(reports: Sequence[Report]) -> str:
    """JUnit XML: a suite for each file, a failed case for each error or warning, a passed one where there is none."""
    suites = [line for report in reports for line in _suite(report)]
    total = sum(max(len(_failures(report)), 1) for report in reports)
    failed = sum(len(_failures(report)) for report in reports)
    head = f'<testsuites name="akn" tests="{total}" failures="{failed}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>", ""])


def github(reports: Sequence[Report]) -> str:
    """Workflow commands that GitHub shows as annotations, the worst first, since it shows only some of them."""
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for finding in sorted(_all(reports), key=lambda one: SEVERITIES.index(one.severity)):
        place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.rule}
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
        lines.append(f"::{levels[finding.severity]} {properties}::{_data(_told(finding))}\n")
    return "".join([*lines, f"{_summary(reports, suppressed=False)}\n"])


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


def _with_suppressions(report: Report) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Every finding, with the kinds of suppression that SARIF has. Either all results of a run have these, or none."""
    yield from ((finding, ()) for finding in report)
    yield from ((finding, ("inSource",)) for finding in report.in_source)
    yield from ((finding, ("external",)) for finding in report.in_baseline)


def _where(finding: Finding) -> str:
    return finding.path + (f" ({finding.eid})" if finding.eid else "")


def _told(finding: Finding) -> str:
    return f"{finding.message} {finding.hint}".rstrip()


def _summary(reports: Sequence[Report], *, suppressed: bool = True) -> str:
    counts = [(sum(one.severity == severity for one in _all(reports)), severity) for severity in SEVERITIES]
    found = ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for count, severity in counts if count)
    apart = sum(len(report.suppressed) for report in reports) if suppressed else 0
    beside = f", {apart} suppressed" if apart else ""
    return f"{len(reports)} file{'s' if len(reports) != 1 else ''} checked: {found or 'nothing found'}{beside}."


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
    return "".join(f"%{ord(one):02X}" if one in ' %"<>\\^`{|}#?' else one for one in file.replace("\\", "/")) or "-"


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
        yield f"    <testcase name={_attribute(f'{finding.rule} line {finding.line}')} classname={name}>"
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
