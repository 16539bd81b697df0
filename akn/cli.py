"""The command line: `akn convert`, `akn text`, `akn validate`, `akn report`, `akn schema`.

Exit codes: 0 done and nothing wrong; 1 some input did not convert or validate; 2 wrong usage, or an input that does
not exist or cannot be read. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

import akn
from akn import schema as official_schema
from akn.batch import Outcome, convert_many
from akn.check import Report
from akn.check import validate as check
from akn.diagnostics import AknError, SchemaError, SourceError, UsageError
from akn.files import TEXT_SUFFIXES, XML_SUFFIXES, Input, encode, gather, read_text, targets, whole_file, write_whole
from akn.overview import page
from akn.report import REPORTERS, concise
from akn.tallies import tally, times_beside
from akn.xsd import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

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


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="human", show_default=True)
@click.option("--rules", metavar="LIST", help="Rules or families of rules, joined by commas: xsd,ids,refs,frbr.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True)
@click.option(
    "--engine", type=click.Choice(ENGINES), default="lxml", show_default=True, help="Who judges; both also compares."
)
@click.pass_context
def validate(
    ctx: click.Context, inputs: tuple[str, ...], style: str, rules: str | None, fail_on: str, engine: str
) -> None:
    """Checks Akoma Ntoso XML against the official schema and the rules of this project.

    INPUT is a file, a folder (every *.xml below it), a glob pattern, or - for standard input.

    \b
    Examples:
      akn validate resolution.xml
      akn validate xml/ --format sarif > akn.sarif
      akn validate "**/*.akn" --rules xsd,refs --fail-on warning
    """
    found = gather(inputs, ".xml", sys.stdin.buffer)
    files = _with_progress(found.files, len(found.files))
    reports = [check(one.read(), rules=rules, engine=engine, file=one.name) for one in files]
    _write(None, REPORTERS[style](reports).encode("utf-8", "backslashreplace"))
    ctx.exit(1 if any(_fails(report, fail_on) for report in reports) else 0)


@main.command("report")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", "out", metavar="PAGE", help="The page; - is standard output.")
@click.option("--price", type=click.FloatRange(min=0), help="What an hour of one process costs, in any currency.")
def report_page(file: str, out: str | None, price: float | None) -> None:
    """The report of a batch as one page of HTML that needs nothing beside it.

    FILE is what --report has written. The page is written beside it, with .html for its suffix.

    \b
    Examples:
      akn convert texts/ -o xml/ --report outcome.jsonl
      akn report outcome.jsonl
      akn report outcome.jsonl -o - --price 0.05 > page.html
    """
    source = Path(file)
    target = None if out == "-" else Path(out) if out else source.parent / f"{source.stem}.html"
    if target and os.path.realpath(target) in map(os.path.realpath, (source, times_beside(source))):
        raise UsageError(f"{target} is what the page is made from; -o names another file for it.")
    made = page(tally(source), source.name, target.parent if target else Path(), price)
    _write(target, made.encode("utf-8"))


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


def _executor(jobs: int, files: int) -> AbstractContextManager[ProcessPoolExecutor | None]:
    if jobs == 1 or files == 1:
        return nullcontext()
    return ProcessPoolExecutor(min(jobs, files), mp_context=multiprocessing.get_context("spawn"))


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


def _fails(report: Report, fail_on: str) -> bool:
    return bool(report.errors or (fail_on == "warning" and report.warnings))


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
