"""Element identifiers: what numbers become, and the grammar they obey."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from akn.ids import EID_PATTERN, ELEMENT_REF, IDREQ, clean_num, element_ref, printed_number

NUMBERS = tomllib.loads(resources.files("akn").joinpath("data/num_labels.toml").read_text("utf-8"))

VECTORS = [
    # the four of the naming convention
    ("Art. 11.2 bis", "11-2bis"),
    ("11.2 Rev. A", "11-2RevA"),
    ("-1", "-1"),
    ("4/a", "4a"),
    # those of the AKN4UN samples
    ("21.", "21"),
    ("A.", "A"),
    ("(a)", "a"),
    ("a)", "a"),
    (".1", "1"),
    ("Article 66", "66"),
    ("PART I", "I"),
    ("Part I. ", "I"),
    ("Part I-A", "I-A"),
    ("Rule 16bis", "16bis"),
    ("16bis.1", "16bis-1"),
    ("76.1", "76-1"),
    ("XV.", "XV"),
    ("9.1.", "9-1"),
    ("9.1.1", "9-1-1"),
    ("Item 1.", "1"),
    ("(aa)", "aa"),
    ("(ii)", "ii"),
    ("3a bis", "3abis"),
    ("2,3, 4,", "2-3-4"),
    ("(٣)", "٣"),
    ("(三)", "三"),
    ("—", ""),
    # corners
    ("", ""),
    ("Part", "Part"),
    ("Party", "Party"),
    ("第三条", "三"),
    ("第 4 部分", "4"),
    ("附件二", "二"),
    ("\u200f(٣)\u200f", "٣"),
    ("e\u0301)", "é"),
    # an abbreviation loses its full stop, and the letter of an inserted provision its stroke
    ("3 ch.5", "3ch5"),
    ("a.1", "a-1"),
    ("II.3", "II-3"),
    ("4/ab", "4-ab"),
    ("4/5", "4-5"),
    ("a/b", "a-b"),
    ("1a/b", "1a-b"),
    ("A1/b", "A1b"),
    # a minus is one before digits alone, a type word one before the number alone
    ("(-1)", "-1"),
    ("-a", "a"),
    ("Part I Section 2", "ISection2"),
    ("3 section 4", "3section4"),
]


@pytest.mark.parametrize(("text", "number"), VECTORS)
def test_clean_num(text: str, number: str) -> None:
    assert clean_num(text) == number


@pytest.mark.parametrize(("text", "number"), [pair for pack in NUMBERS.values() for pair in pack["yes"]])
def test_clean_num_drops_the_type_words_of_each_language(text: str, number: str) -> None:
    assert clean_num(text) == number


@pytest.mark.parametrize("pack", NUMBERS.values(), ids=list(NUMBERS))
def test_type_words_are_sorted_and_said_once(pack: dict[str, list[str]]) -> None:
    assert pack["before"] == sorted(set(pack["before"]))


@given(st.text())
def test_clean_num_always_fits_an_identifier(text: str) -> None:
    number = clean_num(text)
    assert not number or EID_PATTERN.fullmatch(f"para_{number}")


@given(st.text())
def test_clean_num_is_stable(text: str) -> None:
    assert clean_num(text) == clean_num(f" {text} ")


@pytest.mark.parametrize(
    "eid",
    [
        "art_15__cl_3__mod_1__qstr_1__art_4a",
        "sec_II__crossHeading_2",
        "para_11-2RevA__p_3",
        "body",
        "para_nn_1",
        "para_-1",
    ],
)
def test_identifiers_that_the_grammar_takes(eid: str) -> None:
    assert EID_PATTERN.fullmatch(eid)


@pytest.mark.parametrize(
    "eid", ["", "dvs__1", " para_1", "para_1_", "para_1__", "1_para", "para 1", "para_2_list_point_a"]
)
def test_identifiers_that_the_grammar_refuses(eid: str) -> None:
    assert not EID_PATTERN.fullmatch(eid)


def test_element_ref() -> None:
    assert element_ref("paragraph") == "para"
    assert element_ref("point") == "point"
    assert len(IDREQ) == 144
    assert all(EID_PATTERN.fullmatch(ref) for ref in ELEMENT_REF.values())


@pytest.mark.parametrize(
    ("num", "printed"),
    [
        ("I.", "I."),
        ("<b>I</b>.", "I."),
        ("<b>I<i>b</i></b>is", "Ibis"),
        ('I<a:authorialNote marker="1"><a:p>See</a:p></a:authorialNote>.', "I."),
        ('I<a:noteRef marker="1" href="#ftn_1"/>', "I"),
        ("I<!-- remark -->.", "I."),
        ("", ""),
    ],
)
def test_the_printed_number_has_no_notes(num: str, printed: str) -> None:
    assert printed_number(etree.fromstring(f'<num xmlns:a="urn:a">{num}</num>')) == printed


@given(st.from_regex(r"[ \t.()]{0,3}[A-Za-z0-9]{1,8}[ \t.()]{0,3}", fullmatch=True))
def test_a_plain_word_between_plain_signs_is_the_number(text: str) -> None:
    """The short way for such numbers says what the long way says, which a sign that goes keeps open."""
    assert clean_num(text) == clean_num(f"\u200b{text}") == text.strip(" \t.()")
