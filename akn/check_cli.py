"""The command line's side of validation: what is accepted, what is mended, what is told."""

from __future__ import annotations

import hashlib
import sys
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from akn import baseline, config, schema, stores
from akn.baseline import Settling
from akn.batch_cli import Settings, executor_for, interruptible
from akn.check import select
from akn.check_run import Options, check
from akn.diagnostics import AknError, SourceError, UsageError, defect, visible
from akn.mending import Mended, difference, mend, summary
from akn.outputs import refuse_inputs
from akn.progress import Progress
from akn.report import REPORTERS
from akn.source import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from akn.check import Report
    from akn.inputs import Input, Inputs
    from akn.journal import Journal


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked, what of it is accepted, and how it is told. `style` and `fail_on` are None where nothing says
    another.
    """

    style: str | None = None
    rules: str | None = None
    fail_on: str | None = None
    config_file: str | None = None
    no_config: bool = False
    baseline_file: str | None = None
    write_baseline: bool = False
    engine: str = "lxml"
    fix: bool = False
    diff: bool = False


def run_checks(arguments: tuple[str, ...], checks: Checks, settings: Settings) -> int:
    """Checks what the arguments name, and returns the exit code."""
    select(checks.rules)
    schema.path()
    configuration = _configuration(checks)
    found = settings.gathered(arguments, ".xml")
    piped = any(one.content is not None for one in found.files)
    _refuse_mending(checks, settings, found, piped)
    settling, accepted = _settling(checks.baseline_file or configuration.baseline, checks.write_baseline, found)
    options = Options(checks.rules, checks.engine, configuration, accepted)
    fail_on = checks.fail_on or configuration.fail_on or "error"
    progress = Progress(len(found))
    codes = {0}
    inputs = _mending(found, checks, codes) if checks.fix or checks.diff else found

    def reports(executor: Executor | None, journal: Journal | None) -> Iterator[Report]:
        settle = _as_it_is if settling is None else settling.take
        for done in check(inputs, options, settle, executor=executor, report=journal, resume=settings.resume):
            progress.add(done.status, done.reason, skipped=done.unchanged)
            codes.add(_exit_code(done.report, fail_on))
            yield done.report

    with (
        executor_for(settings, len(found)) as executor,  # before an earlier report is given up
        settings.journal(len(found)) as journal,
        interruptible(progress, settings),
    ):
        told = reports(executor, journal)
        if checks.style is None and journal is not None:
            deque(told, maxlen=0)
            progress.end()
            click.echo(progress.summary(), err=True)
        else:
            to_error = checks.diff or (checks.fix and piped)  # standard output holds a difference or a document
            for piece in REPORTERS[checks.style or "human"](told):
                if piece:
                    progress.end()
                _write(piece.encode("utf-8", "backslashreplace"), err=to_error)
    if settling is not None and (said := settling.finish()):
        click.echo(said, err=True)
    return max(codes)


def _refuse_mending(checks: Checks, settings: Settings, found: Inputs, piped: bool) -> None:
    """Raises UsageError where documents are to be mended that cannot be, or told of in a way that is not true."""
    if not (checks.fix or checks.diff):
        return
    if checks.fix and checks.diff and piped:
        raise UsageError("Standard output takes the mended document or the difference: choose --fix or --diff for -.")
    if found.sets:
        raise UsageError(f"--fix and --diff are for files; {found.sets[0].file} is a data set.")
    if settings.report is not None and not checks.fix:
        raise UsageError("--report tells of documents as they are, --diff of what they would be: choose one of them.")


def _mending(found: Inputs, checks: Checks, codes: set[int]) -> Iterator[Input]:
    """What mending makes of the files; one that cannot be read or written has a fault."""
    for one in found:
        try:
            data, changed = _mended(one, checks)
        except AknError as error:
            yield replace(one, fault=str(error))
            continue
        except OSError as error:
            yield replace(one, fault=f"{one.name} cannot be written: {error.strerror or error}.")
            continue
        if changed and not checks.fix:
            codes.add(1)
        yield replace(one, content=data)


def _exit_code(report: Report, fail_on: str) -> int:
    if any(finding.rule == "xml-unreadable" for finding in report):
        return 2
    return int(bool(report.errors or (fail_on == "warning" and report.warnings)))


def _configuration(checks: Checks) -> config.Config:
    if checks.config_file is not None and checks.no_config:
        raise UsageError("--config and --no-config cannot both hold.")
    if checks.config_file is not None:
        return config.load(checks.config_file)
    return (None if checks.no_config else config.find()) or config.Config()


def _settling(file: str | None, write: bool, inputs: Inputs) -> tuple[Settling | None, str]:
    """What sets apart the findings that are accepted, if any are; and a key that is the same for the same ones."""
    if file is None:
        if write:
            raise UsageError("--write-baseline needs --baseline FILE, or the key baseline of the configuration.")
        return None, ""
    if write:
        refuse_inputs(inputs, [file])
        return Settling(file, None), "all"
    accepted = baseline.load(file)
    return Settling(file, accepted), hashlib.sha256(baseline.dump(accepted)).hexdigest()


def _as_it_is(report: Report) -> Report:
    return report


def _mended(source: Input, checks: Checks) -> tuple[bytes, bool]:
    """A document as it is after mending, and whether that changed it; written where it was read, if it is to be."""
    data = source.read()
    try:
        result = mend(data)
    except SourceError as error:
        if not isinstance(error, ContentError):  # which is a finding
            click.echo(visible(f"{source.name}: not mended: {error}"), err=True)
        result = Mended(data)
    except Exception as error:  # no input, however odd, ends in a traceback
        click.echo(visible(f"{source.name}: not mended: {defect(error)}"), err=True)
        result = Mended(data)
    if result:
        done = "mended" if checks.fix else "to be mended"
        click.echo(visible(f"{source.name}: {done}: {summary(result.changes)}."), err=True)
        if checks.diff:
            _write(difference(data, result.data, source.name).encode("utf-8"))
    if checks.fix and source.content is not None:
        _write(result.data)
    elif checks.fix and result:
        stores.write(source.name, result.data)
    return result.data, bool(result)


def _write(data: bytes, *, err: bool = False) -> None:
    file = sys.stderr.buffer if err else sys.stdout.buffer
    file.write(data)
    file.flush()
