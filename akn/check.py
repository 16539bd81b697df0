"""Checks a document against the official schema and this project's own rules."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from akn import schema, xsd
from akn.diagnostics import Finding, UsageError
from akn.places import Places
from akn.rules import FAMILIES, RULES, Survey, survey
from akn.source import ContentError, parse_bytes, parse_judged, read
from akn.suppression import instructions, set_apart
from akn.xsd_versions import is_of_the_standard
from akn.xsd_words import XSD_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akn.config import Config
    from akn.source import Source

XML_RULES: dict[str, str] = {
    "xml-doctype": "A document type declaration",
    "xml-not-well-formed": "Not well-formed XML",
    "xml-suppression": "An instruction to ignore findings that names no rule, or covers no finding",
    "xml-too-long": "Longer than what is read",
    "xml-unchecked": "Not checked, for want of memory, a defect of akn, or because its process died",
    "xml-unreadable": "A file that cannot be read",
}

_UNIQUE = "ids-unique"

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in the order of the document. True when nothing has the severity `error`.

    `level1` and `level2` are the verdicts of the Standard (AKN core part 2, chapter 3; Naming Convention 1.0, chapter
    6): valid by the schema, and also named by the convention. They are None where not all the rules of that level were
    checked.
    Beside the `findings` stand those that are accepted, which count for nothing: `in_source` by an instruction in the
    document (`akn.suppression`), `in_baseline` by a list of what stood already (`akn.baseline`). `rules` are the ids of
    those that were checked.
    """

    findings: tuple[Finding, ...] = ()
    file: str = ""
    level1: bool | None = None
    level2: bool | None = None
    in_source: tuple[Finding, ...] = ()
    in_baseline: tuple[Finding, ...] = ()
    rules: frozenset[str] = frozenset()

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

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """The findings that are accepted. An error of the schema among them still makes the document invalid by it."""
        return self.in_source + self.in_baseline


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: what a check makes of a document is many objects and no garbage, and looking
    through them again and again takes a tenth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def validate(
    source: Source,
    *,
    rules: str | Iterable[str] | None = None,
    engine: str = "lxml",
    file: str | None = None,
    config: Config | None = None,
) -> Report:
    """Checks Akoma Ntoso from any source that `load` takes, and reports every finding.

    `rules` selects rules or families of rules by name, in a list or joined by commas; without it all are checked.
    `engine` is `lxml` (libxml2 judges, and the compiled schema tells every error), `xmlschema` (slow), or `both`: as
    `lxml`, and a warning `xsd-engines-differ` for each engine that does not agree with libxml2. `file` is the name that
    findings bear, where the source has none. `config`, from `akn.config.load`, selects the rules where `rules` does
    not, and sets their severities; without it no configuration is looked for.

    What is in the source, even if it is no XML, is a finding. A source that is missing raises SourceError. A finding
    about an element has the line and column of its start tag, in characters; for an lxml tree or element, those in
    `etree.tostring(source, encoding="utf-8")`. The column is 0 where the encoding is one that expat does not read.
    """
    name = file if file is not None else _name(source)
    rules = rules if rules is None or isinstance(rules, str) else tuple(rules)
    ignored: frozenset[str] = frozenset()
    severities: Mapping[str, str] = {}
    if config is not None:
        rules, ignored, severities = config.for_file(name, rules)
    chosen = select(rules) - ignored
    accepted_engine(engine)
    judged = bool(chosen & XSD_RULES.keys())
    try:
        data, encoding = read(source)
        if judged and engine != "xmlschema":
            tree, valid = parse_judged(data, encoding, schema.official())
        else:
            tree, valid = parse_bytes(data, encoding), False
    except ContentError as error:
        fault = Finding(error.rule, "error", str(error), name, error.line, error.column)
        level1, level2 = _levels([fault], chosen)
        rules_checked = frozenset({error.rule})
        return Report(_told([fault], severities), name, level1, level2, rules=rules_checked)
    places = Places(name, data, encoding)
    found: list[Finding] = []
    if judged:
        found += [one for one in xsd.findings(data, encoding, tree, valid, places, engine) if one.rule in chosen]
    if chosen & RULES.keys() and is_of_the_standard(tree.getroot()):
        found = [one for one in found if not _told_again(one, chosen)]
        found += _own(survey(tree, as_un=_asked_as_un(rules)), places, chosen)
    level1, level2 = _levels(found, chosen)  # whatever is accepted
    kept, excused = set_apart(found, instructions(data, tree), places, chosen, select)
    told, apart = _told(kept, severities), _told(excused, severities)
    return Report(told, name, level1, level2, in_source=apart, rules=chosen)


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


def listed() -> Iterator[tuple[str, str, str]]:
    """Every rule: its id, its severity and its title, in the order of the families."""
    for rules in (XML_RULES, XSD_RULES):
        for id, said in rules.items():
            yield id, "warning" if id in ("xml-suppression", "xsd-engines-differ") else "error", said
    for rule in sorted(RULES.values(), key=lambda one: list(FAMILIES).index(one.family)):
        yield rule.id, rule.severity, rule.title


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


def _told(found: Iterable[Finding], severities: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings in the order of the document, each with the severity that is set for its rule."""
    graded = (replace(one, severity=severities[one.rule]) if one.rule in severities else one for one in found)
    return tuple(sorted(graded, key=_place))


def _place(finding: Finding) -> tuple[bool, int, int]:
    """The order of the document; what has no line comes last."""
    return (finding.line == 0, finding.line, finding.column)


def _levels(found: Sequence[Finding], chosen: frozenset[str]) -> tuple[bool | None, bool | None]:
    """The two verdicts; a rule that is an error of the schema in other words denies the first one as well."""
    naming = {one.id for one in RULES.values() if one.naming}
    of_schema = XSD_RULES.keys() | XML_RULES.keys() | {_UNIQUE}
    level1 = None
    if not XSD_RULES.keys() - chosen:
        level1 = not any(one.severity == "error" and one.rule in of_schema for one in found)
    level2 = None
    if level1 is not None and not naming - chosen:
        level2 = level1 and not any(one.rule in naming for one in found)
    return level1, level2


def _asked_as_un(rules: str | Iterable[str] | None) -> bool:
    """Whether the profile of the United Nations was asked for by its name."""
    names = rules.split(",") if isinstance(rules, str) else rules or ()
    return any(name.strip().partition("-")[0] == "akn4un" for name in names)


def _own(document: Survey, places: Places, chosen: frozenset[str]) -> Iterator[Finding]:
    for rule in RULES.values():
        if rule.id in chosen:
            for problem in rule.check(document):
                severity = problem.severity or rule.severity
                yield places.finding(
                    problem.element, rule.id, severity, problem.message, problem.hint, other=problem.other
                )


def _told_again(finding: Finding, chosen: frozenset[str]) -> bool:
    """Whether one of the own rules says the same: each eId that the schema finds twice, `ids-unique` finds too."""
    return finding.rule == "xsd-duplicate-id" and " eId=" in finding.message and _UNIQUE in chosen


def _name(source: object) -> str:
    if isinstance(source, str) and not source.lstrip("\ufeff \t\r\n").startswith("<") and "\n" not in source:
        return source
    if isinstance(source, os.PathLike):
        return str(os.fspath(source))
    name = getattr(source, "name", "")
    return name if isinstance(name, str) else ""
