"""The command line: `akn convert`, `akn text`, `akn validate`, `akn schema`.

Exit codes: 0 done and nothing wrong; 1 some input did not convert or validate; 2 wrong usage, or an input that does
not exist or cannot be read. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import errno
import json
import sys
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

import akn
from akn import baseline, config
from akn import schema as official_schema
from akn.batch import Outcome, convert_many, validate_many
from akn.check import Report, listed
from akn.config import FAIL_ON
from akn.diagnostics import AknError, SchemaError, SourceError, UsageError
from akn.files import TEXT_SUFFIXES, XML_SUFFIXES, Input, encode, gather, read_text, targets, whole_file, write_whole
from akn.mending import Mended, difference, mend, summary
from akn.report import REPORTERS, concise
from akn.rules import FAMILIES
from akn.source import ContentError
from akn.workers import Processes
from akn.xsd import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from akn.baseline import Baseline
    from akn.files import Inputs

Thing = TypeVar("Thing")

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es", "ara", "zho", "eng", "fra", "rus", "spa")


class _Commands(click.Group):
    """Tells this library's errors in one line, with the exit code that each has."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (UsageError, SourceError, SchemaError) as error:
            _fail(ctx, str(error), 2)
        except AknError as error:
            _fail(ctx, str(error), 1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has enough; click ends quietly
                raise
            _fail(ctx, f"{error.filename or 'output'}: {error.strerror or error}", 2)


def _fail(ctx: click.Context, message: str, code: int) -> None:
    click.echo(f"Error: {message}", err=True)
    ctx.exit(code)


def _known_encoding(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        "".encode(value)
        b"".decode(value)
    except (LookupError, ValueError):
        raise click.BadParameter(f"{value!r} is no encoding; utf-8, utf-16, latin-1 and cp1252 are some.") from None
    return value


_encoding = click.option(
    "--encoding", default="utf-8", show_default=True, callback=_known_encoding, help="The encoding of the texts."
)
_out = click.option("-o", "--output", "out", metavar="OUT", help="A file, or a folder that mirrors the names.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing about texts that were converted.")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(akn.__version__, prog_name="akn")
def main() -> None:
    """Plain text of United Nations resolutions to Akoma Ntoso XML and back, byte for byte, with validation.

    \b
    Examples:
      akn convert resolution.txt -o resolution.xml
      akn validate resolution.xml
      akn text resolution.xml
      akn COMMAND --help
    """


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@_out
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the texts; found out if not said.")
@click.option("--shape", type=click.Choice(["statement", "publication"]), default="statement", show_default=True)
@click.option(
    "--layout",
    type=click.Choice(["plain", "wrapped"]),
    help="Whether lines are paragraphs or parts of them; found out if not said.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that convert.")
@click.option("--report", "report_file", metavar="FILE", help="JSON Lines, one row for each input.")
@click.option("--no-verify", is_flag=True, help="Do not read each result back to see that it is whole and valid.")
@_encoding
@_quiet
@click.pass_context
def convert(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: str | None,
    language: str | None,
    shape: str,
    layout: str | None,
    jobs: int,
    report_file: str | None,
    no_verify: bool,
    encoding: str,
    quiet: bool,
) -> None:
    """Text to Akoma Ntoso XML.

    INPUT is a file, a folder (every *.txt below it), a glob pattern, or - for standard input. One input without -o
    goes to standard output. Each result is read back before it is written: it is valid and gives the same text.

    \b
    Examples:
      akn convert resolution.txt > resolution.xml
      akn convert - < resolution.txt | akn validate -
      akn convert texts/ -o xml/ --jobs 4 --report outcome.jsonl
    """
    found = gather(inputs, ".txt", sys.stdin.buffer)
    planned = targets(found, out, TEXT_SUFFIXES, ".xml")
    items = ((one.name, partial(read_text, one, encoding)) for one in found.files)
    with _executor(jobs, len(found.files)) as executor, _rows(report_file) as rows:
        outcomes = convert_many(
            items, executor=executor, language=language, shape=shape, layout=layout, verify=not no_verify
        )
        failed = 0
        for outcome, target in zip(_with_progress(outcomes, len(planned)), planned, strict=True):
            _tell(outcome, quiet)
            if outcome.xml is not None:
                _write(target, outcome.xml)
            if rows:
                rows.write(_row(outcome, target))
            failed += not outcome
    ctx.exit(1 if failed else 0)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@_out
@click.option("--no-layout", is_flag=True, help="The plain house layout instead of that of the source.")
@_encoding
@click.pass_context
def text(ctx: click.Context, inputs: tuple[str, ...], out: str | None, no_layout: bool, encoding: str) -> None:
    """Akoma Ntoso XML back to text: the very bytes that were converted.

    INPUT and -o are as for convert: a file, a folder (every *.xml below it), a glob pattern, or -.

    \b
    Examples:
      akn text resolution.xml
      akn text xml/ -o texts/
    """
    found = gather(inputs, ".xml", sys.stdin.buffer)
    planned = targets(found, out, XML_SUFFIXES, ".txt")
    failed = 0
    for one, target in zip(_with_progress(found.files, len(planned)), planned, strict=True):
        result = _text_of(one, not no_layout, encoding)
        if isinstance(result, bytes):
            _write(target, result)
        else:
            click.echo(f"{one.name}: {result}", err=True)
            failed += 1
    ctx.exit(1 if failed else 0)


def _list_rules(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        rules = list(listed())
        width = max(len(rule) for rule, _, _ in rules)
        for rule, severity, said in rules:
            click.echo(f"{rule:{width}}  {severity:7}  {said}")
        ctx.exit()


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="human", show_default=True)
@click.option(
    "--rules", metavar="LIST", help=f"Rules or families of rules, joined by commas: xsd,{','.join(FAMILIES)}."
)
@click.option(
    "--list-rules", is_flag=True, is_eager=True, expose_value=False, callback=_list_rules, help="Print every rule."
)
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="The least that fails; error where nothing says another.")
@click.option("--config", "config_file", metavar="FILE", help="Instead of the nearest akn.toml or pyproject.toml.")
@click.option("--no-config", is_flag=True, help="Look for no configuration.")
@click.option("--baseline", "baseline_file", metavar="FILE", help="Accept the findings that stand in this file.")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the baseline, which accepts it.")
@click.option(
    "--engine", type=click.Choice(ENGINES), default="lxml", show_default=True, help="Who judges; both also compares."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that check.")
@click.option("--fix", is_flag=True, help="Mend what is mechanical, in place; then report what is left.")
@click.option("--diff", is_flag=True, help="Print what --fix changes; without --fix nothing is changed.")
@click.pass_context
def validate(
    ctx: click.Context,
    inputs: tuple[str, ...],
    style: str,
    rules: str | None,
    fail_on: str | None,
    config_file: str | None,
    no_config: bool,
    baseline_file: str | None,
    write_baseline: bool,
    engine: str,
    jobs: int,
    fix: bool,
    diff: bool,
) -> None:
    """Checks Akoma Ntoso XML against the official schema and the rules of this project.

    INPUT is a file, a folder (every *.xml below it), a glob pattern, or - for standard input. What to accept stands in
    akn.toml or the table [tool.akn] of pyproject.toml, in the nearest folder upwards; options win over it.

    --fix mends identifiers, white space and the order of metadata, and writes each file anew that it changed; what came
    from standard input goes to standard output. Where that holds a document or --diff, the report is on standard error.

    \b
    Examples:
      akn validate resolution.xml
      akn validate xml/ --jobs 4 --format sarif > akn.sarif
      akn validate "**/*.akn" --rules xsd,refs --fail-on warning
      akn validate xml/ --baseline akn-baseline.json --write-baseline
      akn validate xml/ --diff
      akn validate xml/ --fix
    """
    settings = _configuration(config_file, no_config)
    found = gather(inputs, ".xml", sys.stdin.buffer)
    baseline_file = baseline_file or settings.baseline
    accepted = _accepted(baseline_file, write_baseline, found)
    items = [one.name if one.content is None else (one.name, one.content) for one in found.files]
    codes = {0}

    def passing(reports: Iterable[Report]) -> Iterator[Report]:
        for report in reports:
            codes.add(_exit_code(report, fail_on or settings.fail_on or "error"))
            yield report

    with _executor(jobs, len(items)) as executor:
        reports = _with_progress(
            validate_many(items, executor=executor, rules=rules, engine=engine, config=settings), len(items)
        )
        if baseline_file is not None:
            settled, said = baseline.settle(list(reports), baseline_file, accepted)
            reports = iter(settled)
            click.echo(said, err=True, nl=bool(said))
        for piece in REPORTERS[style](passing(reports)):
            _write(None, piece.encode("utf-8", "backslashreplace"))
    ctx.exit(max(codes))


@main.command()
@click.option("--path", "only_path", is_flag=True, help="Only where it lies.")
@click.option("--check", "load", is_flag=True, help="Load it in both engines, too.")
def schema(only_path: bool, load: bool) -> None:
    """The official XSD in use: where it lies, its version and SHA-256.

    \b
    Examples:
      xmllint --noout --schema "$(akn schema --path)" resolution.xml
    """
    path = official_schema.path()
    if only_path:
        click.echo(str(path))
        return
    click.echo(f"{path}\n{official_schema.VERSION}\nSHA-256 {official_schema.SHA256}")
    if load:
        official_schema.official()
        official_schema.second_opinion()
        click.echo("It is the published file, and lxml and xmlschema load it.")


def _executor(jobs: int, files: int) -> AbstractContextManager[Processes | None]:
    return nullcontext() if jobs == 1 or files == 1 else Processes(min(jobs, files))


def _rows(file: str | None) -> AbstractContextManager[IO[bytes] | None]:
    return nullcontext() if file is None else whole_file(Path(file))


def _row(outcome: Outcome, target: Path | None) -> bytes:
    row = {
        "input": outcome.name,
        "output": None if target is None or outcome.xml is None else str(target),
        "converted": bool(outcome),
        "error": outcome.error,
        "findings": [asdict(finding) for finding in outcome.findings],
    }
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _tell(outcome: Outcome, quiet: bool) -> None:
    if outcome.error is not None:
        click.echo(f"{outcome.name}: {outcome.error}", err=True)
    for finding in outcome.findings if not quiet else ():
        click.echo(concise(replace(finding, file=finding.file or outcome.name)), err=True)


def _text_of(source: Input, layout: bool, encoding: str) -> bytes | str:
    """The text in a document, or what is wrong with the document."""
    try:
        return encode(akn.load(source.read()).to_text(layout=layout), encoding)
    except AknError as error:
        return str(error)
    except Exception as error:  # no input, however odd, ends in a traceback
        return f"A defect of akn, please report it with this document: {type(error).__name__}: {error}."


def _exit_code(report: Report, fail_on: str) -> int:
    if any(finding.rule == "xml-unreadable" for finding in report):
        return 2
    return int(bool(report.errors or (fail_on == "warning" and report.warnings)))


def _configuration(file: str | None, none: bool) -> config.Config:
    if file is not None and none:
        raise UsageError("--config and --no-config cannot both hold.")
    if file is not None:
        return config.load(file)
    return (None if none else config.find()) or config.Config()


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


def _mended(source: Input, fix: bool, diff: bool) -> tuple[bytes, bool]:
    """A document as it is after mending, and whether that changed it; written where it was read, if it is to be."""
    data = source.read()
    try:
        result = mend(data)
    except SourceError as error:
        if not isinstance(error, ContentError):  # which is a finding
            click.echo(f"{source.name}: not mended: {error}", err=True)
        result = Mended(data)
    if result:
        done = "mended" if fix else "to be mended"
        click.echo(f"{source.name}: {done}: {summary(result.changes)}.", err=True)
    if diff:
        _write(None, difference(data, result.data, source.name).encode("utf-8") if result else b"")
    if fix and (result or source.content is not None):
        _write(Path(source.name) if source.content is None else None, result.data)
    return result.data, bool(result)


def _write(target: Path | None, data: bytes) -> None:
    if target is not None:
        write_whole(target, data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _with_progress(things: Iterable[Thing], total: int) -> Iterator[Thing]:
    """The same things, with a count of them on standard error while they pass, if that is a terminal."""
    shown = total > 1 and sys.stderr.isatty()
    for count, thing in enumerate(things, 1):
        yield thing
        if shown:
            click.echo(f"\r{count} of {total}" + ("\n" if count == total else ""), err=True, nl=False)
