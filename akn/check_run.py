"""A batch of checks on the command line: each document is checked by some process, and what was found is a row of the
report.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from akn.batch import check_one, failure, not_checked
from akn.check import XML_RULES, Report, select
from akn.config import Config
from akn.diagnostics import AknError, Finding
from akn.inputs import Input
from akn.journal import Journal, key_of
from akn.workers import in_order

VALID, INVALID, FAILED = "valid", "invalid", "failed"

_TOLD = ("findings", "in_source", "in_baseline")
_ALONE = XML_RULES.keys() - {"xml-suppression"}  # where one of these is found, no other rule was checked


@dataclass(frozen=True)
class Options:
    """How documents are checked. `accepted` is the same for the same baseline."""

    rules: str | None = None
    engine: str = "lxml"
    config: Config = field(default_factory=Config)
    accepted: str = ""

    @cached_property
    def key(self) -> str:
        """The same for the same options and the same version of this library."""
        return key_of(asdict(self))


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a document: the report, why it could not be checked, and how long it took in seconds.

    `unchanged` says that an earlier run did it, and that what that run told still holds.
    """

    one: Input
    report: Report
    digest: str = ""
    reason: str = ""
    seconds: float = 0.0
    unchanged: bool = False

    @property
    def status(self) -> str:
        """What became of it, in a word."""
        return FAILED if self.reason else VALID if self.report else INVALID


def process(one: Input, known: str, options: Options) -> Checked:
    """Checks one document; not again where its digest is the one that is `known`. Raises nothing."""
    started = time.perf_counter()
    try:
        data = one.read()
    except AknError as error:
        return Checked(one, failure(one.name, "xml-unreadable", str(error)), reason="unreadable")
    digest = hashlib.sha256(data).hexdigest()
    if known == digest:
        return Checked(one, Report(), digest, unchanged=True)
    report, reason = check_one(
        one.name, one.document(data), rules=options.rules, engine=options.engine, config=options.config
    )
    return Checked(one, report, digest, reason, time.perf_counter() - started)


def check(
    inputs: Iterable[Input],
    options: Options,
    settle: Callable[[Report], Report],
    *,
    executor: Executor | None = None,
    report: Journal | None = None,
    resume: bool = False,
) -> Iterator[Checked]:
    """Checks each document, and puts its report as a row into the report of all, in order and lazily. What is accepted
    is set apart by `settle`, of a document that could be checked.

    With `resume`, a document is not checked again whose row in the report holds: it, the options and the version are
    the same.
    """
    earlier: dict[str, Mapping[str, Any]] = {}

    def tasks() -> Iterator[tuple[Input, str]]:
        for one in inputs:
            row = report.known(one.name) if report is not None and resume else None
            known = ""
            if row is not None and row["status"] != FAILED and row["options"] == options.key:
                earlier[one.name], known = row, row["digest"]
            yield one, known

    for checked in in_order(tasks(), partial(process, options=options), _lost, executor):
        row = earlier.pop(checked.one.name, None)
        found = _report(row, options) if checked.unchanged and row is not None else checked.report
        done = replace(checked, report=found if checked.reason else settle(found))
        if report is not None:
            report.enter(_row(done, options), None if done.unchanged else done.seconds)
        yield done


def _lost(given: tuple[Input, str], error: Exception) -> Checked:
    one, _ = given
    report, reason = not_checked((one.name, b""), error)
    return Checked(one, report, reason=reason)


def _row(done: Checked, options: Options) -> dict[str, Any]:
    report = done.report
    return {
        "input": done.one.name,
        "valid": bool(report),
        "status": done.status,
        "reason": done.reason,
        "error": report.findings[0].message if done.reason else None,
        "digest": done.digest,
        "options": options.key,
        "level1": report.level1,
        "level2": report.level2,
        **{told: [asdict(one) | {"file": ""} for one in getattr(report, told)] for told in _TOLD},
    }


def _report(row: Mapping[str, Any], options: Options) -> Report:
    """The report that a row tells of."""
    name = row["input"]
    found = {told: tuple(_finding(one, name) for one in row[told]) for told in _TOLD}
    alone = _ALONE & {one.rule for told in found.values() for one in told}
    settings = options.config.for_file(name, options.rules)
    rules = frozenset(alone) or select(settings.rules) - settings.ignored
    return Report(**found, file=name, level1=row["level1"], level2=row["level2"], rules=rules)


def _finding(told: Mapping[str, Any], file: str) -> Finding:
    return Finding(**{**told, "file": file, "expected": tuple(told["expected"])})
