"""Rules of AKN4UN for the structure of the documents of the United Nations: their parts, and what is in them."""

from __future__ import annotations

from akn.rules.asserted import Asserted, enter, one_of
from akn.rules.survey import DOCUMENTS

_STRUCTURES = "AKN4UN part 2, basic structures"
_DELIBERATIVE = "AKN4UN part 2, deliberative documents"
_RESOLUTIONS = "AKN4UN part 3, resolutions of the General Assembly"
_LISTS = "AKN4UN part 1, lists"
_OF_ITS_OWN = "parent::a:akomaNtoso or parent::a:component"
_FORMULAS = ("enactingFormula", "enactingAuthority", "akn4un:enactingFormula", "akn4un:enactingAuthority")
_CONTAINERS = tuple(
    """
    address adjournment administrationOfOath communication container debateSection declarationOfVote div
    ministerialStatements nationalInterest noticesOfMotion oralStatements papers personalStatements petitions
    pointOfOrder prayers proceduralMotions questions resolutions rollCall writtenStatements
    """.split()
)
_AROUND_LIST = ("num", "heading", "subheading", "intro", "wrapUp", "crossHeading", "componentRef")
_P = "<content><p>a</p></content>"
_PREFACE = '<preface><container name="title"><p><docTitle>A</docTitle></p></container></preface>'
_FORMULA = '<formula name="enactingFormula"><p>The General Assembly,</p></formula>'
_NOTED = '<container name="noting"><p>Noting,</p></container>'


def _named(names: tuple[str, ...]) -> str:
    return " or ".join(f"@name = '{name}'" for name in names)


def _only(name: str) -> str:
    return f"not(*[not({' or '.join(f'self::a:{one}' for one in (*_AROUND_LIST, name))})])"


STRUCTURE = (
    Asserted(
        "akn4un-title",
        "The preface tells the number or the title",
        "An adopted text has a docNumber, a draft a docTitle.",
        source=_RESOLUTIONS,
        severity="note",
        names=("preface",),
        where=f"normalize-space(.) and parent::*[{_OF_ITS_OWN}]",
        test=".//a:docNumber or .//a:docTitle",
        message="The <preface> has neither docNumber nor docTitle.",
        bad='<preface><container name="title"><p>A</p></container></preface>',
        good=_PREFACE,
    ),
    Asserted(
        "akn4un-collection",
        "A publication has what is published",
        "It contains the logical document, or refers to it by documentRef. Tables of contents and texts between"
        " components come in addition.",
        source="AKN4UN part 2, publications",
        names=("documentCollection", "officialGazette"),
        test=f"a:collectionBody/a:component[{one_of(sorted(DOCUMENTS)).replace('a:*', '*', 1)} or a:documentRef]",
        message="No component of the <{name}> is a document or a documentRef.",
        bad=f'<documentCollection name="publication"><meta/>{_PREFACE}<collectionBody><component>'
        "<interstitial><p>a</p></interstitial></component></collectionBody></documentCollection>",
        good=f'<documentCollection name="publicationResolution"><meta/>{_PREFACE}<collectionBody><component>'
        '<documentRef href="/akn/un/statement/deliberation/un-ga/2012-11-19/67-6" showAs="67/6"/></component>'
        "</collectionBody></documentCollection>",
    ),
    Asserted(
        "akn4un-attachment",
        "What is attached by reference has a number or a heading",
        "Where the attached document does not stand in the file, a reader sees of it only these.",
        source=_STRUCTURES,
        severity="note",
        names=("attachment",),
        where="a:documentRef",
        test="a:num or a:heading",
        message="The <attachment> is but a documentRef, without num or heading.",
        bad='<attachments><attachment><documentRef href="/akn/un/doc/paper/un-ga/2012/1" showAs="A"/></attachment>'
        "</attachments>",
        good='<attachments><attachment><heading>Annex</heading><documentRef href="/akn/un/doc/paper/un-ga/2012/1"'
        ' showAs="A"/></attachment></attachments>',
    ),
    Asserted(
        "akn4un-preamble",
        "Preambular paragraphs stand in containers",
        "One for each, whose name tells its opening words. A preamble may be the formula alone, and a treaty has"
        " recitals.",
        source=_STRUCTURES,
        names=("preamble",),
        test="a:container or a:recitals or a:citations or not(*[not(self::a:formula)])",
        message="The <preamble> has its paragraphs outside of a container.",
        bad=f"<preamble>{_FORMULA}<p>Noting,</p></preamble>",
        good=f"<preamble>{_FORMULA}{_NOTED}</preamble>",
    ),
    Asserted(
        "akn4un-formula",
        "A resolution has its enacting phrase in a formula",
        "Who acts (The General Assembly,) stands in preamble/formula, also where there are no preambular paragraphs.",
        source=_DELIBERATIVE,
        severity="note",
        names=("preamble",),
        where="parent::a:statement",
        test="a:formula",
        message="The <preamble> of the statement has no formula.",
        bad=f"<preamble>{_NOTED}</preamble>",
        good=f"<preamble>{_FORMULA}{_NOTED}</preamble>",
    ),
    Asserted(
        "akn4un-formula-name",
        "The formula of a resolution is named as the enacting one",
        "enactingFormula, or enactingAuthority where it tells the organ alone; with or without the prefix akn4un:.",
        source="AKN4UN part 1, annex of values: formula",
        names=("formula",),
        where="parent::a:preamble/parent::a:statement",
        test=_named(_FORMULAS),
        message="The formula is named {@name!r}.",
        hint="Write enactingFormula.",
        bad='<preamble><formula name="opening"><p>The General Assembly,</p></formula></preamble>',
        good=f"<preamble>{_FORMULA}</preamble>",
    ),
    Asserted(
        "akn4un-conclusions",
        "The closing lines stand in a container",
        "It keeps the meeting and the day together.",
        source=_STRUCTURES,
        names=("conclusions",),
        test="a:container",
        message="The <conclusions> have no container.",
        bad="<conclusions><p>12th plenary meeting</p></conclusions>",
        good='<conclusions><container name="conclusion"><p>12th plenary meeting</p></container></conclusions>',
    ),
    Asserted(
        "akn4un-container-name",
        "A container is named",
        "The schema has the name, and lets it be blank. For a preambular paragraph it is its opening words.",
        source=_STRUCTURES,
        names=("container",),
        where="@name",
        test="normalize-space(@name)",
        sure=lambda element: bool(element.get("name", "").strip()),
        message="@name of a <container> in <{parent}> is blank.",
        bad=f'<preamble>{_FORMULA}<container name=""><p>Noting,</p></container></preamble>',
        good=f"<preamble>{_FORMULA}{_NOTED}</preamble>",
    ),
    Asserted(
        "akn4un-recital-num",
        "Either all recitals are numbered, or none",
        "A number that is printed is a num; one among others without has its number in the text.",
        source=_STRUCTURES,
        names=("recitals",),
        test="not(a:recital[a:num]) or not(a:recital[not(a:num)])",
        message="Some recitals have a num, and others none.",
        bad=f"<preamble>{_FORMULA}<recitals><recital><num>(1)</num><p>a</p></recital><recital><p>(2) b</p></recital>"
        "</recitals></preamble>",
        good=f"<preamble>{_FORMULA}<recitals><recital><num>(1)</num><p>a</p></recital><recital><num>(2)</num><p>b</p>"
        "</recital></recitals></preamble>",
    ),
    Asserted(
        "akn4un-body",
        "The body of a statement is provisions and blocks",
        "Containers and sections of a debate are for the records of meetings.",
        source=_DELIBERATIVE,
        severity="error",
        names=_CONTAINERS,
        where="parent::a:mainBody/parent::a:statement",
        test="false()",
        message="<{name}> stands in the body of a statement.",
        hint="Make it a section, a division or another provision.",
        bad='<container name="a"><p>a</p></container>',
        good=f"<division><heading>A</heading><paragraph>{_P}</paragraph></division>",
    ),
    Asserted(
        "akn4un-html-list",
        "Normative and deliberative texts have no ul and ol",
        "They have numbers of their own, which are text: a list in the hierarchy is a list, one among blocks a"
        " blockList.",
        source=_LISTS,
        severity="error",
        names=("ol", "ul"),
        where="ancestor::a:act or ancestor::a:bill or ancestor::a:statement",
        test="false()",
        message="<{name}> stands in a normative or deliberative text.",
        hint="Make it a blockList of items, each with its num.",
        bad="<ul><li>a</li></ul>",
        good="<blockList><item><num>(a)</num><p>a</p></item></blockList>",
    ),
    Asserted(
        "akn4un-html-list-other",
        "No document has ul and ol",
        "The numbers and bullets of such lists are not text, so they are lost without a style.",
        source=_LISTS,
        names=("ol", "ul"),
        where="not(ancestor::a:act or ancestor::a:bill or ancestor::a:statement)",
        test="false()",
        message="<{name}> has numbers that are not in the text.",
        hint="Make it a blockList of items, each with its num.",
        bad=f'<doc name="positionPaper"><meta/>{_PREFACE}<mainBody><ul><li>a</li></ul></mainBody></doc>',
        good=f'<doc name="positionPaper"><meta/>{_PREFACE}<mainBody><blockList><item><p>a</p></item></blockList>'
        "</mainBody></doc>",
    ),
    Asserted(
        "akn4un-list",
        "A list is made of points, or of indents, or of sublists",
        "With an introduction before and a wrapUp after them. What belongs to a point stands in it.",
        source=_LISTS,
        severity="error",
        names=("list",),
        test=" or ".join(_only(name) for name in ("point", "indent", "sublist")),
        message="The <list> has other children than points (or indents, or sublists) alone.",
        bad=f"<paragraph><num>1.</num><list><point><num>(a)</num>{_P}</point><paragraph><num>2.</num>{_P}</paragraph>"
        "</list></paragraph>",
        good=f"<paragraph><num>1.</num><list><point><num>(a)</num>{_P}</point></list></paragraph>",
    ),
    Asserted(
        "akn4un-item-num",
        "The num of an item comes first",
        "It is printed before the text of the item.",
        source=_LISTS,
        severity="error",
        names=("num",),
        where="parent::a:item",
        test="not(preceding-sibling::*)",
        sure=lambda element: element.getprevious() is None,
        message="The <num> {text!r} of an item comes after a <heading>.",
        bad="<blockList><item><heading>A</heading><num>(a)</num><p>a</p></item></blockList>",
        good="<blockList><item><num>(a)</num><heading>A</heading><p>a</p></item></blockList>",
    ),
    Asserted(
        "akn4un-point-num",
        "A point has its number as text",
        "No number is made by a style. What has none is an indent.",
        source="AKN4UN part 1, num",
        names=("point",),
        test="a:num",
        sure=lambda element: next(element.iterchildren("{*}num"), None) is not None,
        message="The <point> has no num.",
        bad=f"<paragraph><num>1.</num><list><point>{_P}</point></list></paragraph>",
        good=f"<paragraph><num>1.</num><list><point><num>(a)</num>{_P}</point></list></paragraph>",
    ),
    Asserted(
        "akn4un-plain-list",
        "Sub-paragraphs are no plain paragraphs",
        "Where one p starts with (a) and the next with (b), they are a list: points in the body, items in a container.",
        source=_LISTS,
        names=("p",),
        test="not(starts-with(normalize-space(.), '(b)')"
        " and starts-with(normalize-space(preceding-sibling::*[1][self::a:p]), '(a)'))",
        sure=lambda element: "(b)" not in (element.text or "(b)"),
        message="<p> starts with (b), and the one before it with (a).",
        hint="Make a blockList of them, each an item with its num.",
        bad="<p>(a) One;</p>\n<p>(b) Two.</p>",
        good="<blockList><item><num>(a)</num><p>One;</p></item>\n<item><num>(b)</num><p>Two.</p></item></blockList>",
    ),
)

enter(STRUCTURE)
