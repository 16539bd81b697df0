"""The command line's side of a batch: settings, executors, interruptions, what is told on the way."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

import click

from akn.diagnostics import Finding, UsageError
from akn.files import TEXT_SUFFIXES
from akn.inputs import Inputs, Wanted, gather
from akn.journal import Journal, times_beside
from akn.outputs import output, refuse_inputs
from akn.progress import Progress
from akn.report import concise
from akn.run import FAILED, Done, Options, run
from akn.workers import Workers


@dataclass(frozen=True, slots=True)
class Settings:
    """What a batch works on beside the arguments, who works on it, and what is told of it."""

    lists: tuple[str, ...] = ()
    text_column: str = "text"
    id_column: str = ""
    jobs: int = 1
    dask: str | None = None
    timeout: float | None = None
    memory: int | None = None
    report: str | None = None
    resume: bool = False

    def gathered(self, arguments: tuple[str, ...], suffix: str) -> Inputs:
        """What is to be worked on. Raises as `gather`, and UsageError where the report would overwrite an input."""
        if self.resume and self.report is None:
            raise UsageError("--resume goes on with a report: --report FILE says which.")
        wanted = Wanted(suffix, self.text_column, self.id_column)
        found = gather(arguments, wanted, sys.stdin.buffer, self.lists)
        refuse_inputs(found, self.written())
        return found

    def written(self) -> list[str]:
        """The files of the report."""
        return [] if self.report is None else [self.report, str(times_beside(Path(self.report)))]

    @contextmanager
    def journal(self, total: int) -> Iterator[Journal | None]:
        """The report on so many inputs, to be written; None where there is to be none."""
        if self.report is None:
            yield None
            return
        with Journal(Path(self.report), resume=self.resume, total=total) as journal:
            yield journal


def run_batch(
    arguments: tuple[str, ...], out: str | None, naming: str, options: Options, settings: Settings, *, quiet: bool
) -> int:
    """Converts what the arguments name, and returns the exit code."""
    found = settings.gathered(arguments, ".txt")
    if out is not None and os.path.realpath(out) in map(os.path.realpath, settings.written()):
        raise UsageError(f"{out} cannot be both the output and the report.")
    progress = Progress(len(found))
    with executor_for(settings, len(found)) as executor:  # before an earlier output or report is given up
        place = output(found, out, naming, TEXT_SUFFIXES, ".xml", resume=settings.resume)
        with settings.journal(len(found)) as journal, interruptible(progress, settings):
            for done in run(found, place, options, executor=executor, report=journal, resume=settings.resume):
                _tell(done, progress, quiet=quiet or journal is not None)
    progress.end()
    if found.many:
        click.echo(progress.summary(), err=True)
    if progress.reasons["unwritable"] and not found.many:
        return 2  # the one output that was asked for
    return 1 if progress.counts[FAILED] else 0


@contextmanager
def executor_for(settings: Settings, inputs: int) -> Iterator[Executor | None]:
    """Who does the work: None is this process itself."""
    if settings.dask is not None:
        if settings.timeout or settings.memory:
            raise UsageError("--timeout and --memory are for --jobs; a Dask cluster has settings of its own for them.")
        with _dask(settings.dask) as executor:
            yield executor
    elif settings.jobs == 1 and settings.timeout is None and settings.memory is None:
        yield None
    else:
        memory = None if settings.memory is None else settings.memory * 1_000_000
        with Workers(min(settings.jobs, max(inputs, 1)), timeout=settings.timeout, memory=memory) as workers:
            yield workers


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        import distributed
    except ImportError:
        raise UsageError('--dask needs Dask: pip install "akn[dask]".') from None
    try:
        client: Any = distributed.Client(address, timeout=10)  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError) as error:
        raise UsageError(f"There is no Dask scheduler at {address}: {error}.") from None
    with client:
        executor = client.get_executor(pure=False)
        done = False
        try:
            yield executor
            done = True
        finally:
            executor.shutdown(wait=done)  # after an interruption, what is under way is given up


@contextmanager
def interruptible(progress: Progress, settings: Settings) -> Iterator[None]:
    """An interruption ends it, and is told in a line. What ends a process politely is taken as Ctrl-C is."""
    try:
        with _terminated_as_interrupted():
            yield
    except KeyboardInterrupt:
        progress.end()
        more = "" if settings.report is None else " --resume goes on with the rest."
        click.echo(f"Interrupted: {progress.summary(whole=False)}{more}", err=True)
        raise click.exceptions.Exit(1) from None


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """What ends a process politely is taken as Ctrl-C is."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(done: Done, progress: Progress, *, quiet: bool) -> None:
    row = done.row
    progress.add(row["status"], row["reason"], skipped=done.unchanged)
    if row["error"] is not None:
        progress.line(f"{row['input']}: {row['error']}")
    for told in row["findings"] if not quiet else ():
        finding = Finding(**told)
        progress.line(concise(replace(finding, file=finding.file or row["input"])))
    if row["converted"] and row["output"] is None and done.xml is not None:
        sys.stdout.buffer.write(done.xml)
        sys.stdout.buffer.flush()
