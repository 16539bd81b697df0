"""A batch on the command line: each input is converted by some process, and what became of it is a row of the report.

The rows are the same bytes on every run, so they hold no times; those stand beside them.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from akn import stores
from akn.batch import Outcome, convert_one, lost
from akn.diagnostics import AknError
from akn.filenames import is_url
from akn.files import aside
from akn.inputs import Input
from akn.journal import Journal, key_of
from akn.outputs import ClashError, Output
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
        return key_of(asdict(self))


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
    report: Journal | None = None,
    resume: bool = False,
) -> Iterator[Done]:
    """Converts each input, puts the result into the output and the row into the report, in order and lazily.

    With `resume`, an input is not converted again whose row in the report holds: its text, the options and the version
    are the same, and its result is there.
    """
    earlier: dict[str, Mapping[str, Any]] = {}
    tasks = _tasks(inputs, output, options, report if resume else None, earlier)
    results = _Results(output, report)
    with ExitStack() as stack:
        stack.callback(output.close, done=False)
        for done in in_order(tasks, partial(process, options=options), _lost, executor):
            old = earlier.pop(done.one.name, None)
            yield from results.take(replace(done, row=dict(old)) if done.unchanged and old is not None else done)
        stack.pop_all()
        yield from results.finish()


def _tasks(
    inputs: Iterable[Input],
    output: Output,
    options: Options,
    report: Journal | None,
    earlier: dict[str, Mapping[str, Any]],
) -> Iterator[tuple[Task]]:
    """What is to be done; the rows in the report of what may be done already are entered as `earlier`."""
    for one in inputs:
        row = None if report is None else report.known(one.name)
        known = target = ""
        if row is not None and row["converted"] and row["options"] == options.key and output.has(one, row):
            earlier[one.name], known = row, row["digest"]
        if not one.fault:
            try:
                target = output.target(one)
            except AknError as error:
                one = replace(one, fault=str(error))
        yield (Task(one, target, known),)


class _Results:
    """Puts results into the output; when they are on the disk, their rows into the report."""

    def __init__(self, output: Output, report: Journal | None) -> None:
        self._output = output
        self._report = report
        self._waiting: list[Done] = []

    def take(self, done: Done) -> Iterator[Done]:
        """Takes the next one, and gives those that are settled with it."""
        self._waiting.append(done)
        if done.row["converted"]:
            self._put(done)
        if self._output.is_settled:
            yield from self._settled()

    def finish(self) -> Iterator[Done]:
        """All were taken; gives those that are left. Raises OSError where the output cannot be ended."""
        try:
            self._output.close(done=True)
        except (AknError, OSError) as error:
            if not self._waiting:
                raise
            self._lose(error)
        yield from self._settled()

    def _settled(self) -> Iterator[Done]:
        for done in self._waiting:
            if self._report is not None:
                self._report.enter(done.row, None if done.unchanged else done.seconds)
            yield done
        self._waiting.clear()

    def _put(self, done: Done) -> None:
        try:
            self._output.put(done.one, done.row, done.xml)
        except ClashError as error:
            self._waiting[-1] = replace(done, row=_failed(done.one.name, "clash", str(error), done.row["digest"]))
        except (AknError, OSError) as error:
            self._lose(error)
        else:
            if not self._output.is_settled:
                self._waiting[-1] = replace(done, xml=None)  # which the output has, too

    def _lose(self, error: Exception) -> None:
        """What waits is not on the disk, and will not be."""
        for number, done in enumerate(self._waiting):
            if done.row["converted"]:
                told = f"The result cannot be written: {_reason(error)}."
                row = _failed(done.one.name, "unwritable", told, done.row["digest"])
                self._waiting[number] = replace(done, row=row, unchanged=False)


def _lost(given: tuple[Task], error: Exception) -> Done:
    [task] = given
    if task.target and not is_url(task.target):  # its process may have died while it wrote
        aside(Path(task.target)).unlink(missing_ok=True)
    reason, told = lost(error)
    return Done(task.one, _failed(task.one.name, reason, f"It could not be converted: {told}."))


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")
