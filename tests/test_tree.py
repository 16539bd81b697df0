"""Leaves and the tree: what holds each leaf, and that the leaves come out again as they went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn import notes, roles
from akn.blocks import read
from akn.lang import codes, load
from akn.model import Leaf, Mark, Node
from akn.testing import Resolution, resolutions, texts
from akn.tree import PARTS, collect, flatten, nest

Essence = tuple[str, str, tuple[Mark, ...], str]


def essence(leaf: Leaf) -> Essence:
    return leaf.gap, leaf.string, leaf.marks, leaf.close


def holding(leaves: list[Leaf]) -> list[Essence]:
    """What is to come out: the leaves that hold anything."""
    return [essence(leaf) for leaf in leaves if leaf.string or leaf.gap or leaf.marks]


@given(texts(), st.sampled_from(codes()))
def test_the_leaves_of_a_text_come_out_again(text: str, language: str) -> None:
    flow, _ = notes.place(read(text, load(language))[0], load(language))
    assert list(map(essence, flatten(nest(flow.leaves, "resolution")))) == holding(list(flow.leaves))


@given(resolutions(layout="wrapped"))
def test_the_leaves_of_a_resolution_come_out_again(resolution: Resolution) -> None:
    flow, _ = read(resolution.text, load(resolution.language))
    assert list(map(essence, flatten(nest(flow.leaves, "resolution")))) == holding(list(flow.leaves))


ROLES = [
    roles.MASTHEAD, roles.INFO, roles.PUBLICATION, roles.NUMBER, roles.TITLE, roles.FORMULA, roles.PREAMBULAR,
    roles.LABELLED, roles.TEXT, roles.WRAP_UP, roles.LEVEL, roles.HEADING, roles.CROSS, roles.CLOSING, roles.UNKNOWN,
    roles.ANNEX, roles.CELL,
]  # fmt: skip


@st.composite
def leaves(draw: st.DrawFn) -> list[Leaf]:
    """Leaves in any order of roles, with the attributes that go with each."""
    made: list[Leaf] = []
    annexed = False
    for number in range(draw(st.integers(0, 14))):
        role = draw(st.sampled_from(ROLES))
        preambular = (("in", "preamble"),) if draw(st.integers(0, 5)) == 5 else ()
        tag, attributes = "p", ()
        if role == roles.LABELLED:
            tag, attributes = "num", (("depth", str(draw(st.integers(0, 4)))), *preambular)
        elif role in (roles.TEXT, roles.WRAP_UP):
            attributes = preambular or ((("alone", "yes"),) if draw(st.integers(0, 5)) == 5 else ())
        elif role == roles.PREAMBULAR:
            attributes = (("name", "recalling"),)
        elif role == roles.LEVEL:
            tag = "num"
            attributes = (("level", draw(st.sampled_from(["section", "part", "title", "article", "goal"]))),)
        elif role in (roles.HEADING, roles.CROSS):
            tag = "heading" if role == roles.HEADING else "crossHeading"
        elif role == roles.ANNEX:
            label = not annexed or draw(st.booleans())
            attributes = (("part", "label" if label else "title"),)
            annexed = True
        elif role == roles.CELL:
            attributes = preambular or ((("inside", "paragraph"),) if draw(st.booleans()) else ())
            attributes += draw(st.sampled_from([(), (("row", "td"),), (("row", "th"),)]))
        made.append(Leaf(tag, f"{role} {number}", draw(st.sampled_from(["", "\n\n"])), (), attributes, role))
    return made


@given(leaves())
def test_leaves_in_any_order_come_out_again(given_leaves: list[Leaf]) -> None:
    statement = nest(given_leaves, "decision")
    assert list(map(essence, flatten(statement))) == holding(given_leaves)
    assert statement.tag == "statement"
    assert dict(statement.attributes) == {"name": "decision", "contains": "originalVersion"}
    parts = [child.tag for child in statement.children]
    assert parts == [part for part in PARTS if part in parts]
    assert parts.count("mainBody") == 1
    check(statement)


# What may stand in what, as the schema and the guidelines have it.
HOLDS = {
    "coverPage": {"container"},
    "preface": {"container", "p", "table"},
    "preamble": {"formula", "container", "p", "table"},
    "formula": {"p"},
    "list": {"intro", "point", "wrapUp"},
    "point": {"num", "content", "list"},
    "content": {"p", "table"},
    "intro": {"p", "table"},
    "wrapUp": {"p", "table"},
    "table": {"tr"},
    "tr": {"th", "td"},
    "th": {"p"},
    "td": {"p"},
    "blockList": {"listIntroduction", "item", "listWrapUp"},
    "item": {"num", "p", "blockList", "table"},
    "paragraph": {"num", "content", "list"},
    "attachments": {"attachment"},
    "attachment": {"doc"},
    "doc": {"preface", "mainBody"},
    "conclusions": {"container", "p", "table"},
}


def check(node: Node) -> None:
    """Each node holds something, and only what it may; `content` and lists exclude each other."""
    assert node.children
    tags = [child.tag for child in node.children]
    assert not set(tags) - HOLDS.get(node.tag, set(tags)), node.tag
    assert not {"content", "list"} <= set(tags)
    assert "num" not in tags[1:]
    assert node.tag != "list" or "point" in tags
    assert node.tag not in ("th", "td") or len(tags) == 1
    for child in node.children:
        if isinstance(child, Node):
            check(child)


def shape(node: Node | Leaf) -> str:
    """A tree in one line: `paragraph(num content(p))`."""
    if isinstance(node, Leaf):
        return node.tag
    named = dict(node.attributes).get("name", "") if node.tag != "statement" else ""
    return f"{node.tag}{':' + named if named else ''}({' '.join(map(shape, node.children))})"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["mainBody(p)"]),
        ("Some words.", ["mainBody(p)"]),
        (
            "General Assembly\n\nFirst session\n\n79/1. Water\n\nThe General Assembly,\n\nNoting it,\n\n1. Acts.",
            [
                "coverPage(container:masthead(p))",
                "preface(container:publicationInfo(p) p)",
                "preamble(formula:enactingFormula(p) container:noting(p))",
                "mainBody(paragraph(num content(p)))",
            ],
        ),
        (
            "1. Acts:\n\n(a) One;\n\n(b) Two.",
            ["mainBody(paragraph(num list(intro(p) point(num content(p)) point(num content(p)))))"],
        ),
        ("1. (a) One;\n\n(b) Two.", ["mainBody(paragraph(num list(point(num content(p)) point(num content(p)))))"]),
        (
            "1. Acts;\n\nI\n\nWater\n\n2. Acts.",
            ["mainBody(paragraph(num content(p)) section(num heading paragraph(num content(p))))"],
        ),
        (
            "The General Assembly,\n\n1. Acts.\n\n27th plenary meeting\n13 October 2024\n\nAnnex\n\nTitle\n\n1. One.",
            [
                "preamble(formula:enactingFormula(p))",
                "mainBody(paragraph(num content(p)))",
                "conclusions(container:conclusion(p))",
                "attachments(attachment(doc:annex(preface(p p) mainBody(paragraph(num content(p))))))",
            ],
        ),
    ],
)  # fmt: skip
def test_trees(text: str, parts: list[str]) -> None:
    statement = nest(read(text, load("en"))[0].leaves, "resolution")
    assert [shape(child) for child in statement.children] == parts


def test_a_leaf_that_comes_too_late_stays_where_it_stands() -> None:
    """The parts of a statement have an order: what looks like a masthead after the body is a paragraph of the body."""
    given_leaves = [
        Leaf("num", "1.", "", (), (("depth", "0"),), roles.LABELLED),
        Leaf("p", "Acts.", " ", (), (), roles.TEXT),
        Leaf("p", "General Assembly", "\n\n", (), (), roles.MASTHEAD),
    ]
    assert [shape(child) for child in nest(given_leaves, "resolution").children] == [
        "mainBody(paragraph(num content(p)) p)"
    ]


# The kinds of the packs, outermost first as the guidelines have them; those in one row do not hold each other.
RANKS = [["part"], ["section"], ["title"], ["chapter"], ["article", "rule", "goal"]]
RANK = {kind: rank for rank, row in enumerate(RANKS) for kind in row}


def level(kind: str) -> Leaf:
    return Leaf("num", kind, "", (), (("level", kind),), roles.LEVEL)


def levels(*given_leaves: Leaf) -> list[str]:
    """The body that these make, without the numbers of its levels."""
    body = nest(given_leaves, "resolution").children[0]
    assert isinstance(body, Node)
    return [shape(child).replace("num", "").replace("hcontainer:goal", "goal") for child in body.children]


@pytest.mark.parametrize("language", codes())
def test_every_kind_of_level_that_a_language_has_a_word_for_has_a_rank(language: str) -> None:
    assert set(load(language).headings) - {"annex", "appendix"} <= RANK.keys()


@pytest.mark.parametrize("inner", RANK)
@pytest.mark.parametrize("outer", RANK)
def test_a_level_holds_those_of_lower_rank(outer: str, inner: str) -> None:
    expected = [f"{outer}( {inner}())"] if RANK[outer] < RANK[inner] else [f"{outer}()", f"{inner}()"]
    assert levels(level(outer), level(inner)) == expected


@pytest.mark.parametrize("kind", RANK)
def test_a_heading_without_a_number_ranks_between_chapter_and_article(kind: str) -> None:
    heading = Leaf("heading", "Water", "", (), (), roles.HEADING)
    text = Leaf("p", "Acts.", "", (), (), roles.TEXT)
    expected = [f"division(heading paragraph(content(p)) {kind}())"]
    if RANK[kind] < RANK["article"]:
        expected = ["division(heading paragraph(content(p)))", f"{kind}()"]
    assert levels(heading, text, level(kind)) == expected


def test_what_is_printed_over_a_set() -> None:
    """The masthead is its cover, and what follows its preface, recognised or not; each is there only where it is."""
    masthead, title, words = (
        Leaf("p", role, "", (), (), role) for role in (roles.MASTHEAD, roles.TITLE, roles.UNKNOWN)
    )
    statement = nest([], "resolution")
    body = "collectionBody(component(statement(mainBody(p))))"
    for given_leaves, parts in [
        ([masthead, title, words], ["coverPage(container:masthead(p))", "preface(p p)"]),
        ([masthead, words], ["coverPage(container:masthead(p))", "preface(p)"]),
        ([words], ["preface(p)"]),
        ([masthead], ["coverPage(container:masthead(p))"]),
        ([], []),
    ]:
        whole = collect(given_leaves, [statement], "resolutions")
        assert [shape(child) for child in whole.children] == [*parts, body]
        assert list(flatten(whole)) == given_leaves


@pytest.mark.parametrize("count", range(4))
def test_a_recital_holds_what_belongs_to_it_and_no_more(count: int) -> None:
    recital = Leaf("p", "Noting it,", "", (), (("name", "noting"),), roles.PREAMBULAR)
    further = Leaf("p", "And this,", "", (), (("in", "preamble"),), roles.TEXT)
    preamble = nest([recital, *[further] * count, recital], "resolution").children[0]
    held = " ".join(["p"] * (count + 1))
    assert shape(preamble) == f"preamble(container:noting({held}) container:noting(p))"
