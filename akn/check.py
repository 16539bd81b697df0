"""Checks a document against the official schema and this project's own rules."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn import schema, xsd
from akn.diagnostics import Finding, UsageError
from akn.places import Places
from akn.rules import FAMILIES, RULES, survey
from akn.source import ContentError, parse_bytes, parse_judged, read
from akn.xsd_versions import is_of_the_standard
from akn.xsd_words import XSD_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _ElementTree

    from akn.source import Source

XML_RULES: dict[str, str] = {
    "xml-doctype": "A document type declaration",
    "xml-not-well-formed": "Not well-formed XML",
    "xml-too-long": "Longer than what is read",
    "xml-unchecked": "Not checked, for a defect of akn or because the process that worked on it died",
    "xml-unreadable": "A file that cannot be read",
}

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in the order of the document. True when nothing has the severity `error`."""

    findings: tuple[Finding, ...] = ()
    file: str = ""

    def __bool__(self) -> bool:
        return not self.errors

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity `error`."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings of severity `warning`."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")


def validate(
    source: Source, *, rules: str | Iterable[str] | None = None, engine: str = "lxml", file: str | None = None
) -> Report:
    """Checks Akoma Ntoso from any source that `load` takes, and reports every finding.

    `rules` selects rules or families of rules by name, in a list or joined by commas; without it all are checked.
    `engine` is `lxml` (libxml2 judges, and the compiled schema tells every error), `xmlschema` (slow), or `both`: as
    `lxml`, and a warning `xsd-engines-differ` for each engine that does not agree with libxml2. `file` is the name that
    findings bear, where the source has none.

    What is in the source, even if it is no XML, is a finding. A source that is missing raises SourceError. A finding
    about an element has the line and column of its start tag, in characters; for an lxml tree or element, those in
    `etree.tostring(source, encoding="utf-8")`. The column is 0 where the encoding is one that expat does not read.
    """
    chosen = select(rules)
    accepted_engine(engine)
    name = file if file is not None else _name(source)
    judged = bool(chosen & XSD_RULES.keys())
    try:
        data, encoding = read(source)
        if judged and engine != "xmlschema":
            tree, valid = parse_judged(data, encoding, schema.official())
        else:
            tree, valid = parse_bytes(data, encoding), False
    except ContentError as error:
        return Report((Finding(error.rule, "error", str(error), name, error.line, error.column),), name)
    places = Places(name, data, encoding)
    found = []
    if judged:
        found += [one for one in xsd.findings(data, encoding, tree, valid, places, engine) if one.rule in chosen]
    if chosen & RULES.keys() and is_of_the_standard(tree.getroot()):
        found = [one for one in found if not _told_again(one, chosen)]
        found += _own(tree, places, chosen)
    return Report(tuple(sorted(found, key=_place)), name)


def select(rules: str | Iterable[str] | None) -> frozenset[str]:
    """The ids of the rules that a selection names: all of them for None."""
    families: dict[str, frozenset[str]] = {
        "xml": frozenset(XML_RULES),
        "xsd": frozenset(XSD_RULES),
        **{name: frozenset(one.id for one in RULES.values() if one.family == name) for name in FAMILIES},
    }
    every = frozenset().union(*families.values())
    if rules is None:
        return every
    names = [name.strip() for name in (rules.split(",") if isinstance(rules, str) else rules)]
    chosen: frozenset[str] = frozenset()
    for name in names:
        if name not in every and name not in families:
            raise UsageError(
                f"{name!r} is no rule; accepted are {', '.join(families)} (families), and {', '.join(sorted(every))}."
            )
        chosen |= families.get(name, frozenset({name}))
    if not chosen:
        raise UsageError(f"No rule is named; accepted are {', '.join(families)}, or the rules in them.")
    return chosen


def accepted_engine(name: str) -> str:
    """The name of an engine, as it is. Raises UsageError where there is none of that name."""
    if name not in xsd.ENGINES:
        raise UsageError(f"{name!r} is no engine; accepted are {', '.join(xsd.ENGINES)}.")
    return name


def title(rule: str) -> str:
    """What a rule is about, in one line; empty for a rule that is not known."""
    if rule in RULES:
        return RULES[rule].title
    return XSD_RULES.get(rule) or XML_RULES.get(rule, "")


def _place(finding: Finding) -> tuple[bool, int, int]:
    """The order of the document; what has no line comes last."""
    return (finding.line == 0, finding.line, finding.column)


def _own(tree: _ElementTree, places: Places, chosen: frozenset[str]) -> Iterator[Finding]:
    document = survey(tree)
    for rule in RULES.values():
        if rule.id in chosen:
            for problem in rule.check(document):
                severity = problem.severity or rule.severity
                yield places.finding(problem.element, rule.id, severity, problem.message, problem.hint)


def _told_again(finding: Finding, chosen: frozenset[str]) -> bool:
    """Whether one of the own rules says the same: each eId that the schema finds twice, `ids-unique` finds too."""
    return finding.rule == "xsd-duplicate-id" and " eId=" in finding.message and "ids-unique" in chosen


def _name(source: object) -> str:
    if isinstance(source, str) and not source.lstrip("\ufeff \t\r\n").startswith("<") and "\n" not in source:
        return source
    if isinstance(source, os.PathLike):
        return str(os.fspath(source))
    name = getattr(source, "name", "")
    return name if isinstance(name, str) else ""
