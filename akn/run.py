"""A batch on the command line: each input is converted by some process, and what became of it is a row of the report.

The rows are the same bytes on every run, so they hold no times; those stand beside them.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import akn
from akn import stores
from akn.batch import Outcome, convert_one, lost
from akn.diagnostics import AknError
from akn.filenames import is_url
from akn.files import aside
from akn.inputs import Input
from akn.lines import Lines
from akn.outputs import Output
from akn.workers import in_order

CONVERTED, UNSURE, FAILED = "converted", "unsure", "failed"


@dataclass(frozen=True)
class Options:
    """How texts are converted."""

    language: str | None = None
    shape: str = "statement"
    layout: str | None = None
    verify: bool = True
    encoding: str = "utf-8"

    @cached_property
    def key(self) -> str:
        """The same for the same options and the same version of this library."""
        told = json.dumps([akn.__version__, asdict(self)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Task:
    """One input to convert. `target` is where its result is written, `known` the digest of the input of which the
    result is there already; both are empty where there is none.
    """

    one: Input
    target: str
    known: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an input: its row, its XML where that is still to be put somewhere, and how long it took in
    seconds. `unchanged` says that an earlier run did it, and that its row still holds.
    """

    one: Input
    row: dict[str, Any]
    xml: bytes | None = None
    seconds: float = 0.0
    unchanged: bool = False


def process(task: Task, options: Options) -> Done:
    """Converts one input, and writes the result where it is to be written. Raises nothing."""
    started = time.perf_counter()
    done = _process(task, options)
    return replace(done, seconds=time.perf_counter() - started)


def _process(task: Task, options: Options) -> Done:
    one = task.one
    try:
        data = one.read()
    except AknError as error:
        return Done(one, _failed(one.name, "unreadable", str(error)))
    digest = hashlib.sha256(data).hexdigest()
    if task.known == digest:
        return Done(one, {"input": one.name, "digest": digest}, unchanged=True)
    try:
        outcome = convert_one(
            0,
            one.name,
            partial(one.text, data, options.encoding),
            language=options.language,
            shape=options.shape,
            layout=options.layout,
            verify=options.verify,
        )
        row = _row(outcome, digest, options.key)
        if outcome.xml is None or not task.target:
            return Done(one, row, outcome.xml)
        stores.write(task.target, outcome.xml)
        return Done(one, row)
    except (AknError, OSError) as error:
        return Done(one, _failed(one.name, "unwritable", f"{task.target} cannot be written: {_reason(error)}.", digest))


def _row(outcome: Outcome, digest: str, options: str) -> dict[str, Any]:
    status = FAILED if not outcome else UNSURE if outcome.findings else CONVERTED
    return {
        "input": outcome.name,
        "output": None,
        "converted": bool(outcome),
        "status": status,
        "reason": outcome.reason,
        "error": outcome.error,
        "digest": digest,
        "options": options,
        "work": outcome.work,
        "manifestation": outcome.manifestation,
        "title": outcome.title,
        "language": outcome.language,
        "characters": outcome.characters,
        "findings": [asdict(finding) for finding in outcome.findings],
    }


def _failed(name: str, reason: str, error: str, digest: str = "") -> dict[str, Any]:
    return _row(Outcome(0, name, error=error, reason=reason), digest, "")


def run(
    inputs: Iterable[Input],
    output: Output,
    options: Options,
    *,
    executor: Executor | None = None,
    report: Lines | None = None,
    resume: bool = False,
) -> Iterator[Done]:
    """Converts each input, puts the result into the output and the row into the report, in order and lazily.

    With `resume`, an input is not converted again whose row in the report holds: its text, the options and the version
    are the same, and its result is there.
    """
    earlier: dict[str, Mapping[str, Any]] = {}

    def tasks() -> Iterator[tuple[Task]]:
        for one in inputs:
            row = report.known(one.name) if report is not None and resume else None
            known = ""
            if row is not None and row["converted"] and row["options"] == options.key and output.has(one, row):
                earlier[one.name], known = row, row["digest"]
            try:
                target = "" if one.fault else output.target(one)
            except AknError as error:
                one, target = replace(one, fault=str(error)), ""
            yield (Task(one, target, known),)

    with ExitStack() as stack:
        stack.callback(output.close, done=False)
        for done in in_order(tasks(), partial(process, options=options), _lost, executor):
            old = earlier.pop(done.one.name, None)
            row = dict(old) if done.unchanged and old is not None else done.row
            if row["converted"]:
                row = _put(output, done.one, row, done.xml)
            if report is not None:
                report.write(row)
            yield replace(done, row=row)
        stack.pop_all()
        output.close(done=True)


def _put(output: Output, one: Input, row: dict[str, Any], xml: bytes | None) -> dict[str, Any]:
    try:
        output.put(one, row, xml)
    except AknError as error:
        return _failed(one.name, "clash", str(error), row["digest"])
    except OSError as error:
        return _failed(one.name, "unwritable", f"The result cannot be written: {_reason(error)}.", row["digest"])
    return row


def _lost(given: tuple[Task], error: Exception) -> Done:
    [task] = given
    if task.target and not is_url(task.target):  # its process may have died while it wrote
        aside(Path(task.target)).unlink(missing_ok=True)
    reason, told = lost(error)
    return Done(task.one, _failed(task.one.name, reason, f"It could not be converted: {told}."))


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")
