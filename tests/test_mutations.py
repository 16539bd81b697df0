"""Documents with one defect: the schema refuses what is to break it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from lxml import etree

import akn
from akn import schema
from akn.rules import RULES
from akn.testing import DEFECTS, Mutation, documents, elements, mutations
from akn.testing.defects import kind

NS = f"{{{schema.NAMESPACE}}}"

# What xmlschema lets pass: it takes other white space than that of XML for none, and does not read addresses as closely
# as libxml2; nor does it see text in those elements whose type is but a wildcard (it does where a type extends that).
XMLSCHEMA_PASSES = {"text-other-space", "value-uri"}
XMLSCHEMA_SEES_NO_TEXT_IN = {"count", "domain", "foreign", "new", "old", "preservation", "previous", "quorum"}


def again(tree: etree._ElementTree) -> etree._ElementTree:
    # Without the table of IDs, so that a bad xml:id is a matter of the schema.
    return etree.ElementTree(etree.fromstring(etree.tostring(tree), etree.XMLParser(collect_ids=False)))


def mutated(kind: str) -> st.SearchStrategy[Mutation]:
    """Mutations of this kind of documents that have a place for it."""
    whole = documents(max_elements=80)

    @st.composite
    def one(draw: st.DrawFn) -> Mutation | None:
        try:
            return draw(mutations(draw(whole), kinds=[kind]))
        except akn.UsageError:
            return None

    return one().filter(lambda made: made is not None)


def in_schema() -> list[str]:
    return [kind for kind, breaks in DEFECTS.items() if breaks == "xsd"]


@pytest.mark.parametrize("kind", in_schema())
def test_the_schema_refuses_what_is_to_break_it(kind: str) -> None:
    @settings(max_examples=15)
    @given(mutated(kind))
    def check(made: Mutation) -> None:
        assert (made.kind, made.breaks) == (kind, "xsd")
        official = schema.official()
        assert not official.validate(made.tree), (made.path, made.change)
        assert not official.validate(again(made.tree)), (made.path, made.change)
        passes = kind in XMLSCHEMA_PASSES or (kind == "text-in-wildcard" and name_in(made) in XMLSCHEMA_SEES_NO_TEXT_IN)
        assert schema.second_opinion().is_valid(made.tree) == passes, (made.path, made.change)

    check()


def name_in(made: Mutation) -> str:
    """The name of the element where the defect is."""
    return made.path.rpartition("/")[2].partition("[")[0]


def test_what_the_schema_does_not_refuse_is_a_rule_s() -> None:
    """A kind that breaks no schema bears the id of the rule that finds it, and every rule has one."""
    assert {kind for kind, breaks in DEFECTS.items() if breaks == "naming"} == RULES.keys()


def test_a_name_is_that_of_one_kind() -> None:
    with pytest.raises(AssertionError, match="refs-to"):
        kind("refs-to", "naming")(lambda _: iter(()))


@settings(max_examples=60)
@given(st.data())
def test_the_document_stays_as_it_is_and_one_thing_differs(data: st.DataObject) -> None:
    tree = data.draw(documents())
    before = etree.tostring(tree)
    made = data.draw(mutations(tree, kinds=in_schema()))
    assert etree.tostring(tree) == before
    assert etree.tostring(made.tree) != before
    assert made.change
    steps = made.path.split("/")
    assert steps[0] == ""
    assert steps[1] == "akomaNtoso"
    one, other = (Counter(map(_told, one.getroot().iter(etree.Element))) for one in (tree, made.tree))
    many = {"child-missing", "child-repeated"}
    assert (one - other).total() + (other - one).total() <= 2 or made.kind in many


def _told(element: etree._Element) -> tuple[object, ...]:
    return (element.tag, element.text, *sorted(element.attrib.items()))


def test_a_fragment_may_be_broken_too() -> None:
    made = find(
        elements("list").flatmap(lambda tree: mutations(tree, kinds=["attribute-unknown"])),
        lambda _: True,
        settings=settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink]),
    )
    assert (made.path, made.change) == ("/list", "set @id to 'a'")
    assert etree.tostring(made.tree) == f'<list xmlns="{schema.NAMESPACE}" id="a"/>'.encode()


def _tree(xml: str) -> etree._ElementTree:
    return etree.ElementTree(etree.fromstring(xml))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda tree: mutations(tree, kinds=["typo"]), "'typo' is no kind of defect; accepted are child-order"),
        (lambda tree: mutations(tree, kinds=[]), "No kind of defect is asked for"),
        (lambda tree: find(mutations(tree, kinds=["value"]), lambda _: True), "no place for any of the defects value"),
        (
            lambda _: find(mutations(_tree(f'<x xmlns="{schema.NAMESPACE}"/>')), lambda _: True),
            "<x> is no element of Akoma Ntoso",
        ),
    ],
)
def test_bad_arguments_are_refused(make: Callable[[etree._ElementTree], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make(_tree(f'<p xmlns="{schema.NAMESPACE}"/>'))
