"""Positions: line, column and bytes of every start tag, in whatever encoding, and the findings that say them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import CORPUS, document

from akn.check import validate
from akn.positions import StartTag, start_tags

MIXED = '<a>é中😀ع\u0301<b/>\r\n<!-- <x> --><?i <y>?><c\n x=">" y=\'"> \' z="中>"/>\r<d/>\t<![CDATA[<e>]]><f/></a>'
PLACES = [(1, 1), (1, 9), (2, 22), (4, 1), (4, 21)]
TAGS = ["<a>", "<b/>", '<c\n x=">" y=\'"> \' z="中>"/>', "<d/>", "<f/>"]


@pytest.mark.parametrize(
    ("written", "read", "outside"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-8"),
        ("utf-16", "utf-16-le", None),
        ("utf-16-le", "utf-16-le", None),
        ("utf-16-be", "utf-16-be", None),
        ("utf-16-le", "utf-16-le", "utf-16"),
    ],
)
def test_columns_are_characters_and_spans_are_bytes(written: str, read: str, outside: str | None) -> None:
    data = MIXED.encode(written)
    tags = start_tags(data, outside)
    assert [(tag.line, tag.column) for tag in tags] == PLACES
    assert [data[tag.start : tag.end].decode(read) for tag in tags] == TAGS


@pytest.mark.parametrize("encoding", ["iso-8859-1", "latin1", "cp1252", "windows-1251", "koi8-r", "iso-8859-15"])
def test_encodings_of_one_byte(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>{"é" if "12" not in encoding else "x"}…<b/></a>'
    data = text.encode(encoding, "replace")
    assert [(tag.line, tag.column) for tag in start_tags(data)] == [(2, 1), (2, 6)]


def test_the_encoding_from_outside_wins() -> None:
    data = '<?xml version="1.0" encoding="latin-1"?><a>éé<b/></a>'.encode()
    assert start_tags(data, "utf-8")[1].column == start_tags(data)[1].column - 2


@pytest.mark.parametrize("encoding", ["gb2312", "shift_jis", "big5", "euc-jp", "utf-32", "utf-7", "cp037", "x-none"])
def test_what_expat_cannot_read_has_no_positions(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a><b/></a>'
    assert len(start_tags(text.encode(encoding if encoding != "x-none" else "ascii"))) == 0


def test_a_sequence() -> None:
    tags = start_tags(b"<a><b/><c/></a>")
    assert tags[-1] == StartTag(1, 8, 7, 11)
    assert tags[1:] == [StartTag(1, 4, 3, 7), tags[2]]
    with pytest.raises(IndexError):
        tags[3]


names = st.from_regex(re.compile(r"[a-zé中]{1,4}"), fullmatch=True)
values = st.text(st.sampled_from("x>'é中😀\n\t "), max_size=8)
attributes = st.dictionaries(names, values, max_size=3)
between = st.one_of(
    st.text(st.sampled_from("x\"'éع😀\n\r\t>"), max_size=6).map(lambda text: text.replace("]]>", "")),
    st.text(st.sampled_from("<x>é\n'\""), max_size=6).map(lambda text: f"<!--{text}-->"),
    st.text(st.sampled_from("<x>é\n'\""), max_size=6).map(lambda text: f"<?i {text}?>"),
    st.text(st.sampled_from("<x>é\n'\"&"), max_size=6).map(lambda text: f"<![CDATA[{text}]]>"),
)
trees = st.recursive(
    between, lambda inner: st.tuples(names, attributes, st.lists(inner, max_size=4)), max_leaves=12
).filter(lambda tree: not isinstance(tree, str))


def written(node: object, tags: list[tuple[int, int]], before: str = "") -> str:
    """The XML of a drawn tree after the text `before`; where its start tags stand is entered in `tags`."""
    if isinstance(node, str):
        return before + node
    assert isinstance(node, tuple)
    name, attributes, children = node
    tags.append(
        (len(before), len(before) + 1 + len(name) + sum(len(key + value) + 4 for key, value in attributes.items()) + 1)
    )
    before += f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"
    for child in children:
        before = written(child, tags, before)
    return f"{before}</{name}>"


@given(trees, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_the_tags_of_any_document_in_any_encoding(tree: object, encoding: str) -> None:
    ends: list[tuple[int, int]] = []
    text = written(tree, ends, '<?xml version="1.0"?>\r\n' if encoding.endswith("e") else "")
    data = text.encode(encoding)
    mark = {"utf-8-sig": 3, "utf-16": 2}.get(encoding, 0)
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    tags = start_tags(data)
    assert len(tags) == len(ends) == len(list(etree.fromstring(data).iter("*")))
    for tag, (start, end) in zip(tags, ends, strict=True):
        lines = re.split(r"\r\n|\r|\n", text[:start])
        assert (tag.line, tag.column) == (len(lines), len(lines[-1]) + 1)
        assert tag.start == mark + len(text[:start].encode(plain))
        assert tag.end == mark + len(text[:end].encode(plain))


def test_a_finding_has_the_place_of_its_start_tag() -> None:
    source = document('<p eId="p_1"/>').replace(
        b'<p eId="p_1"/>', '<p>é😀<inline\n  class="x"\n>…</inline></p>'.encode()
    )
    [finding] = validate(source, rules="xsd")
    assert (finding.rule, finding.line, finding.column) == ("xsd-attribute-missing", 16, 6)
    [again] = validate(b"\xef\xbb\xbf" + source, rules="xsd")
    assert (again.line, again.column) == (16, 6)


def test_a_finding_on_the_first_line_after_a_byte_order_mark() -> None:
    for text in ("\ufeff<a/>", "<a/>"):
        for source in (text, text.encode(), text.encode("utf-16") if text == "<a/>" else text.encode("utf-16-le")):
            [finding] = validate(source)
            assert (finding.line, finding.column) == (1, 1)


def test_the_message_says_the_line_of_the_other_start_tag() -> None:
    source = document("<p/>").replace(b"<p/>", b'<p\n eId="x"/><p eId="x"/>')
    [finding] = validate(source, rules="xsd")
    assert "that <p> on line 16 already has" in finding.message
    assert (finding.line, finding.column) == (17, 11)


def test_lines_above_65535_are_right() -> None:
    source = document("<p/>").replace(b"<p/>", b"\n" * 70_000 + b"<p>\n<foo\n/></p>")
    [finding] = validate(source, rules="xsd")
    assert (finding.line, finding.column) == (70_017, 1)


def test_an_encoding_that_expat_does_not_read_leaves_the_line_of_lxml() -> None:
    declared = b'<?xml version="1.0" encoding="gb2312"?>\n'
    source = declared + document("<foo\n/>").decode().replace("<foo/>", "<foo\n>中</foo>").encode("gb2312")
    [finding] = validate(source, rules="xsd")
    assert (finding.line, finding.column) == (18, 0)


def test_the_place_in_a_tree_is_that_in_its_serialisation() -> None:
    tree = etree.ElementTree(etree.fromstring(document("<p>é<foo   class='x'/></p>")))
    [finding] = validate(tree, rules="xsd")
    lines = etree.tostring(tree, encoding="utf-8").decode().split("\n")
    assert lines[finding.line - 1][finding.column - 1 :].startswith("<foo")
    assert validate(tree.getroot(), rules="xsd").findings == (finding,)


def test_a_document_without_a_finding_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akn.places.start_tags", None)
    assert list(validate(document())) == []


@pytest.mark.skipif(not (CORPUS / "akn").is_dir(), reason="the corpus is not beside the checkout (AKN_CORPUS)")
def test_the_tags_of_real_documents() -> None:
    for file in sorted((CORPUS / "akn").rglob("*.xml")):
        check(file)


def check(file: Path) -> None:
    data = file.read_bytes()
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return
    if root.getroottree().docinfo.doctype:
        return
    elements = list(root.iter("*"))
    tags = start_tags(data)
    assert len(tags) == len(elements), file
    for tag, element in zip(tags, elements, strict=True):
        name = f"{element.prefix}:" if element.prefix else ""
        assert data[tag.start : tag.end].startswith(f"<{name}{etree.QName(element).localname}".encode()), file
        if element.sourceline and element.sourceline < 65_535:
            assert tag.line + data.count(b"\n", tag.start, tag.end) == element.sourceline, file


@pytest.mark.slow
def test_the_time_is_linear() -> None:
    taken = []
    for count in (200_000, 400_000):
        data = b"<a>" + b'<p eId="p_1">x</p>' * count + b"</a>"
        started = time.process_time()
        assert len(start_tags(data)) == count + 1
        taken.append(time.process_time() - started)
    assert taken[1] < 3 * taken[0]
