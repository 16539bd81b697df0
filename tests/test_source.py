"""Sources: every kind is read, none can do harm, and what cannot be read is told in words."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from akn.diagnostics import AknError, SourceError, UsageError
from akn.source import ContentError, parse

XML = "<a>é</a>"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.xml"
    path.write_text(XML, "utf-8")
    return path


def test_every_kind_of_source(file: Path) -> None:
    root = etree.fromstring(XML)
    with file.open("rb") as binary, file.open(encoding="utf-8") as text:
        sources = [file, str(file), XML, f"\ufeff \n{XML}", XML.encode(), bytearray(XML.encode()), binary, text]
        sources += [io.StringIO(XML), io.BytesIO(XML.encode()), root, etree.ElementTree(root), XML.encode("utf-16")]
        for source in sources[:3] + sources[4:]:
            assert parse(source).getroot().text == "é", source


def test_a_file_object_may_give_less_than_it_is_asked_for() -> None:
    class Slow(io.RawIOBase):
        left = XML.encode()

        def read(self, size: int = -1) -> bytes:
            part, self.left = self.left[: min(size, 2)], self.left[min(size, 2) :]
            return part

    assert parse(Slow()).getroot().text == "é"  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="longer than 8 bytes"):
        parse(Slow(), limit=8)  # type: ignore[arg-type]


def test_a_string_may_start_with_a_byte_order_mark() -> None:
    assert parse(f"\ufeff{XML}").getroot().text == "é"


def test_the_declared_encoding_of_a_string_does_not_matter() -> None:
    assert parse(f'<?xml version="1.0" encoding="latin-1"?>{XML}').getroot().text == "é"


def test_an_element_is_a_tree_of_its_own() -> None:
    outer = etree.fromstring("<a><b>x</b>tail</a>")
    assert parse(outer[0]).getroot().tag == "b"


def test_comments_and_instructions_stay() -> None:
    assert etree.tostring(parse("<a><!-- c --><?p i?></a>")) == b"<a><!-- c --><?p i?></a>"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "empty"),
        (b"Resolution 67/6", "not XML: it starts with 'Resolution 67/6'"),
        ("Resolution\n67/6", "not XML: it starts with"),
        (b"<a>\n <b></a>", "Line 2, column 9"),
        (b"<a>\xe9</a>", "not in the encoding"),
        (b'<?xml version="1.0" encoding="x-none"?><a/>', "encoding"),
        (b"<a>&#0;</a>", "Line 1, column 8"),
        (b"<a>&nbsp;</a>", "nbsp"),
        (b"<a/><b/>", "Extra content"),
        ("<a>\n\ud800</a>", "Line 2, column 1: U\\+D800"),
        (b"<a>" + b"<b>" * 300, "256 deep"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"\x89PNG\r\n", "not XML"),
        ("missing.xml", "No such file"),
        ("/", "directory"),
        ("\0", "null"),
    ],
)
def test_what_cannot_be_read(source: str | bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parse(source)


def test_a_missing_file_is_no_matter_of_content() -> None:
    with pytest.raises(SourceError) as caught:
        parse(Path("missing.xml"))
    assert not isinstance(caught.value, ContentError)


def test_what_is_no_source() -> None:
    with pytest.raises(UsageError, match="int is no source"):
        parse(3)  # type: ignore[arg-type]


def test_a_file_without_permission(file: Path) -> None:
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user reads everything")
    with pytest.raises(SourceError, match=r"[Pp]ermission"):
        parse(file)


def test_entities_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    with pytest.raises(ContentError, match="DOCTYPE"):
        parse(evil)


def test_amplification_is_stopped() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    with pytest.raises(ContentError):
        parse(f'<!DOCTYPE a [<!ENTITY e0 "{"x" * 100}">{entities}]><a b="&e11;">&e11;</a>')


def test_a_tree_with_a_document_type_is_refused() -> None:
    with pytest.raises(ContentError, match="DOCTYPE"):
        parse(etree.ElementTree(etree.fromstring("<!DOCTYPE a><a/>")))


def test_a_duplicate_xml_id_is_left_to_the_schema() -> None:
    assert parse('<a xml:id="i"><b xml:id="i"/></a>').getroot().tag == "a"


def test_the_size_is_bounded() -> None:
    with pytest.raises(ContentError, match="longer than 10 bytes"):
        parse("<a>" + "x" * 20 + "</a>", limit=10)
    with pytest.raises(ContentError, match="longer than 10 bytes"):
        parse(io.BytesIO(b"<a>" + b"x" * 20), limit=10)


def test_a_line_of_eleven_megabytes() -> None:
    assert len(parse(b"<a>" + b"x" * 11_000_000 + b"</a>").getroot().text or "") == 11_000_000


@given(st.one_of(st.binary(), st.text(), st.text().map(lambda text: f"<a>{text}</a>")))
def test_nothing_but_this_librarys_errors(source: bytes | str) -> None:
    try:
        parse(source)
    except AknError as error:
        assert str(error)
