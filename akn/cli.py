"""The command line: `akn convert`, `text`, `validate`, `graph`, `report`, `schema`.

Exit codes: 0 done and nothing wrong; 1 some input did not convert or validate; 2 wrong usage, or an input that does
not exist or cannot be read. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import errno
import math
import os
import sys
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import akn
from akn import schema as official_schema
from akn import stores
from akn.batch_cli import Settings, run_batch
from akn.check import listed
from akn.check_cli import Checks, run_checks
from akn.config import FAIL_ON
from akn.diagnostics import AknError, SchemaError, SourceError, UsageError, defect, visible
from akn.files import XML_SUFFIXES, encode
from akn.graph_cli import STYLES, run_graph
from akn.journal import times_beside
from akn.outputs import output
from akn.overview import page
from akn.progress import Progress
from akn.report import REPORTERS
from akn.rules import FAMILIES
from akn.run import FAILED, Options
from akn.tallies import tally
from akn.xsd import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from akn.inputs import Input

    _Decorator = Callable[[Any], Any]

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
    click.echo(f"Error: {visible(message)}", err=True)
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


def _finite(_ctx: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no amount; a number is accepted.")
    return value


_inputs = click.argument("inputs", nargs=-1, metavar="INPUT...")
_out = click.option("-o", "--output", "out", metavar="OUT", help="A file, or a folder that mirrors the names.")


_WORK = (
    click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that work."),
    click.option("--dask", metavar="ADDRESS", help="The scheduler of a Dask cluster that works."),
    click.option(
        "--timeout",
        type=click.FloatRange(0.1, 1e6),
        callback=_finite,
        metavar="SECONDS",
        help="How long one input may take.",
    ),
    click.option("--memory", type=click.IntRange(min=100), metavar="MB", help="What one process may need."),
    click.option("--report", metavar="FILE", help="JSON Lines, one row for each input, written as it goes."),
    click.option("--resume", is_flag=True, help="Go on with what --report tells; redo nothing that is done."),
)


def _many(column: str, *more: _Decorator) -> _Decorator:
    """The options of whatever works on many inputs, which the command gets as one argument `settings`. `column` is the
    one that a data set has the inputs in, if nothing is said.
    """
    options = (
        click.option("--list", "lists", multiple=True, metavar="FILE", help="A file with an INPUT in each line."),
        click.option("--text-column", default=column, show_default=True, help="The column of a data set to work on."),
        click.option("--id-column", default="", help="The column of identifiers; without it rows are numbered."),
        *more,
    )

    def decorate(command: Callable[..., None]) -> Any:
        @wraps(command)
        def with_settings(**given: Any) -> None:
            settings = {one.name: given.pop(one.name) for one in fields(Settings) if one.name in given}
            command(**given, settings=Settings(**settings))

        decorated: Any = with_settings
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


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
@_inputs
@_out
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the texts; found out if not said.")
@click.option("--shape", type=click.Choice(["statement", "publication"]), default="statement", show_default=True)
@click.option(
    "--layout",
    type=click.Choice(["plain", "wrapped"]),
    help="Whether lines are paragraphs or parts of them; found out if not said.",
)
@click.option("--no-verify", is_flag=True, help="Do not read each result back to see that it is whole and valid.")
@click.option(
    "--name",
    "naming",
    type=click.Choice(["mirror", "work"]),
    default="mirror",
    show_default=True,
    help="Results are named as the inputs are, or by the IRI of the Work.",
)
@_encoding
@click.option("-q", "--quiet", is_flag=True, help="Say nothing about texts that were converted.")
@_many("text", *_WORK)
@click.pass_context
def convert(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    out: str | None,
    language: str | None,
    shape: str,
    layout: str | None,
    no_verify: bool,
    naming: str,
    encoding: str,
    quiet: bool,
    settings: Settings,
) -> None:
    """Text to Akoma Ntoso XML.

    INPUT is a file, a folder (every *.txt below it), a glob pattern, a URL such as s3://bucket/texts, a data set
    (*.jsonl, *.parquet), or - for standard input. One input without -o goes to standard output; -o is a file, a folder,
    or a data set. Each result is read back before it is written: it is valid and gives the same text.

    \b
    Examples:
      akn convert resolution.txt > resolution.xml
      akn convert - < resolution.txt | akn validate -
      akn convert texts/ -o xml/ --jobs 4 --report outcome.jsonl
      akn convert texts/ -o xml/ --jobs 4 --report outcome.jsonl --resume
      akn convert texts.parquet --id-column symbol -o xml.parquet --jobs 4
    """
    options = Options(language, shape, layout, not no_verify, encoding)
    ctx.exit(run_batch(inputs, out, naming, options, settings, quiet=quiet))


@main.command()
@_inputs
@_out
@click.option("--no-layout", is_flag=True, help="The plain house layout instead of that of the source.")
@_encoding
@_many("xml")
@click.pass_context
def text(
    ctx: click.Context, inputs: tuple[str, ...], out: str | None, no_layout: bool, encoding: str, settings: Settings
) -> None:
    """Akoma Ntoso XML back to text: the very bytes that were converted.

    INPUT and -o are as for convert: a file, a folder (every *.xml below it), a glob pattern, a URL, a data set, or -.

    \b
    Examples:
      akn text resolution.xml
      akn text xml/ -o texts/
    """
    found = settings.gathered(inputs, ".xml")
    place = output(found, out, "mirror", XML_SUFFIXES, ".txt")
    progress = Progress(len(found))
    for one in found:
        result = _text_of(one, not no_layout, encoding)
        if isinstance(result, bytes):
            _write(place.target(one), result)
        else:
            progress.line(f"{one.name}: {result}")
        progress.add("read" if isinstance(result, bytes) else FAILED)
    progress.end()
    ctx.exit(1 if progress.counts[FAILED] else 0)


def _list_rules(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        rules = list(listed())
        width = max(len(rule) for rule, _, _ in rules)
        for rule, severity, said in rules:
            click.echo(f"{rule:{width}}  {severity:7}  {said}")
        ctx.exit()


@main.command()
@_inputs
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), help="human, where there is no --report.")
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
@click.option("--fix", is_flag=True, help="Mend what is mechanical, in place; then report what is left.")
@click.option("--diff", is_flag=True, help="Print what --fix changes; without --fix nothing is changed.")
@_many("xml", *_WORK)
@click.pass_context
def validate(ctx: click.Context, /, inputs: tuple[str, ...], settings: Settings, **checks: Any) -> None:
    """Checks Akoma Ntoso XML against the official schema and the rules of this project.

    INPUT is a file, a folder (every *.xml below it), a glob pattern, a URL such as s3://bucket/xml, a data set
    (*.jsonl, *.parquet), or - for standard input. What to accept stands in akn.toml or the table [tool.akn] of
    pyproject.toml, in the nearest folder upwards; options win over it.

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
      akn validate xml.parquet --jobs 4 --report outcome.jsonl
    """
    ctx.exit(run_checks(inputs, Checks(**checks), settings))


@main.command()
@_inputs
@click.option("-o", "--output", "out", metavar="OUT", help="A file; for CSV a folder, for nodes.csv and edges.csv.")
@click.option(
    "--format",
    "style",
    type=click.Choice(STYLES),
    help="By the suffix of OUT if not said; else csv.",
)
@click.option("--base", metavar="URL", default="", help="In JSON-LD, what the IRIs of Works are relative to.")
@_many("xml")
@click.pass_context
def graph(
    ctx: click.Context, inputs: tuple[str, ...], out: str | None, style: str | None, base: str, settings: Settings
) -> None:
    """What cites what, over a batch of Akoma Ntoso documents.

    INPUT is a file, a folder (every *.xml below it), a glob pattern, a URL, a data set, or - for standard input. The
    nodes are Works, the edges places where one cites another. CSV on standard output is the edges alone.

    \b
    Examples:
      akn graph xml/ > edges.csv
      akn graph xml/ -o graph/
      akn graph xml/ -o citations.graphml
      akn graph xml/ --format jsonld --base https://example.org/ -o citations.jsonld
    """
    ctx.exit(run_graph(settings.gathered(inputs, ".xml"), out, style, base))


@main.command("report")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", "out", metavar="PAGE", help="The page; - is standard output.")
@click.option(
    "--price",
    type=click.FloatRange(min=0),
    callback=_finite,
    help="What an hour of one process costs, in any currency.",
)
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
    _write("" if target is None else str(target), made.encode("utf-8"))


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


def _text_of(source: Input, layout: bool, encoding: str) -> bytes | str:
    """The text in a document, or what is wrong with the document."""
    try:
        return encode(akn.load(source.document(source.read())).to_text(layout=layout), encoding)
    except AknError as error:
        return str(error)
    except Exception as error:  # no input, however odd, ends in a traceback
        return defect(error)


def _write(target: str, data: bytes) -> None:
    if target:
        stores.write(target, data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
