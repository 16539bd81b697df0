"""Tables: the cells of a line, the padding of a row as a code and back, and what becomes of it where cells change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE, document

import akn
from akn import layout
from akn.tables import cells, is_row, is_under_head, padding, ruling

NAMES = {"a": NAMESPACE, "l": layout.NAMESPACE}
TABLE = "| Unit  | Posts |\n|-------|-------|\n| Staff |     7 |\n|       | two   |"
TEXT = f"The General Assembly,\n\n1. Decides to establish these posts:\n\n{TABLE}\n\n2. Decides to act.\n"
ROWS = st.lists(st.text("ab |\\-:\t", max_size=5), min_size=1, max_size=5).map(lambda row: "|" + "|".join(row) + "|")


@given(ROWS)
def test_all_but_the_cells_of_a_row_is_ruling(row: str) -> None:
    if not is_row(row):
        assert row.endswith("\\|")
        return
    place, rest, texts = 0, "", []
    for start, end in cells(row):
        assert place <= start <= end
        rest += row[place:start]
        texts.append(row[start:end])
        place = end
    assert not (rest + row[place:]).strip("| \t")
    assert all(text == text.strip(" \t") and "|" not in text.replace("\\|", "") for text in texts)
    assert len(texts) == row.count("|") - row.count("\\|") - 1


GAPS = st.text("| \t\n", max_size=6) | st.integers(0, 2000).map(lambda blanks: " " * blanks + " | ")


@given(st.lists(GAPS, min_size=1, max_size=5), GAPS)
def test_the_padding_of_a_row_gives_its_usual_gaps(gaps: list[str], close: str) -> None:
    """Gaps of blanks and a bar come out of the code as they went in; others come out as something, and are stored."""
    code = padding(gaps, close)
    before, after = ruling(code, len(gaps))
    assert padding(before, after) == code
    assert len(before) == len(gaps)
    for gap, usual in zip(gaps[1:], before[1:], strict=True):
        if gap.startswith(" ") and gap.strip(" ") == "|" and gap.endswith(" "):
            assert gap == usual


@pytest.mark.parametrize(
    ("gaps", "close", "code"),
    [
        (["\n\n| ", " | "], " |", ""),
        (["| ", "   | "], "    |", "2 3"),
        (["|    ", " | ", " | "], "  |", "3. 0 1"),
        (["|    ", "      |  "], " |", "3.5 1."),
        (["\n||", "\t| ", "x"], "", ""),
    ],
)
def test_paddings(gaps: list[str], close: str, code: str) -> None:
    assert padding(gaps, close) == code


@pytest.mark.parametrize("code", ["x", "1.2.3 -1", "9999999", "½", "1 2 3 4 5"])
def test_what_is_no_padding_stands_for_none(code: str) -> None:
    before, close = ruling(code, 1)
    assert before == ("| ",)
    assert close in (" |", "  |")


@pytest.mark.parametrize("line", ["||", "|a|", "| a | b |", "|---|", "| a \\| |"])
def test_rows(line: str) -> None:
    assert is_row(line)


@pytest.mark.parametrize("line", ["", "|", "a|", "| a", "a | b", "| a \\|", "|\\|"])
def test_what_is_no_row(line: str) -> None:
    assert not is_row(line)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("|---|", True), ("| :-: |\t-:|", True), ("||", False), ("|:|", False), ("|--|a|", False), ("---", False)],
)
def test_lines_under_a_head(line: str, is_one: bool) -> None:
    assert is_under_head(line) is is_one


def found(path: str, read: akn.Document) -> list[etree._Element]:
    elements: list[etree._Element] = read.tree.getroot().xpath(path, namespaces=NAMES)
    return elements


def loaded() -> akn.Document:
    return akn.load(akn.convert(TEXT).to_xml())


def test_a_cell_that_is_filled_changes_there_alone() -> None:
    read = loaded()
    found("//a:td/a:p[not(text())]", read)[0].text = "Others"
    assert read.to_text() == TEXT.replace("|       | two", "| Others      | two")


def test_a_row_that_is_removed_is_gone_with_its_ruling() -> None:
    read = loaded()
    row = found("//a:tr[2]", read)[0]
    row.getparent().remove(row)
    assert read.to_text() == TEXT.replace("\n| Staff |     7 |", "")


def test_a_table_that_is_removed_is_gone_with_its_ruling() -> None:
    read = loaded()
    table = found("//a:table", read)[0]
    table.getparent().remove(table)
    assert read.to_text() == TEXT.replace(f"{TABLE}\n\n", "")


def test_a_row_that_is_put_in_has_the_usual_ruling() -> None:
    read = loaded()
    row = found("//a:tr[2]", read)[0]
    added = etree.fromstring(f'<tr xmlns="{NAMESPACE}"><td><p>a</p></td><td/><td><p>b</p></td><td/></tr>')
    row.addnext(added)
    assert "7 |\n| a |  | b |  |\n|       | two" in read.to_text()
    assert "7 |\n\n| a | | b | |\n\n| | two" in read.to_text(layout=False)


def test_the_canonical_text_has_rows_without_padding() -> None:
    plain = loaded().to_text(layout=False)
    assert "\n\n| Unit | Posts |\n\n|---|---|\n\n| Staff | 7 |\n\n| | two |\n\n2. " in plain
    assert akn.convert(plain).to_text(layout=False) == plain


def test_a_set_of_resolutions_with_tables() -> None:
    one = f"The General Assembly,\n\nNoting it,\n\n1. Decides to establish these posts:\n\n{TABLE}\n\n"
    text = f"62/111. Posts\n\nA\n\nFIRST\n\n{one}B\n\nSECOND\n\n{one}"
    converted = akn.convert(text)
    assert len(found("//a:component/a:statement", converted)) == 2
    assert len(found("//a:statement//a:paragraph/a:content/a:table/a:tr", converted)) == 6
    assert converted.to_text() == text
    assert not akn.validate(converted.to_xml()).errors


def test_no_finding_says_that_a_table_is_not_recognised() -> None:
    rules = {finding.rule for finding in akn.convert(TEXT.replace("these posts:", "posts.")).findings}
    assert not rules & {"unrecognised", "unknown-opening"}


def test_the_tables_of_others_are_read_as_before() -> None:
    rows = "<tr><td><p>a</p></td><td><p/></td><td><p>c</p></td></tr><tr><th><p>d</p></th></tr>"
    xml = document(f"<!-- no preface --><mainBody><table>{rows}</table></mainBody>")
    assert akn.load(xml).to_text() == "a\tc\n\nd\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ordinary_ruling_needs_no_gaps(newline: str) -> None:
    """The line end between rows is a habit of the document."""
    text = TEXT.replace("\n", newline)
    read = akn.convert(text)
    assert read.to_text() == text
    assert not found("//a:table//a:p[@l:gap]", read)
    assert next(read.tree.getroot().iter(layout.name("facts"))).get("row") == "n"
