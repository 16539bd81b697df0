"""Rules of this project's own: what the official schema does not see.

Each rule is one generator function with its id, family, severity, source, and one example that breaks it and one that
keeps it. A rule is added by writing it, with the decorator `rule`, in the module of its family; one that XPath can say
is a row of data (`asserted.py`).
"""

from __future__ import annotations

from akn.rules import (
    frbr,
    ids,
    layout,
    layout_pages,
    references,
    text_empty,
    text_places,
    text_signs,
    text_tables,
    text_values,
    un,
    un_inlines,
    un_structure,
)
from akn.rules.registry import FAMILIES, RULES, Problem, Rule, rule
from akn.rules.survey import Survey, survey

__all__ = [
    "FAMILIES",
    "RULES",
    "Problem",
    "Rule",
    "Survey",
    "frbr",
    "ids",
    "layout",
    "layout_pages",
    "references",
    "rule",
    "survey",
    "text_empty",
    "text_places",
    "text_signs",
    "text_tables",
    "text_values",
    "un",
    "un_inlines",
    "un_structure",
]
