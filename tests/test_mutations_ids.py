"""Every rule of identifiers and of references finds the defect of its kind, in the element that has it, and alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import akn
from akn.rules import RULES
from akn.testing import DEFECTS, Mutation, documents, mutations, resolutions

KINDS = [name for name, rule in RULES.items() if rule.family in ("ids", "refs")]

# In which documents a kind has a place most often; a converted resolution for the rules of the United Nations' own.
DOCTYPES = {
    "refs-included": "portion",
    "refs-many": "resolution",
    "refs-mod": "resolution",
    "ids-marked": "statement",
    **dict.fromkeys(
        ("ids-required", "ids-wid-redundant", "ids-number", "ids-numberless", "ids-count", "ids-order", "ids-parent"),
        "act",
    ),
}
# What else a defect cannot but break, and why.
UNAVOIDABLE = {
    # The eId of another element says the name and the place of that one.
    "ids-unique": {"ids-abbreviation", "ids-context", "ids-element", "ids-parent", "ids-prefix", "ids-syntax"},
}


def mutated(kind: str) -> st.SearchStrategy[Mutation]:
    doctype = DOCTYPES.get(kind, "statement" if kind.startswith("refs") else None)

    @st.composite
    def one(draw: st.DrawFn) -> Mutation | None:
        if doctype == "resolution":
            tree = akn.convert(draw(resolutions()).text).tree
        else:
            tree = draw(documents(doctype, level=2, max_elements=90))
        try:
            return draw(mutations(tree, kinds=[kind]))
        except akn.UsageError:
            return None

    return one().filter(lambda made: made is not None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_finds_its_defect_where_it_is(kind: str) -> None:
    assert DEFECTS[kind] == "naming"

    @settings(max_examples=6, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
    @given(mutated(kind))
    def check(made: Mutation) -> None:
        report = akn.validate(made.tree, rules="xsd,ids,refs")
        found = {finding.rule for finding in report}
        assert kind in found, (made.path, made.change, found)
        assert made.path in {finding.path for finding in report if finding.rule == kind}, (made.path, list(report))
        assert found <= {kind} | UNAVOIDABLE.get(kind, set()), (made.path, made.change, list(report))

    check()


def test_every_rule_has_a_kind() -> None:
    assert set(KINDS) <= DEFECTS.keys()
