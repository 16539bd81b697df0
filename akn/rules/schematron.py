"""The rules that XPath 1.0 can say, as ISO Schematron: `python -m akn.rules.schematron schemas/akn4un.sch` writes it.

Within a pattern only the first rule whose context fits an element is applied to it, so each context has a pattern; a
phase holds those of a family. The id of an assertion is that of the rule, its role the severity.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

from akn.rules import FAMILIES, RULES, Rule
from akn.rules.asserted import OF_UN, PREFIXES

ISO = "http://purl.oclc.org/dsdl/schematron"
_TITLE = "Rules for Akoma Ntoso 3.0, and of AKN4UN for the documents of the United Nations, beside the official schema"


def schematron() -> bytes:
    """The Schematron schema, in XML."""
    schema = etree.Element(_name("schema"), {"queryBinding": "xslt"}, {None: ISO})
    _add(schema, "title").text = _TITLE
    for prefix, uri in PREFIXES.items():
        _add(schema, "ns", prefix=prefix, uri=uri)
    patterns = {family: _contexts(family) for family in FAMILIES}
    for family, contexts in patterns.items():
        if contexts:
            phase = _add(schema, "phase", id=family)
            for number in range(1, len(contexts) + 1):
                _add(phase, "active", pattern=f"{family}-{number}")
    for family, contexts in patterns.items():
        for number, (context, rules) in enumerate(contexts.items(), 1):
            pattern = _add(schema, "pattern", id=f"{family}-{number}")
            holder = _add(pattern, "rule", context=context)
            for rule in rules:
                _add(holder, "assert", id=rule.id, role=rule.severity, test=_said(rule)[1]).text = rule.title
    etree.indent(schema)
    # Characters that no one sees are written by their numbers.
    return etree.tostring(schema, encoding="US-ASCII", xml_declaration=True) + b"\n"


def _contexts(family: str) -> dict[str, list[Rule]]:
    """The rules of a family that have an assertion, by what they look at."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        if rule.family == family and rule.assertion is not None:
            found.setdefault(_said(rule)[0], []).append(rule)
    return found


def _said(rule: Rule) -> tuple[str, str]:
    """The context and the test of a rule; one of AKN4UN looks at documents of the United Nations alone."""
    assert rule.assertion is not None
    context, test = rule.assertion
    return (f"{context}[{OF_UN}]" if rule.family == "akn4un" else context), test


def _add(parent: etree._Element, local: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(local), attributes)


def _name(local: str) -> str:
    return f"{{{ISO}}}{local}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(schematron())
