"""Instructions in a document: what they cover, what they leave, and what is said of those that are wrong."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import document

import akn
from akn.check import Report, select, validate
from akn.suppression import instructions

TWO = '<section eId="art_1"><paragraph eId="art_1"/></section>\n<p><ref href="#x"/></p>\n<foo/>'
HEAD = b'<?xml version="1.0" encoding="%s"?>\n'


def marked(fragment: str = TWO, **instructions: str) -> bytes:
    """A document with instructions, each before the first element of that name, in the body if there is one."""
    head, start, body = document(fragment).decode().partition("<mainBody>")
    for name, said in instructions.items():
        here = body if f"<{name}" in body else head
        there = here.replace(f"<{name}", f"<?akn-ignore {said}?><{name}", 1)
        head, body = (head, there) if here is body else (there, body)
    return f"{head}{start}{body}".encode()


def rules(report: Report) -> Counter[str]:
    return Counter(one.rule for one in report)


def excused(report: Report) -> Counter[str]:
    assert report.suppressed == report.in_source
    return Counter(one.rule for one in report.suppressed)


EVERYTHING = rules(validate(document(TWO)))


def test_the_sample_has_something_of_everything() -> None:
    assert EVERYTHING == {"ids-element": 2, "ids-unique": 1, "refs-resolve": 1, "xsd-content": 1}


@pytest.mark.parametrize(
    ("where", "said", "covered"),
    [
        ("akomaNtoso", "", EVERYTHING),
        ("akomaNtoso", "ids", {"ids-element": 2, "ids-unique": 1}),
        ("akomaNtoso", "ids-element,refs", {"ids-element": 2, "refs-resolve": 1}),
        ("akomaNtoso", " ids-unique ,\n xsd ", {"ids-unique": 1, "xsd-content": 1}),
        ("statement", "ids", {"ids-element": 2, "ids-unique": 1}),
        ("section", "", {"ids-element": 2, "ids-unique": 1}),
        ("section", "ids-element", {"ids-element": 2}),
        ("paragraph", "ids-element", {"ids-element": 1}),
        ("p>", "", {"refs-resolve": 1}),
        ("ref href", "refs-resolve", {"refs-resolve": 1}),
        ("foo", "xsd", {"xsd-content": 1}),
    ],
)
def test_what_is_covered(where: str, said: str, covered: dict[str, int]) -> None:
    report = validate(marked(**{where: said}))
    assert excused(report) == covered
    assert rules(report) == EVERYTHING - Counter(covered)
    assert bool(report) == (not {"xsd-content", "ids-unique", "refs-resolve"} & rules(report).keys())


def test_findings_are_the_same_as_without() -> None:
    plain = validate(document(TWO).replace(b"<akomaNtoso", b"<!--akn-ignore--><akomaNtoso"))
    report = validate(marked(akomaNtoso="ids,refs"))
    assert sorted(map(str, [*report, *report.suppressed])) == sorted(map(str, plain))


def test_an_instruction_after_other_things_holds_for_the_next_element() -> None:
    source = document(TWO).replace(b"<foo/>", b"<?akn-ignore xsd?> <!-- why --> <?other?>\n<foo/>")
    assert excused(validate(source)) == {"xsd-content": 1}
    assert rules(validate(source)) == EVERYTHING - Counter({"xsd-content": 1})


def test_a_neighbour_whose_name_starts_alike_is_not_covered() -> None:
    report = validate(marked('<p eId="x_1"/>\n<paragraph eId="y_1"/>\n' + '<p eId="z_1"/>' * 9, p="ids-element"))
    assert excused(report) == {"ids-element": 1}
    assert report.suppressed[0].eid == "x_1"


@pytest.mark.parametrize(
    ("where", "said", "message", "hint"),
    [
        (
            "section",
            "ids-elemnt",
            "'ids-elemnt' in <?akn-ignore?> is no rule.",
            "Accepted are ids-abbreviation, ids-characters",
        ),
        ("section", "nonsense", "'nonsense' in <?akn-ignore?> is no rule.", "Accepted are "),
        ("section", "refs", "<?akn-ignore?> covers no finding of refs.", "Take it out."),
        (
            "section",
            "ids, refs-form xsd",
            "<?akn-ignore?> covers no finding of refs-form, xsd.",
            "Take out refs-form, xsd",
        ),
        ("p>", "xsd xml", "<?akn-ignore?> covers no finding of xsd, xml.", "Take it out."),
        ("/mainBody", "", "No element follows <?akn-ignore?> beside it, so it covers nothing.", "Put it before"),
        ("identification", "", "<?akn-ignore?> covers no finding.", "Take it out."),
    ],
)
def test_what_is_wrong_with_an_instruction(where: str, said: str, message: str, hint: str) -> None:
    report = validate(marked(**{where: said}))
    found = [one for one in report if one.rule == "xml-suppression"]
    assert [one.message for one in found] == [message]
    for one in found:
        assert one.hint.startswith(hint)
        assert "refs, text, xml, xsd." in one.hint or "nonsense" not in said
        assert one.severity == "warning"
        line = marked(**{where: said}).splitlines()[one.line - 1]
        assert b"<?akn-ignore" in line


def test_an_instruction_after_the_root_covers_nothing() -> None:
    report = validate(document() + b"<?akn-ignore?>")
    assert [(one.rule, one.path) for one in report] == [("xml-suppression", "")]


def test_rules_that_are_not_checked_are_not_missed() -> None:
    source = marked(akomaNtoso="refs ids-number", section="")
    assert rules(validate(source, rules="xsd")) == {"xsd-content": 1}
    assert rules(validate(source, rules="xsd,xml")) == {"xsd-content": 1}
    missed = [one.message for one in validate(source, rules="xml,xsd,ids-number")]
    assert missed[0] == "<?akn-ignore?> covers no finding of ids-number."


def test_both_of_two_that_cover_a_finding_are_of_use() -> None:
    report = validate(marked(akomaNtoso="ids", section="ids ids-element"))
    assert "xml-suppression" not in rules(report)
    assert excused(report) == {"ids-element": 2, "ids-unique": 1}


def test_what_is_not_xml_is_not_excused() -> None:
    assert not validate(b"<?akn-ignore?><a>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_every_encoding(encoding: str) -> None:
    content = marked(akomaNtoso="").decode()
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "latin-1": "iso-8859-1"}
    head = HEAD.decode() % declared.get(encoding, encoding)
    source = (head + content).encode(encoding)
    report = validate(source)
    assert list(report) == []
    assert excused(report) == EVERYTHING


@pytest.mark.parametrize("source", [document(), b"\n" + document(), b"\xef\xbb\xbf" + document()])
def test_a_document_without_any_is_not_walked(source: bytes) -> None:
    assert instructions(source, cast("Any", "no tree")) == []


def test_every_kind_of_source() -> None:
    source = marked(akomaNtoso="")
    tree = etree.ElementTree(etree.fromstring(source))
    for one in (source, source.decode(), tree):
        assert excused(validate(one)) == EVERYTHING
    assert excused(validate(marked(statement=""), engine="both")) == EVERYTHING


def test_the_text_does_not_change() -> None:
    fragment = "<p>Recalling.</p><p>Decides.</p>"
    assert akn.load(marked(fragment, p="ids", statement="")).to_text() == akn.load(document(fragment)).to_text()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["akomaNtoso", "statement", "section", "paragraph", "p>", "foo"]),
            st.sets(st.sampled_from([*sorted(select(None)), "ids", "xsd", "refs"])),
        )
    )
)
def test_nothing_is_lost(given_: list[tuple[str, set[str]]]) -> None:
    """Whatever is excused, the findings beside those about the instructions are those without them."""
    report = validate(marked(**{where: " ".join(sorted(names)) for where, names in given_}))
    assert rules(report) + excused(report) - Counter({"xml-suppression": 99}) == EVERYTHING
    assert all(one.rule != "xml-suppression" for one in report.suppressed)


def test_very_many_take_linear_time() -> None:
    source = document("<p/>").replace(b"<p/>", b"<?akn-ignore xsd idz?><foo/>" * 10_000)
    source = source.replace(b"<akomaNtoso", b"<?akn-ignore xsd refs?>" * 10_000 + b"<akomaNtoso")
    started = time.process_time()
    report = validate(source)
    assert time.process_time() - started < 8
    assert excused(report) == {"xsd-content": 10_000}
    assert rules(report) == {"xml-suppression": 20_000}
