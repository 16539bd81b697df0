"""The report of a batch as one page of HTML that needs nothing beside it: to open, to mail, to keep.

Its frame, style and script are data/report.html. What comes out of a report is escaped by `akn.cells`, and a policy in
the page lets nothing run or load but that style and that script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Template

from akn import cells
from akn.cells import Column, escaped, several
from akn.check import title as about
from akn.organs import organs
from akn.tallies import Row, Rule, Tallies, Times

REASONS = {
    "unreadable": "the input could not be read",
    "text": "the input is no text that XML can carry",
    "not-valid": "the result is not valid",
    "not-exact": "the result does not give the text back",
    "timeout": "it took too long",
    "killed": "its process ended",
    "memory": "it needed too much memory",
    "clash": "another input has the same output",
    "unwritable": "the result could not be written",
    "defect": "a defect of akn",
}
"""What the codes of reasons mean; one that is not here stands for itself."""

_TONES = {"failed": "bad", "invalid": "bad", "error": "bad", "converted": "good", "valid": "good", "note": ""}
_MILLION = 1_000_000


def page(tallies: Tallies, name: str, folder: Path, price: float | None = None) -> str:
    """The page about a report with this name, with links that lead from this folder to the documents.

    `price` is what an hour of one process costs; with it the page says what a million documents cost.
    """
    template = (files("akn") / "data" / "report.html").read_text("utf-8")
    sections = [
        ("summary", "Summary", _summary(tallies, price)),
        ("failures", "Failures", _failures(tallies, folder)),
        ("rules", "Findings by rule", _rules(tallies, folder)),
        ("most", "Most findings", _most(tallies, folder)),
        ("slowest", "Slowest", _slowest(tallies, folder)),
        ("documents", "Documents", _documents(tallies, folder)),
    ]
    return Template(template).substitute(
        policy=_policy(template),
        title=f"Report {escaped(name)}",
        lead=_lead(tallies),
        contents="\n".join(f'<li><a href="#{ident}">{heading}</a></li>' for ident, heading, _ in sections),
        sections="\n".join(
            line
            for ident, heading, lines in sections
            for line in (f'<section id="{ident}"><h2>{heading}</h2>', *lines, "</section>")
        ),
    )


def _policy(template: str) -> str:
    """The content security policy: the style and the script of the template by their digests, nothing else."""
    allowed = [f"{tag}-src 'sha256-{_digest(template, tag)}'" for tag in ("style", "script")]
    return "; ".join(["default-src 'none'", "img-src data:", *allowed, "base-uri 'none'", "form-action 'none'"])


def _digest(template: str, tag: str) -> str:
    inner = template.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode("ascii")


def _lead(tallies: Tallies) -> str:
    kinds = ", ".join(
        f"{count:,} {escaped(kind)} ({cells.percent(count, tallies.documents)})"
        for kind, count in tallies.statuses.ranked()[:8]
    )
    return f"{several(tallies.documents, 'document')}{': ' if kinds else ''}{kinds}."


def _summary(tallies: Tallies, price: float | None) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in _figures(tallies, price))
    yield '</dl>\n<div class="kinds">'
    for heading, counts, name in (
        ("Status", tallies.statuses, escaped),
        ("Reason", tallies.reasons, _reason),
        ("Language", tallies.languages, _language),
        ("Body", tallies.bodies, _body),
    ):
        rows = [(name(kind) or "not known", count) for kind, count in counts.ranked()]
        rows += [("others", counts.others)] if counts.others else []
        columns = [Column(heading), Column("Documents", "number"), Column("Share", "number"), Column("", "bar")]
        lines = (
            cells.header(kind) + cells.number(count) + cells.share(count, tallies.documents) for kind, count in rows
        )
        if any(kind for kind, _ in counts.ranked()):  # of checks, no language or body is told
            yield from cells.table(f"Documents by {heading.lower()}", columns, lines)
    yield "</div>"


def _figures(tallies: Tallies, price: float | None) -> Iterator[tuple[str, str]]:
    yield "Documents", f"{tallies.documents:,}"
    if tallies.characters:
        yield "Characters", f"{tallies.characters:,}"
    found = [several(tallies.severities[name], name) for name in ("error", "warning", "note")]
    yield "Findings", f"{sum(tallies.severities.values()):,}<small>{', '.join(found)}</small>"
    times = tallies.times
    if times is None or not times.total:
        return
    yield "Time in all", f"{cells.duration(times.total)}<small>of {several(times.count, 'document')}, added up</small>"
    yield "Median time", f"{cells.duration(times.median)}<small>for a document</small>"
    yield "Rate", f"{times.count / times.total:,.1f} documents<small>{_characters(times, tallies)} in a second</small>"
    hours = times.total / times.count * _MILLION / 3600
    cost = "" if price is None else f"; they cost {hours * price:,.2f} at {price:,g} each"
    yield "A million documents", f"{hours:,.1f} hours<small>of one process{cost}</small>"


def _characters(times: Times, tallies: Tallies) -> str:
    """How many characters a second, where the times are those of all documents."""
    known = tallies.characters and times.count == tallies.documents
    return f"or {tallies.characters / times.total:,.0f} characters" if known else ""


def _failures(tallies: Tallies, folder: Path) -> Iterator[str]:
    rows = [row for row in tallies.shown if row.failed]
    if not rows:
        yield "<p>None.</p>"
        return
    if len(rows) < tallies.failures:
        yield f"<p>The first {len(rows):,} of {tallies.failures:,}.</p>"
    columns = [
        Column("No.", "number"),
        Column("Document"),
        Column("Reason", filter=True),
        Column("What was wrong", "long"),
    ]
    lines = (
        cells.number(row.number) + _document(row, folder) + cells.cell(_reason(row.reason)) + cells.prose(row.fault)
        for row in rows
    )
    yield from cells.table("Documents that failed", columns, lines, filtered=True)


def _rules(tallies: Tallies, folder: Path) -> Iterator[str]:
    rules = tallies.rules()
    if not rules:
        yield "<p>There are no findings.</p>"
        return
    columns = [
        Column("Rule", "long"),
        Column("Severity"),
        Column("Findings", "number"),
        Column("Documents", "number"),
        Column("The first of them", "long"),
        Column("Where"),
        Column("Line", "number"),
    ]
    yield from cells.table("Findings by rule", columns, (_rule(rule, folder) for rule in rules))
    if tallies.other_findings:
        yield f"<p>{several(tallies.other_findings, 'finding')} of further rules.</p>"


def _rule(rule: Rule, folder: Path) -> str:
    return (
        cells.header(f"<code>{escaped(rule.rule)}</code> {escaped(about(rule.rule))}", "long")
        + _told(rule.severity)
        + cells.number(rule.findings)
        + cells.number(rule.documents)
        + cells.prose(rule.example)
        + cells.cell(_link(rule.row, folder), "long")
        + cells.number(rule.line)
    )


def _most(tallies: Tallies, folder: Path) -> Iterator[str]:
    if not tallies.most:
        yield "<p>There are no findings.</p>"
        return
    columns = [Column("Document"), *(Column(name, "number") for name in ("Findings", "Errors", "Warnings", "Notes"))]
    lines = (
        _document(row, folder) + "".join(map(cells.number, (row.findings, row.errors, row.warnings, row.notes)))
        for row in tallies.most
    )
    yield from cells.table("Documents with the most findings", columns, lines)


def _slowest(tallies: Tallies, folder: Path) -> Iterator[str]:
    if tallies.times is None or not tallies.times.count:
        yield "<p>No times are known: they are read from a file beside the report, its name with .times after it.</p>"
        return
    columns = [Column("Document"), Column("Time", "number"), Column("Characters", "number"), Column("Status")]
    lines = (
        (
            (_document(row, folder) if row else cells.header(cells.name_of(name)))
            + cells.seconds(seconds)
            + cells.number(row.characters if row else None)
            + _told(row.status if row else "")
        )
        for name, seconds in tallies.times.slowest
        for row in [tallies.slow.get(name)]
    )
    yield from cells.table("Documents that took longest", columns, lines)


def _documents(tallies: Tallies, folder: Path) -> Iterator[str]:
    if left := tallies.documents - len(tallies.shown):
        yield (
            f"<p>The table holds {len(tallies.shown):,} of {tallies.documents:,} documents: those that failed, those in"
            f" doubt, then others in the order of the report. {left:,} are left out; the report has them all.</p>"
        )
    columns = [
        Column("No.", "number"),
        Column("Document"),
        Column("Status", filter=True),
        Column("Reason", filter=True),
        Column("Title", "long"),
        Column("Language", filter=True),
        Column("Body", filter=True),
        Column("Characters", "number"),
        Column("Findings", "number"),
        *([Column("Time", "number")] if tallies.times else []),
    ]
    lines = (
        cells.number(row.number)
        + _document(row, folder)
        + _told(row.status)
        + cells.word(row.reason)
        + cells.prose(row.title, row.language)
        + cells.word(row.language)
        + cells.word(row.body)
        + cells.number(row.characters)
        + cells.number(row.findings)
        + (cells.seconds(tallies.seconds.get(row.name)) if tallies.times else "")
        for row in tallies.shown
    )
    yield from cells.table("Documents of the report", columns, lines, filtered=True)


def _document(row: Row, folder: Path) -> str:
    return cells.header(_link(row, folder))


def _link(row: Row, folder: Path) -> str:
    return cells.link(row.name, row.output or row.name, folder)


def _told(code: str) -> str:
    """A cell with a status or a severity, in its tone."""
    return cells.word(code, _TONES.get(code, "doubt"))


def _reason(code: str) -> str:
    return f"{escaped(code)}: {REASONS[code]}" if code in REASONS else escaped(code)


def _language(code: str) -> str:
    known = cells.language_of(code)
    return f"{known.name} ({escaped(code)})" if known else escaped(code)


def _body(actor: str) -> str:
    name = next((organ.show_as for organ in organs() if organ.actor == actor), "")
    return f"{escaped(name)} ({escaped(actor)})" if name else escaped(actor)
