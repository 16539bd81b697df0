"""The command line's side of the graph of citations."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO

import click

from akn.diagnostics import AknError, SourceError, UsageError, defect, visible
from akn.files import whole_file
from akn.graph import Graph, Version, assemble, read
from akn.graph_formats import write_edges_csv, write_graphml, write_jsonld, write_nodes_csv
from akn.inputs import Input, Inputs
from akn.outputs import refuse_inputs

STYLES = ("csv", "graphml", "jsonld")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\0-\x1f\x7f<>\"{}|\\^`]+")
_SUFFIXES = {".graphml": "graphml", ".jsonld": "jsonld", ".json": "jsonld"}


def run_graph(found: Inputs, out: str | None, style: str | None, base: str) -> int:
    """Writes the graph of these documents, and returns the exit code."""
    target = None if out in (None, "-") else Path(str(out))
    files = _files(style or _SUFFIXES.get(target.suffix.lower() if target else "", "csv"), target, base)
    refuse_inputs(found, [str(file) for file in files if file])
    codes = {0}
    whole = assemble(_versions(found, codes))
    with ExitStack() as stack:
        opened = [(write, stack.enter_context(whole_file(file))) for file, write in files.items() if file]
        for write, file in opened:
            write(whole, file)
    if None in files:
        files[None](whole, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return max(codes)


def _files(style: str, target: Path | None, base: str) -> dict[Path | None, Callable[[Graph, IO[bytes]], None]]:
    """The files that a graph goes to (None is standard output), and what writes each."""
    if base and (style != "jsonld" or not _ABSOLUTE.fullmatch(base)):
        raise UsageError(f"--base {base!r} is for JSON-LD, and an absolute address such as https://example.org/.")
    if style != "csv":
        return {target: write_graphml if style == "graphml" else partial(write_jsonld, base=base)}
    if target is None:
        return {None: write_edges_csv}
    if target.suffix.lower() == ".csv" or target.is_file():
        raise UsageError(f"{target}: for CSV, -o names a folder, which gets nodes.csv and edges.csv.")
    return {target / "nodes.csv": write_nodes_csv, target / "edges.csv": write_edges_csv}


def _versions(files: Iterable[Input], codes: set[int]) -> Iterator[Version]:
    """What the files hold that can be read; the others are told, and their exit codes kept."""
    for one in files:
        try:
            content = one.read()
        except SourceError as error:
            codes.add(2)
            click.echo(visible(str(error)), err=True)
            continue
        try:
            yield from read(one.document(content))
        except AknError as error:
            codes.add(1)
            click.echo(visible(f"{one.name}: {error}"), err=True)
        except Exception as error:  # no input, however odd, ends in a traceback
            codes.add(1)
            click.echo(visible(f"{one.name}: {defect(error)}"), err=True)
