"""Codes of countries and languages, and IRIs of any jurisdiction read part by part."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from akn.codes import is_country, is_language, is_short_language, terminological
from akn.rules.naming import FAULTS, Work, fault, read


@pytest.mark.parametrize("code", ["un", "eu", "za", "us-ca", "gb-sct", "fr-idf", "yu"])
def test_jurisdictions(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["", "ak", "UN", "usa", "us-", "us-calif", "u", "xx", "unga"])
def test_what_is_no_jurisdiction(code: str) -> None:
    assert not is_country(code)


def test_the_countries_are_those_of_cldr() -> None:
    """But for Kosovo, outlying Oceania and the like, which have no code of ISO 3166."""
    known = {code.lower() for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    assert {code for code in known if not is_country(code)} <= {"xk", "qo", "xa", "xb", "zz"}


@pytest.mark.parametrize(("code", "meant"), [("fre", "fra"), ("chi", "zho"), ("ger", "deu"), ("esp", "spa")])
def test_bibliographic_codes(code: str, meant: str) -> None:
    assert terminological(code) == meant
    assert not is_language(code)
    assert is_language(meant)
    assert terminological(meant) == ""


def test_languages() -> None:
    assert all(map(is_language, "ara zho eng fra rus spa mul und qaa qtz".split()))
    assert all(map(is_short_language, "ar zh en fr ru es".split()))
    assert not any(map(is_language, ["", "fr", "xyz", "qua", "qaaa", "FRA"]))


@pytest.mark.parametrize(
    ("uri", "work"),
    [
        (
            "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6",
            Work("un", "statement", ("deliberation", "un-ga"), "2012-11-19", ("67-6",)),
        ),
        ("/akn/za/act/1996/constitution", Work("za", "act", (), "1996", ("constitution",))),
        ("/akn/za/act", Work("za", "act", (), "", ())),
        ("/akn/za", Work("za", "", (), "", ())),
    ],
)
def test_the_parts_of_a_work(uri: str, work: Work) -> None:
    assert read(uri) == work


@given(st.text())
def test_any_identifier_is_read(uri: str) -> None:
    found = fault(uri)
    assert found is None or found[0] in FAULTS
    read(f"/akn/{uri}")
