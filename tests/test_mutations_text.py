"""Documents with one defect for each rule of the families text and layout, and of AKN4UN's structure: it is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import akn
from akn import schema
from akn.rules import RULES, un_inlines, un_structure
from akn.testing import DEFECTS, Mutation, documents, mutations, resolutions

STRUCTURE = {row.id for row in (*un_structure.STRUCTURE, *un_inlines.INLINES)}
MINE = {rule.id for rule in RULES.values() if rule.family in {"text", "layout"}} | STRUCTURE
# No converter makes the record of a meeting, and a generated one breaks much else of the profile.
BY_EXAMPLE = {"akn4un-speech", "akn4un-adjournment"}
# What else is found, because the one cannot be without the other.
WITH_IT = {
    "akn4un-title": {"akn4un-docnumber"},  # the number was printed there
    "akn4un-number-stop": {"akn4un-docnumber"},
}
COLLECTIONS = {"akn4un-collection", "akn4un-html-list-other"}


def converted(kind: str) -> st.SearchStrategy[etree._ElementTree]:
    """Resolutions as XML: pages that end in notes for the layout, publications for the rules of collections."""
    layout = "wrapped" if RULES[kind].family == "layout" else "plain"
    shape = "publication" if kind in COLLECTIONS else "statement"
    return resolutions(layout=layout).map(
        lambda printed: etree.ElementTree(etree.fromstring(akn.convert(printed.text, shape=shape).to_xml()))
    )


def mutated(kind: str) -> st.SearchStrategy[Mutation]:
    """Mutations of documents that have a place for them."""
    whole = documents("statement", level=2, max_elements=80) if RULES[kind].family == "text" else converted(kind)

    @st.composite
    def one(draw: st.DrawFn) -> Mutation | None:
        try:
            return draw(mutations(draw(whole), kinds=[kind]))
        except akn.UsageError:
            return None

    return one().filter(lambda made: made is not None)


def the_rule_is_broken(kind: str) -> Callable[[], None]:
    @settings(max_examples=3, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    @given(mutated(kind))
    def check(made: Mutation) -> None:
        assert made.breaks == "naming"
        assert schema.official().validate(made.tree), (made.change, schema.official().error_log)
        report = akn.validate(made.tree)
        found = {finding.rule for finding in report}
        assert kind in found, (made.path, made.change)
        assert found - WITH_IT.get(kind, set()) == {kind}, (made.path, made.change, list(report))
        assert made.path in {finding.path for finding in report if finding.rule == kind}

    return check


@pytest.mark.parametrize("kind", sorted(MINE - BY_EXAMPLE))
def test_the_rule_finds_its_defect(kind: str) -> None:
    the_rule_is_broken(kind)()


def test_every_rule_has_a_kind() -> None:
    assert DEFECTS.keys() >= MINE - BY_EXAMPLE
    assert not BY_EXAMPLE & DEFECTS.keys()
