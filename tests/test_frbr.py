"""Who, what and when: the identity that a text states, what the caller knows better, and the IRIs they make."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import akn
from akn.elements import name
from akn.frbr import KEYS
from akn.iri import parse
from akn.organs import organs
from akn.testing import Resolution, resolutions, texts

TEXT = """A/RES/79/1

General Assembly

Distr.: General
17 October 2024

Seventy-ninth session
Agenda item 9 (b)

Resolution adopted by the General Assembly on 13 October 2024

79/1. Water

The General Assembly,

1. *Takes note* of the report.
"""
GA = "/akn/un/statement/deliberation/un-ga"


def values(text: str, metadata: Mapping[str, object] | None = None, shape: str = "statement") -> dict[str, str]:
    """What the metadata of the main document say, by short names."""
    root = akn.convert(text, language="en", metadata=metadata, shape=shape).tree.getroot()
    identification = next(root.iter(name("identification")))
    found = {}
    for level in identification:
        local = etree.QName(level).localname.removeprefix("FRBR").lower()
        for element in level:
            key = etree.QName(element).localname.removeprefix("FRBR")
            value = element.get("value") or element.get("date") or element.get("href") or element.get("language")
            if value:
                found[f"{local}.{key}"] = value
    for element in root.iter(name("publication"), name("session"), name("FRBRnumber")):
        key = etree.QName(element).localname
        found.setdefault(f"{key}.showAs", element.get("showAs", ""))
        found.setdefault(f"{key}.date", element.get("date", ""))
    for ref in root.iter(name("ref")):
        if ref.get("refersTo"):
            found["agenda"] = ref.get("href", "")
    return found


def test_what_the_text_says() -> None:
    said = values(TEXT)
    assert said["work.uri"] == f"{GA}/2024-10-13/79-1"
    assert said["work.this"] == f"{GA}/2024-10-13/79-1/!main"
    assert (said["work.date"], said["expression.date"], said["manifestation.date"]) == (
        "2024-10-13", "2024-10-17", "2024-10-17"
    )  # fmt: skip
    assert (said["work.author"], said["expression.author"], said["manifestation.author"]) == (
        "#un-ga", "#un-ga", "#converter"
    )  # fmt: skip
    assert (said["work.country"], said["work.subtype"], said["work.number"]) == ("un", "deliberation", "79-1")
    assert said["expression.language"] == "eng"
    assert said["manifestation.format"] == "xml"
    assert (said["FRBRnumber.showAs"], said["publication.showAs"]) == ("79/1", "A/RES/79/1")
    assert said["publication.date"] == "2024-10-17"
    assert said["agenda"] == "/akn/un/debateReport/agenda/un-ga/2024/79/!main#item_9-b"


def test_a_publication_is_another_work() -> None:
    said = values(TEXT, shape="publication")
    assert said["work.uri"] == "/akn/un/documentCollection/publication/un-ga/2024-10-17/A-RES-79-1"
    assert said["work.subtype"] == "publication"


def test_what_is_printed_before_the_adoption_is_no_day_of_issue() -> None:
    """As on a page of a record, where the end of another resolution stands before this one."""
    said = values(TEXT.replace("17 October 2024", "2 October 2024"))
    assert said["work.date"] == "2024-10-13"
    assert (said["expression.date"], said["publication.date"]) == ("2024-10-13", "2024-10-13")
    assert values(TEXT, {"issue_date": "2024-10-02"})["expression.date"] == "2024-10-02"


@pytest.mark.parametrize(
    ("key", "value", "changed"),
    [
        ("symbol", "S/RES/2300 (2016)", {"work.number": "2300_(2016)", "work.author": "#un-sc"}),
        ("symbol", "A/RES/80/2", {"work.number": "80-2", "publication.showAs": "A/RES/80/2"}),
        ("number", "80/2", {"work.number": "80-2", "FRBRnumber.showAs": "80/2"}),
        ("body", "un-hrc", {"work.author": "#un-hrc", "work.uri": f"{GA[:-2]}hrc/2024-10-13/79-1"}),
        ("body", "Security Council", {"work.author": "#un-sc"}),
        ("adoption_date", "2024-10-14", {"work.date": "2024-10-14", "work.uri": f"{GA}/2024-10-14/79-1"}),
        ("adoption_date", datetime.date(2024, 10, 14), {"work.date": "2024-10-14"}),
        ("adoption_date", datetime.datetime(2024, 10, 14, 9, 30), {"work.date": "2024-10-14"}),
        ("issue_date", "2024-11-01", {"expression.date": "2024-11-01", "publication.date": "2024-11-01"}),
        ("issue_date", "2024-11-01", {"manifestation.date": "2024-11-01", "work.date": "2024-10-13"}),
        ("markup_date", "2030-01-01", {"manifestation.date": "2030-01-01", "expression.date": "2024-10-17"}),
        ("session", 80, {"agenda": "/akn/un/debateReport/agenda/un-ga/2025/80/!main#item_9-b"}),
        ("session", "80", {"agenda": "/akn/un/debateReport/agenda/un-ga/2025/80/!main#item_9-b"}),
        ("agenda_item", "12", {"agenda": "/akn/un/debateReport/agenda/un-ga/2024/79/!main#item_12"}),
    ],
)  # fmt: skip
def test_the_caller_wins(key: str, value: object, changed: dict[str, str]) -> None:
    said = values(TEXT, {key: value})
    assert {name_: said[name_] for name_ in changed} == changed


def test_the_title_of_the_caller_is_stated() -> None:
    document = akn.convert(TEXT, metadata={"title": "Water for all"})
    assert b"Water for all" in document.to_xml()


def test_what_is_told_as_none_or_empty_is_not_told() -> None:
    assert values(TEXT, dict.fromkeys(KEYS)) == values(TEXT) == values(TEXT, {}) == values(TEXT, None)


def test_keys_may_be_written_with_blanks_and_dashes() -> None:
    assert values(TEXT, {"adoption date": "2024-10-14"}) == values(TEXT, {"adoption-date": "2024-10-14"})
    assert values(TEXT, {"adoption-date": "2024-10-14"}) == values(TEXT, {"adoption_date": "2024-10-14"})


@given(
    texts(), st.fixed_dictionaries({"number": st.just("79/1"), "body": st.just("un-ga"), "adoption_date": st.dates()})
)
def test_with_what_the_caller_knows_any_text_has_that_identity(text: str, metadata: dict[str, object]) -> None:
    document = akn.convert(text, metadata=metadata)
    assert document.work.uri == f"{GA}/{metadata['adoption_date']}/79-1"
    assert not {finding.rule for finding in document.findings} & {"no-number", "no-adoption-date", "no-organ"}
    assert not akn.validate(document.to_xml()).errors


@pytest.mark.parametrize(
    ("metadata", "accepted"),
    [
        ({"titel": "x"}, KEYS),
        ({"date": "2024-10-13"}, KEYS),
        ({1: "x"}, KEYS),
        ({"adoption_date": "13 October 2024"}, ["YYYY-MM-DD", "adoption_date"]),
        ({"adoption_date": "2024-02-30"}, ["YYYY-MM-DD"]),
        ({"issue_date": "2024"}, ["YYYY-MM-DD", "issue_date"]),
        ({"markup_date": 7}, ["YYYY-MM-DD", "markup_date"]),
        ({"body": "the moon"}, [organ.actor for organ in organs()]),
        ({"session": "the ninth"}, ["number of the session"]),
    ],
)
def test_what_is_not_accepted_is_refused_with_what_is(metadata: Mapping[str, object], accepted: list[str]) -> None:
    with pytest.raises(akn.UsageError) as refused:
        akn.convert(TEXT, metadata=metadata)
    assert all(value in str(refused.value) for value in accepted)


@pytest.mark.parametrize("metadata", [{"number": "///"}, {"number": "\u4e00"}, {"symbol": "---"}])
def test_what_no_iri_can_carry_is_refused(metadata: Mapping[str, object]) -> None:
    with pytest.raises(akn.UsageError, match="no letter or digit"):
        akn.convert(TEXT, metadata=metadata)


@pytest.mark.parametrize("value", ["a\0b", "a\x0bb"])
@pytest.mark.parametrize("key", ["symbol", "number"])
def test_what_xml_cannot_hold_is_refused_in_metadata_too(key: str, value: str) -> None:
    with pytest.raises(akn.AknError, match=key):
        akn.convert(TEXT, metadata={key: value})


@pytest.mark.parametrize(
    ("lines", "uri"),
    [
        ("79/1. Water", f"{GA}/2024/79-1"),
        ("1514 (XV). Water", f"{GA}/1960/1514_(XV)"),
        ("217 A (III). Water", f"{GA}/1948/217_A_(III)"),
        ("ES-10/19. Water", f"{GA}/2017/ES-10-19"),
    ],
)
def test_where_no_day_is_known_the_year_is_that_of_the_number(lines: str, uri: str) -> None:
    """Completed in FRBRdate, which takes days, and with a finding."""
    document = akn.convert(f"General Assembly\n\n{lines}\n\nThe General Assembly,\n\n1. *Acts*.\n", language="en")
    assert document.work.uri == uri
    assert [finding.rule for finding in document.findings] == ["no-adoption-date"]
    assert values(f"{lines}\n\nThe General Assembly,\n\n1. *Acts*.\n")["work.date"] == f"{uri.split('/')[6]}-01-01"


def test_a_draft_has_the_name_of_one_and_the_day_it_was_issued() -> None:
    text = TEXT.replace("A/RES/79/1", "A/79/L.5").replace("79/1. Water", "Water")
    text = text.replace("Resolution adopted by the General Assembly on 13 October 2024", "Andorra: draft resolution")
    document = akn.convert(text)
    [statement] = document.tree.getroot()
    assert statement.get("name") == "resolutionDraft"
    assert document.work.uri == f"{GA}/2024-10-17/A-79-L.5"
    assert document.findings == ()


@pytest.mark.parametrize(
    ("epoch", "date"),
    [
        ("0", "1970-01-01"),
        ("1700000000", "2023-11-14"),
        ("", "1900-01-01"),
        ("soon", "1900-01-01"),
        ("9" * 30, "1900-01-01"),
    ],
)
def test_the_build_date_is_used_where_nothing_else_is_known(
    epoch: str, date: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert values("Some words.")["manifestation.date"] == date
    assert values(TEXT)["manifestation.date"] == "2024-10-17"
    assert values(TEXT, {"markup_date": "2030-01-01"})["manifestation.date"] == "2030-01-01"


def test_a_document_without_a_number_has_one_of_its_own() -> None:
    one, two = (akn.convert(text, language="en") for text in ("Some words.", "Other words."))
    assert one.work.number != two.work.number
    assert one.work.number == akn.convert("Some words.", language="en").work.number
    assert {finding.rule for finding in one.findings} == {
        "no-number",
        "no-adoption-date",
        "no-organ",
        "unrecognised",
    }


@given(texts(), st.sampled_from(["statement", "publication"]))
def test_iris_of_any_document_are_iris(text: str, shape: str) -> None:
    """Each names its level, the IRI of a level extends that of the one above, and `this` names a component."""
    root = akn.convert(text, shape=shape).tree.getroot()
    for identification in root.iter(name("identification")):
        levels = [
            (level.find(name("FRBRuri")).get("value"), level.find(name("FRBRthis")).get("value"))
            for level in identification
        ]
        for uri, this in levels:
            parsed = parse(this)
            assert parsed.uri == uri
            assert parsed.this == this
        assert levels[1][0].startswith(levels[0][0] + "/")
        assert levels[2][0] == levels[1][0] + ".xml"


@given(resolutions())
def test_the_identity_of_a_resolution(resolution: Resolution) -> None:
    document = akn.convert(resolution.text)
    assert document.work.number == resolution.number.replace("/", "-")
    assert parse(document.manifestation.this) == document.manifestation
    assert document.manifestation.expression == document.expression
    assert document.expression.work == document.work
