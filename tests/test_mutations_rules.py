"""Every rule finds the defect of its kind, in the element that has it, and no other rule finds anything.

Hypothesis chooses one of the documents that all these tests share, and in it the place for the defect.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawn import SOURCES, with_a_place
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

import akn
from akn import schema
from akn.rules import RULES
from akn.testing import DEFECTS, Mutation, mutations

# What else is found, because the one cannot be without the other.
WITH_IT: dict[str, set[str]] = {
    "ids-unique": {"ids-element", "ids-context"},  # an eId says the name and the place of the element that has it
    "akn4un-number": {"akn4un-docnumber"},  # the number as printed is compared with both
    # The number stood in the preface, and a symbol on the cover page is all that is left; or the number of the example.
    "akn4un-preface": {"akn4un-docnumber"},
    "akn4un-title": {"akn4un-docnumber"},
    "akn4un-number-stop": {"akn4un-docnumber"},
}


@pytest.mark.parametrize("kind", RULES)
def test_the_rule_finds_its_defect(kind: str) -> None:
    assert DEFECTS[kind] == "naming"
    trees = with_a_place(kind)
    assert trees, "no document has a place for it"

    @settings(max_examples=4, phases=[Phase.generate])
    @given(st.sampled_from(trees).flatmap(lambda tree: mutations(tree, kinds=[kind])))
    def check(made: Mutation) -> None:
        assert schema.official().validate(made.tree), (made.change, schema.official().error_log)
        report = akn.validate(made.tree)
        found = {finding.rule for finding in report}
        assert kind in found, (made.path, made.change, found)
        assert found <= {kind} | WITH_IT.get(kind, set()), (made.path, made.change, list(report))
        assert made.path in {finding.path for finding in report if finding.rule == kind}, (made.path, list(report))

    check()


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_found_without_a_defect(source: Callable[[], list[etree._ElementTree]]) -> None:
    for tree in source():
        assert not list(akn.validate(tree)), etree.tostring(tree).decode()
