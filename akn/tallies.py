"""What the report of a batch adds up to: read once, line by line, in memory that does not grow with it.

A report is JSON Lines, one object for each input in the order of the inputs. Beside it may lie one that has the seconds
that each took, under the same name with `.times` after it, in any order.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from akn.diagnostics import SourceError, UsageError
from akn.iri import Work, parse
from akn.journal import times_beside

Value = TypeVar("Value")

SHOWN = 10_000
"""How many documents are kept whole; the worst ones, where there are more."""
TOP = 50
"""How many documents with the most findings, or the longest time, are kept."""

_KINDS = 1_000  # of languages, bodies, rules and the like; those that come later are counted together
_PATH, _SENTENCE, _TITLE, _CODE = 4096, 1000, 300, 80  # characters of a value that are kept

_RANKS = {"failed": 0, "invalid": 0, "converted": 2, "valid": 2}
_IN_DOUBT = 1  # `unsure`, and any other status
_BY_FLAG = {("converted", True): "converted", ("converted", False): "failed"} | {
    ("valid", True): "valid",
    ("valid", False): "invalid",
}


class Top(Generic[Value]):
    """The values with the greatest keys. No two keys are the same."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[tuple[float, ...], Value]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Value]:
        """The values, the one with the greatest key first."""
        return (value for _, value in sorted(self._heap, key=lambda pair: pair[0], reverse=True))

    def add(self, key: tuple[float, ...], value: Value) -> None:
        """Takes a value in, and gives up the one with the least key where there is no room."""
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, (key, value))
        elif key > self._heap[0][0]:
            heapq.heapreplace(self._heap, (key, value))


class Counts:
    """How often each kind occurs. Kinds beyond a thousand are counted together, as `others`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.others = 0

    def add(self, kind: str) -> None:
        """Counts one more of a kind."""
        if kind in self._counts or len(self._counts) < _KINDS:
            self._counts[kind] += 1
        else:
            self.others += 1

    def ranked(self) -> list[tuple[str, int]]:
        """The kinds and how often each occurs, the most frequent first."""
        return sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a report. What the report does not say is empty, `characters` None.

    `number` counts from 1. `fault` says what was wrong: the error, or the first finding that is one. `errors`,
    `warnings` and `notes` are how many findings of each severity there are.
    """

    number: int
    name: str
    output: str
    status: str
    reason: str
    fault: str
    title: str
    language: str
    body: str
    characters: int | None
    errors: int
    warnings: int
    notes: int

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return self.errors + self.warnings + self.notes

    @property
    def failed(self) -> bool:
        """Whether the document did not convert, or is not valid."""
        return _rank(self.status) == 0


@dataclass(slots=True)
class Rule:
    """The findings of a rule at a severity: how many, in how many documents, and the first of them."""

    rule: str
    severity: str
    example: str
    row: Row
    line: int | None
    findings: int = 0
    documents: int = 0


@dataclass(slots=True)
class Times:
    """The seconds that documents took: how many, in all, which were the slowest."""

    count: int = 0
    total: float = 0.0
    slowest: Top[tuple[str, float]] = field(default_factory=lambda: Top(TOP))
    _figures: Counter[float] = field(default_factory=Counter)

    def add(self, name: str, seconds: float) -> None:
        """Takes in the time of one document."""
        self.count += 1
        self.total += seconds
        self.slowest.add((seconds, -self.count), (name, seconds))
        self._figures[float(f"{seconds:.2e}")] += 1  # there are few such figures, however many times there are

    @property
    def median(self) -> float:
        """The median, to three figures; 0 where there is no time."""
        middle = ((self.count - 1) // 2, self.count // 2)
        found = [self._at(place) for place in middle] if self.count else [0.0]
        return sum(found) / len(found)

    def _at(self, place: int) -> float:
        for seconds, count in sorted(self._figures.items()):
            if place < count:
                return seconds
            place -= count
        raise IndexError(place)


@dataclass(slots=True)
class Tallies:
    """What a report adds up to. `shown` are its documents, the failed ones first and then those in doubt."""

    documents: int = 0
    failures: int = 0
    characters: int = 0
    statuses: Counts = field(default_factory=Counts)
    reasons: Counts = field(default_factory=Counts)
    languages: Counts = field(default_factory=Counts)
    bodies: Counts = field(default_factory=Counts)
    severities: Counter[str] = field(default_factory=Counter)
    shown: Top[Row] = field(default_factory=lambda: Top(SHOWN))
    most: Top[Row] = field(default_factory=lambda: Top(TOP))
    slow: dict[str, Row] = field(default_factory=dict)
    times: Times | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    other_findings: int = 0
    _rules: dict[tuple[str, str], Rule] = field(default_factory=dict)

    def rules(self) -> list[Rule]:
        """The rules that found something, the one with the most findings first."""
        return sorted(self._rules.values(), key=lambda rule: (-rule.findings, rule.rule, rule.severity))

    def add(self, content: Mapping[str, Any]) -> Row:
        """Takes in one object of a report, and gives it as a row."""
        self.documents += 1
        findings = _findings(content)
        row = _row(self.documents, content, findings)
        self.failures += row.failed
        self.characters += row.characters or 0
        self.statuses.add(row.status)
        if row.reason:
            self.reasons.add(row.reason)
        self.languages.add(row.language)
        self.bodies.add(row.body)
        self.severities.update(error=row.errors, warning=row.warnings, note=row.notes)
        self.shown.add((-_rank(row.status), -row.number), row)
        if findings:
            self.most.add((len(findings), -row.number), row)
            self._count(findings, row)
        return row

    def _count(self, findings: list[Mapping[str, Any]], row: Row) -> None:
        seen = set()
        for finding in findings:
            kind = (_text(finding, "rule", _CODE), _severity(finding))
            rule = self._rules.get(kind)
            if rule is None:
                if len(self._rules) >= _KINDS:
                    self.other_findings += 1
                    continue
                message = _text(finding, "message", _SENTENCE)
                rule = self._rules[kind] = Rule(*kind, message, row, _number(finding, "line") or None)
            rule.findings += 1
            rule.documents += kind not in seen
            seen.add(kind)


def tally(report: Path) -> Tallies:
    """What a report adds up to, with the times beside it where there are any.

    Raises SourceError where a file cannot be read, or a line of it is no JSON object.
    """
    beside = times_beside(report)
    tallies = Tallies(times=_times(beside) if beside.is_file() else None)
    slow = {name for name, _ in tallies.times.slowest} if tallies.times else set()
    for content in _objects(report):
        row = tallies.add(content)
        if row.name in slow:
            tallies.slow.setdefault(row.name, row)
    if tallies.times:
        names = {row.name for row in tallies.shown}
        tallies.seconds = {name: seconds for name, seconds in _seconds(beside) if name in names}
    return tallies


def _times(path: Path) -> Times:
    times = Times()
    for name, seconds in _seconds(path):
        times.add(name, seconds)
    return times


def _seconds(path: Path) -> Iterator[tuple[str, float]]:
    for content in _objects(path):
        seconds = content.get("seconds")
        if isinstance(seconds, int | float) and 0 <= seconds < 1e12:  # neither infinite nor NaN
            yield _text(content, "input", _PATH), float(seconds)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield _object(line, f"{path}, line {number}")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        content = json.loads(line.rstrip(b"\r\n").decode("utf-8"))
    except json.JSONDecodeError as error:
        fault = f"{error.msg.removesuffix(' at')} at column {error.colno}"
    except UnicodeDecodeError as error:
        fault = f"byte {error.start + 1} is not UTF-8"
    except RecursionError:
        fault = "it is nested too deeply"
    except ValueError as error:  # an integer of thousands of digits
        fault = str(error)
    else:
        if isinstance(content, dict):
            return content
        fault = f"it is of another type ({type(content).__name__})"
    raise SourceError(
        f"{place}: a JSON object was expected, the row of one input as `akn convert --report` writes it, but {fault}."
    )


def _row(number: int, content: Mapping[str, Any], findings: list[Mapping[str, Any]]) -> Row:
    severities = Counter(map(_severity, findings))
    return Row(
        number=number,
        name=_text(content, "input", _PATH),
        output=_text(content, "output", _PATH),
        status=_status(content),
        reason=_text(content, "reason", _CODE),
        fault=_text(content, "error", _SENTENCE) or _first_error(findings),
        title=_text(content, "title", _TITLE),
        language=_text(content, "language", _CODE),
        body=_body(_text(content, "work", _PATH)),
        characters=_number(content, "characters"),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
    )


def _findings(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = content.get("findings")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _severity(finding: Mapping[str, Any]) -> str:
    severity = finding.get("severity")
    return severity if severity == "error" or severity == "warning" else "note"


def _first_error(findings: list[Mapping[str, Any]]) -> str:
    return next((_text(one, "message", _SENTENCE) for one in findings if _severity(one) == "error"), "")


def _status(content: Mapping[str, Any]) -> str:
    if status := _text(content, "status", _CODE):
        return status
    flags = ((name, content[name]) for name in ("converted", "valid") if isinstance(content.get(name), bool))
    return next((_BY_FLAG[flag] for flag in flags), "failed" if content.get("error") else "unknown")


def _rank(status: str) -> int:
    return _RANKS.get(status, _IN_DOUBT)


def _body(work: str) -> str:
    try:
        level = parse(work)
    except UsageError:
        return ""
    return level.actor if isinstance(level, Work) else ""


def _text(content: Mapping[str, Any], name: str, longest: int) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        return ""
    return value if len(value) <= longest else f"{value[:longest]}…"


def _number(content: Mapping[str, Any], name: str) -> int | None:
    value = content.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None
