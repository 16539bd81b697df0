"""Several resolutions in one text: a statement for each, in a collection (AKN4UN part 3, section 1.6.3)."""

from __future__ import annotations

import pytest
from lxml import etree
from sample import NAMESPACE

import akn

NAMES = {"a": NAMESPACE}

LETTERED = """United Nations

General Assembly

Sixty-second session
Agenda item 33

Resolutions adopted by the General Assembly on 17 December 2007

[on the report of the Fourth Committee (A/62/405)]

62/111. Questions of water

A

WATER FOR ALL

The General Assembly,

Recalling its resolution 61/121 A of 14 December 2006,

1. Decides to share it;

2. Requests the Secretary-General to report.

75th plenary meeting
17 December 2007

B

WATER FOR PEACE

The General Assembly,

Noting the report of the Secretary-General,¹

1. Welcomes it.

75th plenary meeting
17 December 2007

¹ A/62/25.
"""

PAGE = """1853 (XVII). International School

The General Assembly,

Recalling its resolution 1439 (XIV) of 5 December 1959,

1. Decides to contribute to it.

1199th plenary meeting, 19 December 1962.

1854 (XVII). Budget procedures

A

The General Assembly,

1. Accepts the opinion.

B

The General Assembly,

1. Decides to continue.

1199th plenary meeting, 20 December 1962.
"""


def found(document: akn.Document, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in document.tree.getroot().xpath(path, namespaces=NAMES)]


def uris(document: akn.Document) -> list[str]:
    return [str(uri) for uri in document.tree.getroot().xpath("//a:FRBRWork/a:FRBRuri/@value", namespaces=NAMES)]


@pytest.mark.parametrize("text", [LETTERED, PAGE])
@pytest.mark.parametrize("shape", ["statement", "publication"])
def test_a_set_is_valid_and_comes_back(text: str, shape: str) -> None:
    document = akn.convert(text, shape=shape)
    report = akn.validate(document.to_xml())
    assert not list(report)
    assert akn.load(document.to_xml()).to_text() == text


def test_letters_are_statements_of_one_collection() -> None:
    document = akn.convert(LETTERED)
    assert not document.findings
    root = document.tree.getroot()[0]
    assert etree.QName(root).localname == "documentCollection"
    assert uris(document) == [
        "/akn/un/documentCollection/deliberation/un-ga/2007-12-17/62-111",
        "/akn/un/statement/deliberation/un-ga/2007-12-17/62-111_A",
        "/akn/un/statement/deliberation/un-ga/2007-12-17/62-111_B",
    ]
    assert found(document, "//a:documentCollection/a:preface//a:docNumber") == ["62/111"]
    assert found(document, "//a:statement/a:preface//a:docNumber") == ["A", "B"]
    assert found(document, "//a:statement/a:preface//a:docTitle") == ["WATER FOR ALL", "WATER FOR PEACE"]
    assert found(document, "//a:component[1]//a:paragraph/a:num") == ["1.", "2."]
    assert found(document, "//a:component[2]//a:paragraph/a:num") == ["1."]
    assert len(found(document, "//a:statement/a:conclusions//a:event")) == 2


def test_what_refers_to_metadata_refers_to_that_of_its_own_statement() -> None:
    root = akn.convert(LETTERED).tree.getroot()
    for component in root.iter(f"{{{NAMESPACE}}}component"):
        prefix = f"#{component.get('eId')}__"
        targets = [str(target) for target in component.xpath(".//@refersTo")]
        assert targets
        assert all(target.startswith(prefix) for target in targets)


def test_a_page_of_several_resolutions() -> None:
    document = akn.convert(PAGE)
    assert uris(document) == [
        "/akn/un/documentCollection/deliberation/un-ga/1962-12-19/1853_(XVII)-1854_(XVII)",
        "/akn/un/statement/deliberation/un-ga/1962-12-19/1853_(XVII)",
        "/akn/un/statement/deliberation/un-ga/1962-12-20/1854_A_(XVII)",
        "/akn/un/statement/deliberation/un-ga/1962-12-20/1854_B_(XVII)",
    ]


def test_a_letter_whose_formula_cannot_be_read() -> None:
    text = LETTERED.replace("The General Assembly,\n\nNoting", "l1,·.·lss·mb1y,\n\nNoting")
    assert len(uris(akn.convert(text))) == 3


def test_a_page_that_begins_in_the_middle_of_another_resolution() -> None:
    text = "3. Requests the Secretary-General to report.\n\n1198th plenary meeting, 18 December 1962.\n\n" + PAGE
    document = akn.convert(text)
    assert len(uris(document)) == 5
    assert found(document, "//a:component[1]//a:paragraph/a:num") == ["3."]
    assert akn.load(document.to_xml()).to_text() == text


@pytest.mark.parametrize(
    "middle",
    [
        "A\n\nGENERAL PROVISIONS\n\n1. Decides to share it;\n\nB\n\nBUDGET\n\n2. Decides to pay.\n",  # sections
        "A. Water\n\n1. Decides to share it;\n\nB. Air\n\n2. Decides to pay.\n",
        "1. Adopts the text annexed to resolution 62/110 of the same day.\n",
    ],
)
def test_a_resolution_with_parts_is_no_set(middle: str) -> None:
    text = f"62/111. Questions of water\n\nThe General Assembly,\n\nRecalling its resolution 61/121,\n\n{middle}"
    root = akn.convert(text).tree.getroot()[0]
    assert etree.QName(root).localname == "statement"


def test_a_resolution_without_number_or_letter_has_not_that_of_the_one_before() -> None:
    text = (
        "2058 (XX). Twinning of towns\n\nThe General Assembly,\n\n1. Decides to act.\n\n1390th plenary meeting,"
        "\n7 December 1965.\n\n2O59 (?X). Assistance\n\nThe General Assembly,\n\n1. Decides to act.\n\n"
        "1390th plenary meeting,\n7 December 1965.\n\n2060 (XX). Other\n\nThe General Assembly,\n\n1. Decides to act.\n"
    )
    document = akn.convert(text, language="en")
    assert not akn.validate(document.to_xml()).errors
    assert akn.load(document.to_xml()).to_text() == text


def test_a_number_that_a_page_repeats_names_one_resolution() -> None:
    one = "2058 (XX). Twinning of towns\n\nThe General Assembly,\n\n1. Decides to act.\n\n1390th plenary meeting,\n\n"
    document = akn.convert(one + one, language="en")
    assert not akn.validate(document.to_xml()).errors
    assert akn.load(document.to_xml()).to_text() == one + one


def test_a_masthead_within_the_front_matter_keeps_its_place() -> None:
    text = (
        "Point 153 de l'ordre du jour Financement du Mécanisme\n\nA/RES/73/7\n\n26. Prie le Secrétaire général de lui"
        " présenter un rapport.\n\n75/249. Financement du Mécanisme\n\nL'Assemblée générale,\n\n1. Décide d'agir.\n"
    )
    document = akn.convert(text, language="fr")
    assert document.tree.xpath("//a:collectionBody/a:component", namespaces={"a": NAMESPACE})
    assert akn.load(document.to_xml()).to_text() == text
