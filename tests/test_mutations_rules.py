"""Every rule finds the defect of its kind, in the element that has it, and no other rule finds anything.

Hypothesis chooses one of the documents that all these tests share, and in it the place for the defect.
"""

from __future__ import annotations

from functools import cache

import pytest
from drawn import attached, converted, of_level_2
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import document

import akn
from akn import grammar, schema
from akn.rules import RULES
from akn.testing import DEFECTS, Mutation, mutations
from akn.testing.defects import KINDS, Judged

# What else is found, because the one cannot be without the other.
WITH_IT: dict[str, set[str]] = {
    # The eId of another element says the name, the number and the place of that one.
    "ids-unique": {id for id in RULES if id.startswith("ids-")},
    "akn4un-number": {"akn4un-docnumber"},  # the number as printed is compared with both
    "akn4un-preface": {"akn4un-docnumber"},  # a symbol on the cover page is all that is left
    "akn4un-title": {"akn4un-docnumber"},  # the number was printed there
    "akn4un-number-stop": {"akn4un-docnumber"},
}
# No converter makes the record of a meeting, and a generated one breaks much else of the profile.
BY_EXAMPLE = ("akn4un-speech", "akn4un-adjournment")
# Families whose kinds are made in what the converter writes: page ends, documents of the United Nations.
OF_CONVERTED = ("layout", "akn4un")


@cache
def generated() -> list[etree._ElementTree]:
    return [tree for doctype in grammar.official().documents for tree in of_level_2(doctype)]


@cache
def resolved() -> list[etree._ElementTree]:
    return [
        tree
        for layout in ("plain", "wrapped")
        for shape in ("statement", "publication")
        for tree in converted(layout, shape)
    ]


def with_a_place(kind: str) -> list[etree._ElementTree]:
    """The documents in which a kind can be made, from the first source that has any."""
    sources = (resolved,) if RULES[kind].family in OF_CONVERTED else (generated, attached, resolved)
    found = ([tree for tree in source() if has_place(kind, tree)] for source in sources)
    return next(filter(None, found), [])


def has_place(kind: str, tree: etree._ElementTree) -> bool:
    _, make = KINDS[kind]
    return next(make(Judged(tree.getroot(), grammar.official())), None) is not None


@pytest.mark.parametrize("kind", [kind for kind in RULES if kind not in BY_EXAMPLE])
def test_the_rule_finds_its_defect(kind: str) -> None:
    assert DEFECTS[kind] == "naming"
    trees = with_a_place(kind)
    if kind == "refs-to" and not trees:  # who is spoken to: few of the debates say it, and none of these
        assert {finding.rule for finding in akn.validate(document(RULES[kind].bad))} == {kind}
        return
    assert trees, "no document has a place for it"

    @settings(max_examples=4, phases=[Phase.generate])
    @given(st.sampled_from(trees).flatmap(lambda tree: mutations(tree, kinds=[kind])))
    def check(made: Mutation) -> None:
        assert schema.official().validate(made.tree), (made.change, schema.official().error_log)
        report = akn.validate(made.tree)
        found = {finding.rule for finding in report}
        assert kind in found, (made.path, made.change, found)
        # An example that was put in has elements without eId, where most of their name may have one.
        allowed = {kind, "ids-idreq"} if RULES[kind].family == "refs" else {kind}
        assert found <= allowed | WITH_IT.get(kind, set()), (made.path, made.change, list(report))
        assert made.path in {finding.path for finding in report if finding.rule == kind}, (made.path, list(report))

    check()


@pytest.mark.parametrize("tree", [*generated(), *attached(), *resolved()])
def test_nothing_is_found_without_a_defect(tree: etree._ElementTree) -> None:
    assert not list(akn.validate(tree))


@pytest.mark.parametrize("kind", BY_EXAMPLE)
def test_the_rule_finds_its_example(kind: str) -> None:
    assert kind not in DEFECTS
    assert {finding.rule for finding in akn.validate(document(RULES[kind].bad))} == {kind}
