"""The command line's side of a batch: settings, executors, interruptions, what is told on the way."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import IO, Any

import click

from akn.diagnostics import Finding, UsageError
from akn.files import TEXT_SUFFIXES
from akn.inputs import Wanted, gather
from akn.lines import Lines
from akn.outputs import output
from akn.progress import Progress
from akn.report import concise
from akn.run import FAILED, Done, Options, run
from akn.workers import Workers


@dataclass(frozen=True, slots=True)
class Settings:
    """Who works on a batch, and what is told of it."""

    lists: tuple[str, ...] = ()
    text_column: str = "text"
    id_column: str = ""
    naming: str = "mirror"
    jobs: int = 1
    dask: str | None = None
    timeout: float | None = None
    memory: int | None = None
    report: str | None = None
    resume: bool = False


def run_batch(arguments: tuple[str, ...], out: str | None, options: Options, settings: Settings, *, quiet: bool) -> int:
    """Converts what the arguments name, and returns the exit code."""
    if settings.resume and settings.report is None:
        raise UsageError("--resume goes on with a report: --report FILE says which.")
    wanted = Wanted(".txt", settings.text_column, settings.id_column)
    found = gather(arguments, wanted, sys.stdin.buffer, settings.lists)
    place = output(found, out, settings.naming, TEXT_SUFFIXES, ".xml", resume=settings.resume)
    total = len(found)
    progress = Progress(total)
    with ExitStack() as stack:
        report = times = None
        if settings.report is not None:
            report = stack.enter_context(Lines(Path(settings.report), resume=settings.resume))
            times = stack.enter_context(Path(f"{settings.report}.times").open("ab" if settings.resume else "wb"))
        stack.enter_context(_terminated_as_interrupted())
        executor = stack.enter_context(executor_for(settings, total))
        try:
            for done in run(found, place, options, executor=executor, report=report, resume=settings.resume):
                _tell(done, progress, times, quiet=quiet or report is not None)
        except KeyboardInterrupt:
            progress.end()
            more = " --resume goes on with the rest." if report is not None else ""
            click.echo(f"Interrupted: {progress.summary(whole=False)}{more}", err=True)
            raise click.exceptions.Exit(1) from None
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
    with client, client.get_executor(pure=False) as executor:
        yield executor


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


def _tell(done: Done, progress: Progress, times: IO[bytes] | None, *, quiet: bool) -> None:
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
    if times is not None and not done.unchanged:
        times.write(json.dumps({"input": row["input"], "seconds": round(done.seconds, 6)}).encode() + b"\n")
