"""Citations and dates: what is marked in real sentences, in what form, and how fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from akn.lang import load
from akn.marks import cite
from akn.symbols import plain_number, resolution_year, symbol

RESOLUTION = "/akn/un/statement/deliberation/"
CHARTER = "/akn/un/act/provision/un/1945-06-26/charter"


def refs(code: str, *strings: str, actor: str = "un-ga", year: int | None = None) -> list[tuple[str, str]]:
    """The text and target of each citation, in order, resolutions without the start that all of them share."""
    found = cite(strings, load(code), actor=actor, year=year)
    return [
        (string[mark.start : mark.end], dict(mark.attributes)["href"].removeprefix(RESOLUTION))
        for string, marks in zip(strings, found, strict=True)
        for mark in marks
        if mark.tag == "ref"
    ]


def dates(code: str, string: str) -> list[tuple[str, str]]:
    (marks,) = cite([string], load(code))
    return [(string[mark.start : mark.end], mark.attributes[0][1]) for mark in marks if mark.tag == "date"]


CITATIONS = [
    # the date of the sentence
    ("fr", "sa résolution 59/50 du 2 décembre 2004, dans laquelle", [("59/50", "un-ga/2004-12-02/59-50")]),
    ("fr", "la résolution 8/4 en date du 18 juin 2008", [("8/4", "un-hrc/2008-06-18/8-4")]),
    ("en", "its resolution 59/50 of 2 December 2004", [("59/50", "un-ga/2004-12-02/59-50")]),
    ("en", "resolution 59/50\nof 2\nDecember 2004", [("59/50", "un-ga/2004-12-02/59-50")]),
    ("fr", "sa  résolution  59/50  du  2  décembre  2004", [("59/50", "un-ga/2004-12-02/59-50")]),
    ("en", "resolution 1631 (2005) of 17 October 2005", [("1631 (2005)", "un-sc/2005-10-17/1631_(2005)")]),
    # a document whose symbol says no year: that of the letter, or of the series
    ("en", "of 8 December 1978 (S/12958) on", [("S/12958", "/akn/un/doc/paper/un-sc/1978/S-12958")]),
    ("en", "Supplement for April 1984, document S/16500.", [("S/16500", "/akn/un/doc/paper/un-sc/1984/S-16500")]),
    ("en", "contained in document S/12300,", [("S/12300", "/akn/un/doc/paper/un-sc/1977/S-12300")]),
    ("en", "contained in document S/16500,", []),
    # an organ between the word and the number; one that is named elsewhere; the season of an organ
    ("es", "las resoluciones de la Comisión de Derechos Humanos 1995/79", [("1995/79", "un-chr/1995/1995-79")]),
    ("ru", "на резолюции Комиссии по правам человека 1995/79", [("1995/79", "un-chr/1995/1995-79")]),
    ("en", "its resolution 1998/68 of 21 April 1998", [("1998/68", "un-chr/1998-04-21/1998-68")]),
    ("en", "its resolution 1998/265 of 30 July 1998", [("1998/265", "un-ecosoc/1998-07-30/1998-265")]),
    # lists
    (
        "fr",
        "ses résolutions 64/256 du 2 mars 2010 et 65/122 du 13 décembre 2010",
        [("64/256", "un-ga/2010-03-02/64-256"), ("65/122", "un-ga/2010-12-13/65-122")],
    ),
    (
        "en",
        "resolutions 99/235 and 99/236 of 23 December 2044",
        [("99/235", "un-ga/2044-12-23/99-235"), ("99/236", "un-ga/2044-12-23/99-236")],
    ),
    (
        "en",
        "resolutions 77/320 of 25 July 2023 on the impact of change, 78/132 of 19 December 2023 on technologies",
        [("77/320", "un-ga/2023-07-25/77-320"), ("78/132", "un-ga/2023-12-19/78-132")],
    ),
    (
        "fr",
        "ses résolutions 1267 (1999), 1333\n(2000) et 2253  (2015)",
        [
            ("1267 (1999)", "un-sc/1999-10-15/1267_(1999)"),
            ("1333\n(2000)", "un-sc/2000-12-19/1333_(2000)"),
            ("2253  (2015)", "un-sc/2015-12-17/2253_(2015)"),
        ],
    ),
    (
        "en",
        "resolutions 55/5 B and C of 23 December 2000",
        [("55/5 B", "un-ga/2000-12-23/55-5_B"), ("C", "un-ga/2000-12-23/55-5_C")],
    ),
    ("en", "resolutions 55/5 A, B and C", [("55/5 A", "x"), ("B", "x"), ("C", "x")]),
    ("fr", "ses résolutions 71/1, 71/2 et 71/3", [("71/1", "x"), ("71/2", "x"), ("71/3", "x")]),
    ("en", "decision 77/568 of 1 September 2023", [("77/568", "un-ga/2023-09-01/77-568")]),
    (
        "en",
        "Recalls its decisions 98/568 and 98/569",
        [("98/568", "un-ga/2043/98-568"), ("98/569", "un-ga/2043/98-569")],
    ),
    # a date that does not fit the number is not taken
    ("en", "resolution 99/100 of 2 December 1999", [("99/100", "un-ga/2044/99-100")]),
    # forms
    ("en", "resolution 1514 (XV)", [("1514 (XV)", "un-ga/1960-12-14/1514_(XV)")]),
    ("en", "resolution 1514 (XV) of 14 December 1960", [("1514 (XV)", "un-ga/1960-12-14/1514_(XV)")]),
    ("fr", "la résolution 217 A (III) de l'Assemblée générale", [("217 A (III)", "un-ga/1948-12-10/217_A_(III)")]),
    ("fr", "Résolution 2200 A (XXI), annexe.", [("2200 A (XXI)", "x"), ("annexe", "x")]),
    ("en", "resolution 2625 (XXV)", [("2625 (XXV)", "un-ga/1970-10-24/2625_(XXV)")]),
    ("en", "resolution 9999 (XX)", [("9999 (XX)", "un-ga/1965/9999_(XX)")]),
    ("en", "resolution 2253 (ES-V) of 4 July 1967", [("2253 (ES-V)", "un-ga/1967-07-04/2253_(ES-V)")]),
    ("en", "Council resolution 1503 (XLVIII)", [("1503 (XLVIII)", "un-ecosoc/1970-05-27/1503_(XLVIII)")]),
    ("fr", "sa résolution ES-10/21", [("ES-10/21", "un-ga/2023-10-27/ES-10-21")]),
    ("en", "resolution S-27/2, annex", [("S-27/2", "x"), ("annex", "x")]),
    ("en", "its resolution S-9/1", [("S-9/1", "un-ga/1978/S-9-1")]),
    ("fr", "sa résolution 2018/3 du 17 avril 2018", [("2018/3", "un-ecosoc/2018-04-17/2018-3")]),
    ("en", "Commission on Human Rights resolution 2005/80", [("2005/80", "un-chr/2005/2005-80")]),
    ("en", "Economic and Social Council resolution 2040/7", [("2040/7", "un-ecosoc/2040/2040-7")]),
    # whose
    ("en", "the Human Rights Council, in its resolution 17/5", [("17/5", "un-hrc/2011/17-5")]),
    ("fr", "la résolution 48/99 du Conseil des droits de l'homme", [("48/99", "un-hrc/2021/48-99")]),
    (
        "fr",
        "la résolution 70/1 de l'Assemblée générale, en date du 25 septembre 2015",
        [("70/1", "un-ga/2015-09-25/70-1")],
    ),
    ("en", "General Assembly resolution 60/251 of 15 March 2006", [("60/251", "un-ga/2006-03-15/60-251")]),
    ("en", "resolution 53/144 of 9 December 1998", [("53/144", "un-ga/1998-12-09/53-144")]),
    ("en", "resolution 53/1 of 12 July 2023", [("53/1", "un-hrc/2023-07-12/53-1")]),
    ("en", "Security Council resolution 1325 (2000)", [("1325 (2000)", "un-sc/2000-10-31/1325_(2000)")]),
    # parts
    (
        "fr",
        "Résolution 49/57, annexe.",
        [("49/57", "un-ga/1994-12-09/49-57"), ("annexe", "un-ga/1994-12-09/49-57/!annex_1")],
    ),
    ("en", "Resolution 70/1, annex II.", [("70/1", "x"), ("annex II", "un-ga/2015-09-25/70-1/!annex_2")]),
    # symbols
    ("fr", "A/67/280-S/2012/614.", [("A/67/280-S/2012/614", "/akn/un/doc/paper/un-ga/2012/A-67-280-S-2012-614")]),
    ("en", "A/78/49–S/2023/12", [("A/78/49–S/2023/12", "/akn/un/doc/paper/un-ga/2023/A-78-49-S-2023-12")]),
    ("fr", "S/PRST/2010/1 ; voir", [("S/PRST/2010/1", "un-sc/2010/S-PRST-2010-1")]),
    ("en", "his statement of 13 January 2010 (S/PRST/2010/1)", [("S/PRST/2010/1", "un-sc/2010-01-13/S-PRST-2010-1")]),
    ("fr", "(E/2009/28)*, chap. I", [("E/2009/28", "/akn/un/doc/paper/un-ecosoc/2009/E-2009-28")]),
    ("en", "[(A/C.3/56/L.12/Rev.1)]", [("A/C.3/56/L.12/Rev.1", "un-ga-c3/2001/A-C.3-56-L.12-Rev.1")]),
    ("fr", "[sans renvoi (A/67/L.5)]", [("A/67/L.5", "un-ga/2012/A-67-L.5")]),
    ("en", "A/RES/67/6", [("A/RES/67/6", "un-ga/2012/67-6")]),
    ("en", "S/RES/1325 (2000)", [("S/RES/1325 (2000)", "un-sc/2000-10-31/1325_(2000)")]),
    ("en", "S/RES/1325(2000)", [("S/RES/1325(2000)", "un-sc/2000-10-31/1325_(2000)")]),
    ("en", "A/RES/217(III)A", [("A/RES/217(III)A", "un-ga/1948-12-10/217_A_(III)")]),
    ("en", "A/HRC/RES/17/4", [("A/HRC/RES/17/4", "un-hrc/2011-06-16/17-4")]),
    ("en", "A/71/PV.12", [("A/71/PV.12", "/akn/un/debate/record/un-ga/2016/A-71-PV.12")]),
    ("en", "A/C.5/71/SR.3", [("A/C.5/71/SR.3", "/akn/un/debateReport/minute/un-ga-c5/2016/A-C.5-71-SR.3")]),
    ("en", "Supplement No. 11 (A/80/11)", [("A/80/11", "/akn/un/doc/paper/un-ga/2025/A-80-11")]),
    ("en", "A/79/11 and A/79/11/Add.1", [("A/79/11", "x"), ("A/79/11/Add.1", "x")]),
    ("en", "A/CONF.157/24 (Part I), chap. III", [("A/CONF.157/24", "/akn/un/doc/paper/un-conf/1993/A-CONF.157-24")]),
    # the Charter, treaties, titles
    (
        "fr",
        "la Charte des Nations Unies et de la Charte,",
        [("Charte des Nations Unies", CHARTER), ("Charte", CHARTER)],
    ),
    ("en", "the Charter of the\nUnited Nations", [("Charter of the\nUnited Nations", CHARTER)]),
    (
        "fr",
        "Nations Unies, *Recueil des Traités*, vol. 1894, n° 32307.",
        [("vol. 1894, n° 32307", "/akn/un/act/provision/un/1992-05-15/UNTS-1894-32307")],
    ),
    (
        "en",
        "United Nations, Treaty Series, vol. 75, Nos. 970–973.",
        [("vol. 75, Nos. 970–973", "/akn/un/act/provision/un/1949-08-12/UNTS-75-970-973")],
    ),
    (
        "en",
        "the Universal Declaration of Human Rights",
        [("Universal Declaration of Human Rights", "un-ga/1948-12-10/217_A_(III)")],
    ),
    # other languages
    ("es", "su resolución 77/247, de 30 de diciembre de 2022", [("77/247", "un-ga/2022-12-30/77-247")]),
    ("ru", "резолюции 55/162 от 14 декабря 2000 года", [("55/162", "un-ga/2000-12-14/55-162")]),
    ("ar", "قرارها 54/186 المؤرخ 17 كانون الأول/ديسمبر 1999", [("54/186", "un-ga/1999-12-17/54-186")]),
    ("zh", "1998年12月17日第53/202号决议", [("53/202", "un-ga/1998-12-17/53-202")]),
    ("zh", "第1483(2003)号决议", [("1483(2003)", "un-sc/2003-05-22/1483_(2003)")]),
    ("ar", "قـــرارها 54/82 المؤرخ 6 كانون الأول/ ديسمبر 1999", [("54/82", "un-ga/1999-12-06/54-82")]),
    # nothing
    ("en", "its decision 14/7 on land", []),
    ("en", "A/ES-10/674", []),
    ("fr", "de 2009 à 2019", []),
    ("en", "1/2 of the 24/7 staff, in 2009/10, page 3/12", []),
    ("en", "HIV/AIDS, TCP/IP, and/or, km/h", []),
    ("en", "volume 9, No. 99999 of the letters", []),
    ("en", "vol. 9999, No. 99999", []),
    ("en", "the Charter of Rights", []),
    ("fr", "la Charte africaine", []),
    ("en", "S/1588", []),
    ("en", "A/67/", []),
]


@pytest.mark.parametrize(("code", "text", "expected"), CITATIONS)
def test_citations(code: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = refs(code, text)
    assert [covered for covered, _ in found] == [covered for covered, _ in expected]
    for (_, target), (_, wanted) in zip(found, expected, strict=True):
        assert wanted in ("x", target)


def test_a_date_is_taken_from_another_place() -> None:
    strings = ["resolution 99/50 of 2 December 2044", "Resolution 99/50, annex."]
    assert refs("en", *strings)[1:] == [
        ("99/50", "un-ga/2044-12-02/99-50"),
        ("annex", "un-ga/2044-12-02/99-50/!annex_1"),
    ]


def test_the_day_of_the_document_itself_may_be_given() -> None:
    (marks,) = cite(["A/RES/99/6"], load("en"), known={("un-ga", "99/6"): "2044-11-19"})
    assert marks[0].attributes == (("href", f"{RESOLUTION}un-ga/2044-11-19/99-6"),)


def test_a_council_cites_its_own() -> None:
    assert refs("en", "its resolution 55/3", actor="un-hrc") == [("55/3", "un-hrc/2024/55-3")]
    assert refs("en", "its resolution 55/3", actor="un-hrc", year=2010) != [("55/3", "un-hrc/2024/55-3")]
    assert refs("fr", "sa résolution 4/9", actor="un-unea")[0][1].startswith("un-unea/2019")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "19 novembre 2012", [("19 novembre 2012", "2012-11-19")]),
        (
            "fr",
            "1^{er} août 2009-31 juillet 2010",
            [("1^{er} août 2009", "2009-08-01"), ("31 juillet 2010", "2010-07-31")],
        ),
        ("fr", "de 2009 à 2019", []),
        ("en", "on 1 January\n1995 and 2 May 1996.", [("1 January\n1995", "1995-01-01"), ("2 May 1996", "1996-05-02")]),
        ("en", "31 February 2012", []),
        ("zh", "2009年4月24日德班", [("2009年4月24日", "2009-04-24")]),
    ],
)
def test_dates(code: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(code, text) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("67/6", "67/6"),
        ("217(III)A", "217 A (III)"),
        ("217 A  (III)", "217 A (III)"),
        ("1325(2000)", "1325 (2000)"),
        ("62/111A", "62/111 A"),
        ("ES-10/21", "ES-10/21"),
        ("٦٧/٦", "67/6"),
        ("67", None),
        ("A/67/6", None),
    ],
)
def test_numbers(text: str, plain: str | None) -> None:
    assert plain_number(text) == plain


def test_years_of_resolutions() -> None:
    assert resolution_year("67/6", "un-ga") == 2012
    assert resolution_year("1631 (2005)", "un-sc") == 2005
    assert resolution_year("217 A (III)", "un-ga") == 1948
    assert resolution_year("S-27/2", "un-ga") == 2002
    assert resolution_year("ES-10/19", "un-ga") == 2017
    assert resolution_year("2019/6", "un-ecosoc") == 2019
    assert resolution_year("17/4", "un-hrc") == 2011
    assert resolution_year("17/4", "nobody") is None
    assert resolution_year("?", "un-ga") is None


def test_symbols() -> None:
    own = symbol("A/RES/67/6")
    assert own is not None
    assert (own.actor, own.number, own.year, own.doctype) == ("un-ga", "67/6", 2012, "statement")
    assert own.iri("2012-11-19") == f"{RESOLUTION}un-ga/2012-11-19/67-6"
    council = symbol("E/RES/2019/6")
    assert council is not None
    assert (council.actor, council.number) == ("un-ecosoc", "2019/6")
    for text in ("", "A", "X/1", "A/", "A//1", "HIV/AIDS"):
        assert symbol(text) is None


PIECES = st.sampled_from(
    [
        *("resolution ", "résolutions ", "59/50", "1631 (2005)", " of ", " du ", "2 December 2004", "2 décembre 2004"),
        *(", ", " and ", " B", "A/67/280", "-", "S/2012/614", "vol. 75, No. 970", "Charter of the United Nations"),
        *("la Charte", "\n", "*", "(", ")", "/", "9", "¹", "第", "号"),
    ]
)


@example(["12/", "3"], "en")
@given(
    st.lists(st.text(max_size=20) | st.lists(PIECES).map("".join), max_size=6),
    st.sampled_from(("ar", "en", "es", "fr", "ru", "zh")),
)
def test_marks_are_in_order_and_in_range(strings: list[str], code: str) -> None:
    found = cite(strings, load(code))
    assert len(found) == len(strings)
    for string, marks in zip(strings, found, strict=True):
        end = 0
        for mark in marks:
            assert end <= mark.start < mark.end <= len(string)
            end = mark.end


@pytest.mark.parametrize(
    "piece",
    [
        *("9", "/", "9/", "9 ", " ", "A/", "A", "1 (", "59/50, ", "resolution ", "Charter ", "vol. ", "12 (2005) "),
        *("A/1", "S-", "ES-1/", "1 January 2", "resolution 59/50 and ", "la Charte ", "*", "1 B and "),
    ],
)
@pytest.mark.parametrize("code", ["en", "fr"])
def test_linear_time(piece: str, code: str) -> None:
    language = load(code)
    cite([piece], language)

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        runs = []
        for _ in range(3):
            start = time.process_time()  # of this process alone, whatever else the machine does
            cite([text], language)
            runs.append(time.process_time() - start)
        return min(runs)

    ratios = ((seconds(60_000) - 0.02) / seconds(30_000) for _ in range(4))
    assert any(ratio < 2.3 for ratio in ratios)
