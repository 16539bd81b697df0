"""Rules of this project's own: what the official schema does not see.

Each rule is one generator function with its id, family, severity, source, and one example that breaks it and one that
keeps it. A rule is added by writing it, with the decorator `rule`, in the module of its family.
"""

from __future__ import annotations

from akn.rules import (
    addresses,
    components,
    entries,
    frbr_component,
    frbr_expression,
    frbr_form,
    frbr_history,
    frbr_manifestation,
    frbr_translation,
    frbr_values,
    frbr_work,
    ids,
    ids_agreement,
    ids_context,
    ids_required,
    notes,
    outward,
    references,
    targets,
    un,
    un_classes,
    un_metadata,
    un_publication,
)
from akn.rules.registry import FAMILIES, RULES, Problem, Rule, rule
from akn.rules.survey import Survey, survey

__all__ = [
    "FAMILIES",
    "RULES",
    "Problem",
    "Rule",
    "Survey",
    "addresses",
    "components",
    "entries",
    "frbr_component",
    "frbr_expression",
    "frbr_form",
    "frbr_history",
    "frbr_manifestation",
    "frbr_translation",
    "frbr_values",
    "frbr_work",
    "ids",
    "ids_agreement",
    "ids_context",
    "ids_required",
    "notes",
    "outward",
    "references",
    "rule",
    "survey",
    "targets",
    "un",
    "un_classes",
    "un_metadata",
    "un_publication",
]
