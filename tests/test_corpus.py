"""Real resolutions: every one converts, is valid, and comes back to the byte; its layout is small."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import CORPUS

import akn
from akn import layout, schema
from akn.text import FEED

FOLDERS = ("seed", "dev", "bulk")
FILES = [file for folder in FOLDERS for file in sorted((CORPUS / folder).rglob("*.txt"))]
STRIDE = 12  # files of one test: enough of them to keep two processes busy to the end

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of resolutions is not beside the checkout (AKN_CORPUS)")


def read(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("start", range(STRIDE))
def test_every_text_converts_is_valid_and_comes_back(start: int) -> None:
    wrong = []
    for file in FILES[start::STRIDE]:
        text = read(file)
        document = akn.convert(text)
        xml = document.to_xml()
        if akn.load(xml).to_text() != text:
            wrong.append(f"{file.name}: the text is another one")
        if not schema.official().validate(etree.fromstring(xml)):
            wrong.append(f"{file.name}: {schema.official().error_log[0]}")
        lines = len(re.findall(r"\r\n|\r|\n", text)) + 1
        wrong += [f"{file.name}: {found}" for found in document.findings if not 1 <= found.line <= lines]
    assert not wrong


@pytest.mark.parametrize("start", range(STRIDE))
def test_every_text_keeps_the_rules(start: int) -> None:
    """Those of this project, at the severity of an error, in the dev set."""
    wrong = []
    for file in dev()[start::STRIDE]:
        report = akn.validate(akn.convert(read(file)).to_xml(), rules="ids,refs,frbr,text,layout,akn4un")
        wrong += [f"{file.name}: {finding.rule}: {finding.message}" for finding in report.errors]
    assert not wrong


@settings(max_examples=120)
@given(st.data())
def test_parts_of_two_texts_in_one_come_back(data: st.DataObject) -> None:
    """As a page of a collection has them, or a copy with an accident in it."""
    one, other = (read(data.draw(st.sampled_from(FILES), "text"))[:12_000].split("\n\n") for _ in range(2))
    cut = data.draw(st.integers(0, len(one)), "place in the first")
    start = data.draw(st.integers(0, len(other)), "place in the second")
    length = data.draw(st.integers(1, 12), "paragraphs of the second")
    text = "\n\n".join((*one[:cut], *other[start : start + length], *one[cut:]))
    xml = akn.convert(text).to_xml()
    assert akn.load(xml).to_text() == text
    assert schema.official().validate(etree.fromstring(xml))


def dev(*languages: str) -> list[Path]:
    """The dev set, or the part of it in some languages."""
    files = [file for file in FILES if file.is_relative_to(CORPUS / "dev")]
    return [file for file in files if not languages or file.name.split("-")[0] in languages]


def share(file: Path) -> float:
    text = read(file)
    return layout.size(akn.convert(text).tree.getroot()) / len(text)


def test_layout_is_small(record_property: pytest.RecordProperty) -> None:
    """Under two per cent of the text: the median of the English and French part of the dev set."""
    shares = {file.name: share(file) for file in dev("en", "fr")}
    most = max(shares, key=shares.__getitem__)
    said = f"layout: median {median(shares.values()):.2%}, maximum {shares[most]:.2%} ({most})"
    record_property("layout", said)
    assert median(shares.values()) < 0.02, said


def test_form_feeds_are_there() -> None:
    """What this file tests includes pages: were the corpus without any, a part of it would prove nothing."""
    assert any(FEED in read(file) for file in FILES)


SOME = FILES[:1] + dev("en", "fr")[::24] + dev("ar", "es", "ru", "zh")[::24]


@pytest.mark.parametrize("file", SOME, ids=lambda file: file.stem)
def test_the_second_engine_agrees(file: Path) -> None:
    for shape in ("statement", "publication"):
        report = akn.validate(akn.convert(read(file), shape=shape).to_xml(), rules="xsd", engine="both")
        assert not report.errors


@pytest.mark.parametrize("file", dev()[::10], ids=lambda file: file.stem)
def test_publications(file: Path) -> None:
    text = read(file)
    xml = akn.convert(text, shape="publication").to_xml()
    assert schema.official().validate(etree.fromstring(xml)), schema.official().error_log
    assert akn.load(xml).to_text() == text


@pytest.mark.parametrize("file", dev("en", "fr")[::6], ids=lambda file: file.stem)
def test_the_canonical_text_says_what_the_content_says(file: Path) -> None:
    """No letter or digit more than the source has, and the same text after another turn through the XML."""
    text = read(file)
    document = akn.convert(text)
    plain = document.to_text(layout=False)
    assert FEED not in plain
    assert len(plain) <= len(text) * 1.05
    assert akn.load(document.to_xml()).to_text(layout=False) == plain
