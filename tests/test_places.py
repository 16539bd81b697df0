"""Places: paths that lead to their elements, the nearest identifier, and nothing longer than it need be."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import document

from akn.check import validate
from akn.places import Places

names = st.sampled_from(["p", "q", "{urn:n}p"])
trees = st.recursive(
    st.tuples(names, st.none() | st.sampled_from(["", "x", "y"]), st.just([])),
    lambda inner: st.tuples(names, st.none() | st.sampled_from(["", "x", "y"]), st.lists(inner, max_size=4)),
    max_leaves=12,
)


def element(tree: tuple[str, str | None, list[object]]) -> etree._Element:
    name, eid, children = tree
    made = etree.Element(name)
    if eid is not None:
        made.set("eId", eid)
    made.append(etree.Comment("c"))
    made.extend(element(child) for child in children)  # type: ignore[arg-type]
    return made


@given(trees, st.randoms())
def test_paths_and_identifiers(tree: tuple[str, str | None, list[object]], order: object) -> None:
    root = element(tree)
    elements = list(root.iter("*"))
    order.shuffle(elements)  # type: ignore[attr-defined]
    places = Places()
    for one in elements:
        found = root.getroottree().xpath(re.sub(r"(?<=/)\w+", r"*[local-name() = '\g<0>']", places.path(one)))
        assert found == [one]
        around = [one, *one.iterancestors()]
        assert places.eid(one) == next((eid for holder in around if (eid := holder.get("eId"))), "")


def test_what_is_very_long_is_cut_in_its_middle() -> None:
    source = document("<p/>").replace(b"<p/>", b'<p eId="start' + b"x" * 9000 + b'end"><' + b"n" * 9000 + b"/></p>")
    for finding in validate(source):
        for text in (finding.message, finding.path, finding.eid):
            assert len(text) < 1100
    assert finding.eid.startswith("startx")
    assert finding.eid.endswith("xend")
    assert "[...]" in finding.eid
