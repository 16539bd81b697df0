"""IRIs: built and parsed, both ways."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.diagnostics import UsageError
from akn.iri import Expression, Manifestation, Segments, Work, number_segment, parse, segments, with_component, work_of

ASCII = re.ASCII


def matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern, ASCII), fullmatch=True)


components = st.sampled_from(["main", "annex_1", "main/report_1/table_A", "annex_II-A"])
works = st.builds(
    Work,
    doctype=st.sampled_from(["statement", "documentCollection", "debateReport", "act"]),
    subtype=matching("[a-z][A-Za-z]{0,8}"),
    actor=matching("[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}"),
    date=st.one_of(st.dates().map(str), matching("[0-9]{4}")),
    number=matching(r"[A-Za-z0-9][A-Za-z0-9._()\-]{0,12}"),
    component=components,
    country=st.sampled_from(["un", "fr", "gb-sct"]),
)
expressions = st.builds(
    Expression, works, matching("[a-z]{3}"), matching(r"([A-Za-z0-9][A-Za-z0-9_:+\-]{0,8}(;[A-Za-z0-9]{1,4})?)?")
)
manifestations = st.builds(Manifestation, expressions, matching("[a-z0-9]{3,4}"))
levels = st.one_of(works, expressions, manifestations)

SEED = Work("statement", "deliberation", "un-ga", "2012-11-19", "67-6")


def test_the_three_levels_of_a_resolution() -> None:
    expression = Expression(SEED, "fra")
    manifestation = Manifestation(expression)
    assert SEED.uri == "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"
    assert SEED.this == SEED.uri + "/!main"
    assert expression.uri == SEED.uri + "/fra@"
    assert expression.this == SEED.uri + "/fra@/!main"
    assert manifestation.uri == SEED.uri + "/fra@.xml"
    assert manifestation.this == SEED.uri + "/fra@/!main.xml"


@given(levels)
def test_parse_undoes_this(level: Work | Expression | Manifestation) -> None:
    assert parse(level.this) == level


@given(levels)
def test_parse_undoes_uri(level: Work | Expression | Manifestation) -> None:
    assert parse(level.uri) == with_component(level, "main")
    assert parse(level.uri).uri == level.uri


@given(st.one_of(levels.map(lambda level: level.this), st.text(), st.from_regex(r"/akn/un/[!-~]+", fullmatch=True)))
def test_what_parses_is_written_the_same(iri: str) -> None:
    try:
        level = parse(iri)
    except UsageError:
        return
    assert iri in {level.uri, level.this}


@given(levels, components)
def test_with_component(level: Work | Expression | Manifestation, component: str) -> None:
    other = with_component(level, component)
    assert other.uri == level.uri
    assert f"/!{component}" in other.this


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "/akn/un/statement/deliberation/un-ga/2012-11-19",
        "/akn/un/statement/deliberation/un-ga/2012-11-19/67/6",
        "/akn/un/statement/deliberation/un-ga/2012-13-19/67-6",
        "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6/",
        "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6/!main.xml",
        "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6/fra@!main",
        "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6/fr@",
        "https://example.org/akn/un/statement/deliberation/un-ga/2012-11-19/67-6",
        "/akn/un/statement/un-ga/2012-11-19/67-6",
        "/akn/un/collection/publication/un-ga/2012-11-19/67-6",
    ],
)
def test_what_does_not_parse(iri: str) -> None:
    with pytest.raises(UsageError):
        parse(iri)


@pytest.mark.parametrize(
    ("field", "value"),
    [("doctype", "law"), ("actor", "UN"), ("date", "2012-02-30"), ("number", "67/6"), ("component", "")],
)
def test_no_level_outside_the_grammar_can_be_built(field: str, value: str) -> None:
    fields = {"doctype": "statement", "subtype": "deliberation", "actor": "un-ga", "date": "2012", "number": "67-6"}
    with pytest.raises(UsageError, match=field if field != "date" else "calendar"):
        Work(**{**fields, field: value})


@pytest.mark.parametrize(
    ("printed", "segment"),
    [
        ("67/6", "67-6"),
        ("CL 154/1", "CL_154-1"),
        ("A/RES/66/1", "A-RES-66-1"),
        ("2214 (2015)", "2214_(2015)"),
        ("217 A (III)", "217_A_(III)"),
        ("ES-10/21", "ES-10-21"),
        ("A/C.3/68/L.77", "A-C.3-68-L.77"),
        ("A/67/280-S/2012/614", "A-67-280-S-2012-614"),
        ("67\u20116", "67-6"),
        ("é/1", "e-1"),
        ("(I)", "I)"),
    ],
)
def test_number_segment(printed: str, segment: str) -> None:
    assert number_segment(printed) == segment


@given(st.text())
def test_number_segment_always_fits_an_iri(text: str) -> None:
    try:
        segment = number_segment(text)
    except UsageError:
        return
    assert parse(Work("statement", "deliberation", "un-ga", "2012", segment).uri)
    assert number_segment(segment) == segment


@given(levels, st.sampled_from(["", "#para_1", "#art_5__para_2"]))
def test_the_work_of_every_level(level: Work | Expression | Manifestation, fragment: str) -> None:
    work = level if isinstance(level, Work) else parse(level.this.partition("/!")[0].rpartition("/")[0])
    component = level.this.partition("/!")[2].partition(".")[0]
    assert isinstance(work, Work)
    part = f"!{component}" if component != "main" else ""
    assert work_of(level.this + fragment) == (work.uri, part + fragment)
    assert work_of(level.uri + fragment) == (work.uri, fragment)
    assert work_of("https://example.org" + level.uri) == (work.uri, "")


@given(works)
def test_the_segments_of_a_work(work: Work) -> None:
    said = Segments(work.country, work.doctype, work.subtype, work.actor, work.date, work.number)
    assert segments(work.uri) == said


@pytest.mark.parametrize(
    ("iri", "work", "part"),
    [
        ("/akn/za/act/2009/10/eng@2012-01-01/!main~sec_4", "/akn/za/act/2009/10", "~sec_4"),
        ("/akn/za/act/2009/10/eng@2012-01-01/~sec_4", "/akn/za/act/2009/10", "~sec_4"),
        ("/akn/za/act/2009/10/eng:2012-01-01", "/akn/za/act/2009/10", ""),
        ("/akn/za/act/2009/10/eng@/!schedule_2.xml#sec_1", "/akn/za/act/2009/10", "!schedule_2#sec_1"),
        ("/akn/un/act/1958NYConvention/eng@1958-06-10", "/akn/un/act/1958NYConvention", ""),
        ("/akn/eu/documentCollection/proposal/ec/2012/629/main", "/akn/eu/documentCollection/proposal/ec/2012/629", ""),
        ("/ke/act/1980-01-01/1/eng@/main", "/ke/act/1980-01-01/1", ""),
        ("/ke/act/1980-01-01/1/main", "/ke/act/1980-01-01/1", ""),
        ("/za/act/1998-03-31/7/eng@/schedule.xml#sec27", "/za/act/1998-03-31/7", "!schedule#sec27"),
        ("http://www.legislation.gov.uk/id/ukpga/1998/46#s1", "http://www.legislation.gov.uk/id/ukpga/1998/46", "#s1"),
        ("urn:lex:it:stato:legge:2005", "urn:lex:it:stato:legge:2005", ""),
        ("", "", ""),
        ("/", "", ""),
    ],
)
def test_the_work_in_the_namings_of_others(iri: str, work: str, part: str) -> None:
    assert work_of(iri) == (work, part)


@pytest.mark.parametrize(
    ("iri", "said"),
    [
        ("/akn/za/act/2009/10", Segments("za", "act", date="2009", number="10")),
        ("/akn/uy/bill/camera/2010-09-27/395", Segments("uy", "bill", date="2010-09-27", number="395")),
        ("/akn/eu/act/regulation/ep/2004/273/EC", Segments("eu", "act", "regulation", "ep", "2004", "273/EC")),
        ("/akn/us/usc/title_9", Segments("us", "usc", number="title_9")),
        ("/akn", Segments()),
        ("/", Segments()),
        ("https://example.org/un/act/2009/10", Segments()),
    ],
)
def test_the_segments_in_the_namings_of_others(iri: str, said: Segments) -> None:
    assert segments(iri) == said


@given(st.one_of(st.text(), st.from_regex(r"/(akn/)?[!-~]*", fullmatch=True)))
def test_any_address_has_a_work(iri: str) -> None:
    work, _ = work_of(iri)
    segments(work)
