"""Every rule finds its bad example, and nothing in its good one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import pytest
from sample import NAMESPACE, ROOT, document

from akn.check import SEVERITIES, validate
from akn.rules import FAMILIES, RULES, Rule
from akn.rules.examples import OTHER, WORK, attached, levels
from akn.rules.pages import pages

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def sample(fragment: str) -> bytes:
    """The document that holds a fragment, with each element of its metadata on its own line."""
    start, end, rest = document(fragment).partition(b"</meta>")
    return start.replace(b"><", b">\n<") + end + rest


@every_rule
def test_the_good_example_breaks_no_rule(rule: Rule) -> None:
    assert list(validate(sample(rule.good))) == []


@every_rule
def test_the_bad_example_breaks_that_rule_alone_where_it_differs(rule: Rule) -> None:
    found = validate(sample(rule.bad)).findings
    assert {one.rule for one in found} == {rule.id}
    assert {one.severity for one in found} <= set(SEVERITIES[: SEVERITIES.index(rule.severity) + 1]), "or graver"
    assert {one.line for one in found} & set(changed(sample(rule.good), sample(rule.bad)))


def changed(before: bytes, after: bytes) -> Iterator[int]:
    """The lines of a document that differ from another, and those around what it lacks."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    for tag, _, _, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "delete":
            yield from (start, start + 1)
        elif tag != "equal":
            yield from range(start + 1, end + 1)


@every_rule
def test_rules_are_told_in_one_way(rule: Rule) -> None:
    assert rule.id.startswith(f"{rule.family}-")
    assert rule.family in FAMILIES
    assert rule.severity in SEVERITIES
    assert rule.source
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.about


def test_the_pages_are_made_of_the_rules() -> None:
    folder = ROOT / "docs" / "rules"
    written = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert written == pages(), "python -m akn.rules.pages docs/rules writes them again"


def test_the_sample_is_clean() -> None:
    assert list(validate(document())) == []


def test_a_year_in_the_iri_is_enough() -> None:
    work = "/akn/un/statement/deliberation/un-ga/2012/67-6"
    fragment = (
        f'<FRBRWork><FRBRthis value="{work}/!main"/><FRBRuri value="{work}"/>'
        '<FRBRdate date="2012-01-01" name="adoption"/></FRBRWork>'
        f'<FRBRExpression><FRBRthis value="{work}/fra@/!main"/><FRBRuri value="{work}/fra@"/></FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{work}/fra@/!main.xml"/><FRBRuri value="{work}/fra@.xml"/>'
        "</FRBRManifestation>"
    )
    assert list(validate(document(fragment))) == []


def test_an_undated_work_is_accepted() -> None:
    assert not [
        finding
        for finding in validate(document('<FRBRWork><FRBRdate date="1900-01-01" name="adoption"/></FRBRWork>'))
        if "date" in finding.rule
    ]


def test_within_an_attachment_the_prefix_may_be_left_out_of_a_reference() -> None:
    fragment = (
        '<attachments><attachment eId="att_1"><doc name="annex"><meta/><mainBody><paragraph eId="att_1__para_1"/>'
        '<p><ref href="#para_1">1</ref></p></mainBody></doc></attachment></attachments>'
    )
    assert list(validate(document(fragment), rules="refs,ids")) == []


def test_a_document_without_identifiers_is_not_asked_for_them() -> None:
    assert list(validate(document("<paragraph/>"), rules="ids")) == []


COMPONENTS = (
    '<documentCollection name="c"><collectionBody><component eId="cmp_1">{}</component><component eId="cmp_2">{}'
    "</component></collectionBody></documentCollection>"
)


def component(language: str, work: str = "/akn/za/act/2012-11-19/6") -> str:
    """An act of South Africa in a language."""
    identification = levels(work, version=f"{language}@", expression=f'<FRBRlanguage language="{language}"/>')
    return (
        f'<act name="act"><meta><identification source="#akn">{identification}</identification></meta><body><section>'
        "<content><p/></content></section></body></act>"
    )


# What is right and looks wrong, by the rule that must not speak of it.
UNFOUNDED = [
    ("frbr-component-twice", COMPONENTS.format(component("eng"), component("afr"))),
    ("refs-resolve", '<p><a href="#top">up</a></p>'),
    ("refs-resolve", '<portion includedIn="#un-ga"><portionBody><p><ref href="#a">9</ref></p></portionBody></portion>'),
    ("refs-file", '<p><img src="data:image/png;base64,AA==" alt="a"/></p>'),
    ("frbr-date", '<FRBRWork><FRBRdate date="2009" name="adoption"/></FRBRWork>'),
    ("frbr-language-code", levels(version="qaa@", expression='<FRBRlanguage language="qaa"/>')),
    ("text-row", '<table><tr><td colspan="0"><p>a</p></td></tr><tr><td/><td/></tr><tr><td/><td/></tr></table>'),
    ("text-row", '<table><tr><td rowspan="0"><p>a</p></td><td/></tr><tr><td/></tr><tr><td/></tr></table>'),
    ("text-rowspan", '<table><tr><td rowspan="0"><p>a</p></td><td/></tr><tr><td/></tr></table>'),
    ("text-span", '<table><tr><td rowspan="0" colspan="0"><p>a</p></td></tr></table>'),
]


@pytest.mark.parametrize(("rule", "fragment"), UNFOUNDED)
def test_what_looks_wrong_and_is_right(rule: str, fragment: str) -> None:
    assert [one for one in validate(document(fragment)) if one.rule == rule] == []


def expression(*properties: str) -> str:
    """A paragraph that was renumbered, in an Expression with these properties."""
    return f'{levels(expression="".join(properties))}<paragraph eId="para_2" wId="para_1"/>'


EMBEDDED = '<p><embeddedStructure eId="embeddedStructure_1"><paragraph eId="{}"><content eId="{}"><p/></content>'
EMBEDDED += "</paragraph></embeddedStructure></p>"
MASTER = '<FRBRmasterExpression href="{}" showAs="English"/>'
TRANSLATION = '<FRBRtranslation href="{}" fromLanguage="eng" by="#un-ga"/>'
# What is one defect, and the one rule that tells it.
ONCE = [
    ("ids-prefix", EMBEDDED.format("embeddedStructure_1__para_1", "para_9__content")),
    ("ids-parent", EMBEDDED.format("embeddedStructure_1__para_1", "content")),
    ("frbr-author", '<FRBRExpression><FRBRauthor href=""/></FRBRExpression>'),
    ("refs-empty", RULES["frbr-parts-manifestation"].good.replace('href="annex_1.xml"', 'href=""')),
    ("refs-empty", expression(MASTER.format(""))),
    ("refs-empty", expression(MASTER.format(f"{WORK}/eng@"), TRANSLATION.format(""))),
    *(
        (rule, expression(*(one.format(wrong if rule == told else f"{WORK}/eng@") for told, one in both)))
        for both in [(("frbr-master-work", MASTER), ("frbr-translation", TRANSLATION))]
        for rule, _ in both
        for wrong in (WORK, f"{WORK}/en@", f"{WORK}/eng@/", f"https://example.org{WORK}/eng@", "/akn/un/x", "eng")
    ),
]


@pytest.mark.parametrize(("rule", "fragment"), ONCE)
def test_one_defect_is_told_by_one_rule(rule: str, fragment: str) -> None:
    assert [one.rule for one in validate(document(fragment))] == [rule]


def test_what_is_accepted_is_told_in_full() -> None:
    (found,) = validate(document(RULES["refs-entry"].bad))
    assert "an entry of the references, or a <keyword>" in found.message


def test_a_wid_alone_has_no_master_either() -> None:
    found = {one.rule: one.message for one in validate(document('<p wId="p_1"/>'))}
    assert set(found) == {"ids-wid-alone", "frbr-master"}
    assert "None" not in found["frbr-master"]


def test_a_month_alone_is_no_date_of_an_iri() -> None:
    month = WORK.replace("2012-11-19", "2012-11")
    assert "frbr-day" in {one.rule for one in validate(document(levels(month)))}
    assert {one.rule for one in validate(document(f'<p><ref href="{month}">a</ref></p>'))} == {"refs-date"}


def test_dates_are_compared_without_the_blanks_around_them() -> None:
    early = document(RULES["frbr-date-order"].bad).replace(b'"2012-11-18"', b'" 2012-11-18 "')
    assert [one.rule for one in validate(early)] == ["frbr-date-order"]


def test_the_parts_of_a_collection_say_their_languages_themselves() -> None:
    several = document(COMPONENTS.format(component("eng"), component("afr")))
    assert several.count(b'language="fra"') == 1
    several = several.replace(b'language="fra"', b'language="mul"')
    assert "frbr-mul" not in {one.rule for one in validate(several)}
    alone = several.replace(b'language="eng"', b'language="mul"').replace(b'language="afr"', b'language="mul"')
    assert len([one for one in validate(alone) if one.rule == "frbr-mul"]) == 3


def test_a_portion_is_of_a_document_of_another_type() -> None:
    portion = document('<portion includedIn="#un-ga"><portionBody><p/></portionBody></portion>')
    assert b"/portion/" in portion
    found = {one.rule for one in validate(portion.replace(b"/portion/", b"/act/"))}
    assert "frbr-doctype" not in found


def test_a_bibliographic_code_is_no_tag_of_a_language() -> None:
    act = '<act name="act"><body><section><content><p xml:lang="{}">a</p></content></section></body></act>'
    assert {one.rule for one in validate(document(act.format("fre-CA")))} == {"text-lang-form"}
    assert not list(validate(document(act.format("fra-CA"))))


@pytest.mark.parametrize(
    ("rule", "fragment", "severity"),
    [
        ("akn4un-xml-lang", '<p xml:lang="fre">a</p>', "error"),
        ("akn4un-xml-lang-repeated", '<div xml:lang="fr"><p xml:lang="fr">a</p></div>', "note"),
        ("refs-many", '<p refersTo="#un-ga #akn">a</p>', "warning"),
        ("refs-mod", "<p><mod>a</mod></p>", "warning"),
        ("refs-host", f'<p><ref href="https://example.org{OTHER}">a</ref></p>', "error"),
        ("refs-iri-un", '<p><ref href="/akn/un/statement/2012-11-19/67-7">a</ref></p>', "error"),
    ],
)
def test_each_document_of_a_file_is_judged_as_its_own(rule: str, fragment: str, severity: str) -> None:
    mixed = document(fragment + attached(WORK, "annex_1"))
    of_un = [one for one in validate(mixed) if one.rule == rule]
    assert [one.severity for one in of_un] == [severity]
    assert "None" not in of_un[0].message
    abroad = mixed.replace(b'<FRBRcountry value="un"/>', b'<FRBRcountry value="za"/>', 1)
    assert abroad.count(b'<FRBRcountry value="un"/>') == 1
    elsewhere = [one.severity for one in validate(abroad) if one.rule == rule]
    assert elsewhere == (["warning"] if severity == "error" and rule.startswith("refs-") else [])


def test_components_of_the_united_nations_are_numbered() -> None:
    numbered = RULES["frbr-component-number"].bad
    assert {one.severity for one in validate(document(numbered))} == {"warning"}
    abroad = document(numbered).replace(b'FRBRcountry value="un"', b'FRBRcountry value="fr"')
    abroad = abroad.replace(b"/akn/un/", b"/akn/fr/")
    assert [one.severity for one in validate(abroad) if one.rule == "frbr-component-number"] == ["note"]


def test_rules_bear_a_document_that_the_schema_refuses() -> None:
    assert not validate(f'<akomaNtoso xmlns="{NAMESPACE}"><act><meta/><p eId=""/></act></akomaNtoso>')
