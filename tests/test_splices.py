"""Edits of a document in its own characters: only what is edited differs, in whatever way it is written."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import akn
from akn.splices import Splices, writing

MARKS = {"utf-8": b"", "utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE, "iso-8859-1": b""}
TEXT = """<?xml version='1.0' encoding='{}'?>\r\n<!-- é <a b='c'> -->
<a  x = 'é&#x2d;"1"' y="two\r\n words>"\t><?p <b> ?><b/><c z="1"
/><d ><![CDATA[<e>]]> \t<!-- <f> --></d >\n</a >\r\n"""


def splices(text: bytes) -> tuple[Splices, list[etree._Element]]:
    elements = list(etree.fromstring(text).iter("*"))
    return Splices(text, elements), elements


@pytest.mark.parametrize("encoding", MARKS)
def test_a_document_is_read_and_written_in_its_encoding(encoding: str) -> None:
    text = TEXT.format("utf-8" if encoding == "utf-8-sig" else encoding)
    data = text.encode(encoding)
    how = writing(data, etree.fromstring(data).getroottree().docinfo.encoding)
    assert how.mark == MARKS[encoding]
    assert how.read(data) == text
    assert how.write(text) == data


def test_a_character_that_the_encoding_lacks_becomes_a_reference() -> None:
    assert writing(b"<a/>", "latin-1").write('<a x="\u0663"/>') == b'<a x="&#1635;"/>'


@pytest.mark.parametrize("encoding", ["no-such-encoding", "utf-7"])
def test_an_encoding_that_does_not_come_back_is_refused(encoding: str) -> None:
    with pytest.raises(akn.SourceError, match="cannot be edited"):
        writing(b"<a>&#233;+</a>", encoding)


def test_nothing_is_edited_unasked() -> None:
    text = TEXT.format("utf-8").encode()
    assert splices(text)[0].result() == text


def test_a_part_of_a_value_is_replaced() -> None:
    text = TEXT.format("utf-8").encode()
    made, (a, _, c, _) = splices(text)
    assert (a.get("x"), a.get("y")) == ('é-"1"', "two  words>")
    made.replace(a, "x", 1, 2, "<'")
    made.replace(a, "y", 3, 5, "\u0663")
    made.replace(c, "z", 0, 1, '"')
    expected = text.replace(b"&#x2d;", b"&lt;&apos;").replace(b"two\r\n words>", "two\u0663words>".encode())
    assert made.result() == expected.replace(b'z="1"', b'z="&quot;"')


def test_an_attribute_is_added_before_the_others() -> None:
    made, (a, b, _, d) = splices(TEXT.format("utf-8").encode())
    for element in (a, b, d):
        made.add(element, "eId", "p_1")
    result = made.result()
    assert b'<a eId="p_1"  x = \'' in result
    assert b'<b eId="p_1"/>' in result
    assert b'<d eId="p_1" >' in result


def test_white_space_alone_is_taken_out() -> None:
    text = b"<a><b> \r\n<!-- c --> <?p q?>&#32;<![CDATA[ ]]></b > <b/></a>"
    made, (_, b, _) = splices(text)
    made.empty(b)
    assert made.result() == b"<a><b><!-- c --><?p q?></b > <b/></a>"


def test_children_change_places_with_their_remarks() -> None:
    text = b"""<a> <!-- head -->
  <!-- of b -->
  <b><x/><x></x></b> <!-- of b, too -->

  <c/><?of d?><d>
  </d><!-- last -->
</a>"""
    made, (a, b, *_) = splices(text)
    made.add(b, "eId", "b")
    made.arrange(list(a.iterchildren("*")), [1, 2, 0])
    assert (
        made.result()
        == b"""<a> <!-- head -->
  <c/>

  <?of d?><d>
  </d><!-- last --><!-- of b -->
  <b eId="b"><x/><x></x></b> <!-- of b, too -->
</a>"""
    )


def test_orders_are_changed_within_orders() -> None:
    text = b"<a><b><c/><d x='1'/></b><e><f/><g/></e></a>"
    made, (a, b, _, d, e, *_) = splices(text)
    for one in (a, b, e):
        made.arrange(list(one), [1, 0])
    made.replace(d, "x", 0, 1, "2")
    assert made.result() == b"<a><e><g/><f/></e><b><d x='2'/><c/></b></a>"


def test_a_name_that_expat_does_not_know_is_refused() -> None:
    with pytest.raises(akn.SourceError, match="cannot be found"):
        splices("<\ua641/>".encode())


@given(
    st.lists(st.sampled_from([" ", "\r\n", "&#10;", "&amp;", "a", "é", "\U0001f600", "&#x1F600;"]), max_size=8),
    st.data(),
)
def test_characters_of_a_value_are_those_of_the_parser(pieces: list[str], data: st.DataObject) -> None:
    raw = "".join(pieces)
    made, (a,) = splices(f'<a x="{raw}"/>'.encode())
    value = a.get("x", "")
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    made.replace(a, "x", start, end, "<é>")
    assert etree.fromstring(made.result()).get("x") == f"{value[:start]}<é>{value[end:]}"
