"""The command line's side of validation: what is accepted, what is mended, what is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akn import baseline, config, stores
from akn.batch import validate_many
from akn.batch_cli import Settings, executor_for
from akn.diagnostics import SourceError, UsageError
from akn.inputs import Input, Inputs, Wanted, gather
from akn.mending import Mended, difference, mend, summary
from akn.progress import Progress
from akn.report import REPORTERS
from akn.source import ContentError

if TYPE_CHECKING:
    from akn.baseline import Baseline
    from akn.check import Report
    from akn.source import Source


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked, what of it is accepted, and how it is told. `fail_on` is None where nothing says another."""

    style: str = "human"
    rules: str | None = None
    fail_on: str | None = None
    config_file: str | None = None
    no_config: bool = False
    baseline_file: str | None = None
    write_baseline: bool = False
    engine: str = "lxml"
    jobs: int = 1
    fix: bool = False
    diff: bool = False


def run_checks(arguments: tuple[str, ...], checks: Checks) -> int:
    """Checks what the arguments name, and returns the exit code."""
    settings = _configuration(checks)
    found = gather(arguments, Wanted(".xml"), sys.stdin.buffer)
    file = checks.baseline_file or settings.baseline
    accepted = _accepted(file, checks.write_baseline, found)
    piped = any(one.content is not None for one in found.files)
    if checks.fix and checks.diff and piped:
        raise UsageError("Standard output takes the mended document or the difference: choose --fix or --diff for -.")
    codes = {0}
    fail_on = checks.fail_on or settings.fail_on or "error"
    with executor_for(Settings(jobs=checks.jobs), len(found)) as executor:
        reports: Iterable[Report] = validate_many(
            _items(found, checks, codes), executor=executor, rules=checks.rules, engine=checks.engine, config=settings
        )
        reports = _watched(reports, len(found), file is None, fail_on, codes)
        if file is not None:
            settled, said = baseline.settle(list(reports), file, accepted)
            codes.update(_exit_code(report, fail_on) for report in settled)
            click.echo(said, err=True, nl=bool(said))
            reports = settled
        to_error = checks.diff or (checks.fix and piped)  # standard output holds a difference or a document
        for piece in REPORTERS[checks.style](reports):
            _write(piece.encode("utf-8", "backslashreplace"), err=to_error)
    return max(codes)


def _items(found: Inputs, checks: Checks, codes: set[int]) -> Iterator[str | tuple[str, Source]]:
    """What is to be checked: the files, or what mending makes of them."""
    for one in found.files:
        if checks.fix or checks.diff:
            data, changed = _mended(one, checks)
            if changed and not checks.fix:
                codes.add(1)
            yield one.name, data
        elif one.content is None and not stores.is_url(one.name):
            yield one.name
        else:
            yield one.name, one.read()


def _watched(reports: Iterable[Report], total: int, counted: bool, fail_on: str, codes: set[int]) -> Iterator[Report]:
    """The same reports, with how far it is; where they are `counted`, the exit code of each is entered."""
    progress = Progress(total)
    for report in reports:
        progress.add("checked")
        if counted:
            codes.add(_exit_code(report, fail_on))
        yield report
    progress.end()


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


def _accepted(file: str | None, write: bool, inputs: Inputs) -> Baseline | None:
    """The findings that are accepted; None where no file has any, or where it is to be written."""
    if not write:
        return None if file is None else baseline.load(file)
    if file is None:
        raise UsageError("--write-baseline needs --baseline FILE, or the key baseline of the configuration.")
    place = Path(file).resolve()
    if any(Path(one.name).resolve() == place for one in inputs.files if one.content is None):
        raise UsageError(f"{file} is an input, and the baseline would overwrite it.")
    return None


def _mended(source: Input, checks: Checks) -> tuple[bytes, bool]:
    """A document as it is after mending, and whether that changed it; written where it was read, if it is to be."""
    data = source.read()
    try:
        result = mend(data)
    except SourceError as error:
        if not isinstance(error, ContentError):  # which is a finding
            click.echo(f"{source.name}: not mended: {error}", err=True)
        result = Mended(data)
    if result:
        done = "mended" if checks.fix else "to be mended"
        click.echo(f"{source.name}: {done}: {summary(result.changes)}.", err=True)
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
