"""What can be broken so that the rules of text, of layout and of AKN4UN's structure alone see it.

Most kinds put the example that breaks the rule into a document that keeps it. Those of layout need what `akn.convert`
makes of a text with page ends, those of AKN4UN a document of the United Nations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.grammar import symbol
from akn.rules import RULES
from akn.rules.vocabulary import NAMESPACE as LAYOUT
from akn.schema import NAMESPACE
from akn.testing.defects import Defect, Judged, kind
from akn.testing.filing import is_of_un
from akn.testing.grafts import identify
from akn.testing.placing import insert

_NS, _L = f"{{{NAMESPACE}}}", f"{{{LAYOUT}}}"
_STATEMENTS = ("statement", "doc", "debateReport")

# Where the example is put, and which element of it the rule speaks of: the last of that name.
_IN_BODY = {
    "text-provision": "paragraph",
    "text-part": "content",
    "text-label": "heading",
    "text-inline": "date",
    "text-quotation": "embeddedText",
    "text-note": "authorialNote",
    "text-table": "table",
    "text-name": "inline",
    "text-num-twice": "num",
    "text-heading-twice": "heading",
    "text-subheading": "subheading",
    "text-foreign": "foreign",
    "text-note-nested": "authorialNote",
    "text-raised-note": "sup",
    "text-marker-twice": "authorialNote",
    **{f"text-{name}": "p" for name in ("replacement", "control", "byte-order-mark", "soft-hyphen", "private")},
    "text-direction": "p",
    "text-blank": "p",
    "text-num-script": "num",
    "text-span": "td",
    "text-rowspan": "td",
    "text-row": "tr",
    "text-date": "date",
    "text-time": "time",
    "layout-attribute": "p",
    "layout-attribute-place": "section",
    "layout-attribute-value": "p",
    "layout-pad": "tr",
    "layout-line-end": "eol",
    "layout-sign": "i",
    "akn4un-body": "container",
    "akn4un-html-list": "ul",
    "akn4un-list": "list",
    "akn4un-item-num": "num",
    "akn4un-point-num": "point",
    "akn4un-plain-list": "p",
    "akn4un-doc-inline": "docNumber",
    "akn4un-edge": "organization",
    "akn4un-emphasis": "i",
    "akn4un-span": "span",
    "akn4un-inline-name": "inline",
    "akn4un-note-marker": "authorialNote",
    "akn4un-note-placement": "authorialNote",
    "akn4un-image": "img",
}
_FIRST = {"text-span", "text-rowspan"}  # of which the rule speaks of the first one
_AS_PART = {
    "akn4un-title": "preface",
    "akn4un-preamble": "preamble",
    "akn4un-formula": "preamble",
    "akn4un-formula-name": "formula",
    "akn4un-conclusions": "conclusions",
    "akn4un-container-name": "container",
    "akn4un-recital-num": "recitals",
    "akn4un-number-stop": "docNumber",
    "akn4un-attachment": "attachment",
}
_AT_PAGE_END = {
    "layout-element": "<l:footer>A</l:footer>",
    "layout-content": "<l:feed>A</l:feed>",
    "layout-element-attribute": '<l:feed kind="a"/>',
    "layout-element-value": '<l:feed gap="two"/>',
    "layout-note": '<l:note ref="nowhere"/>',
    "layout-notes-twice": "<l:notes/><l:notes/>",
}


def _parsed(xml: str) -> list[etree._Element]:
    return list(etree.fromstring(f'<x xmlns="{NAMESPACE}" xmlns:l="{LAYOUT}">{xml}</x>'))


def _document(judged: Judged) -> etree._Element | None:
    """The statement, or a document with such a body, that is the whole of a file and follows the naming convention."""
    first = next(judged.root.iterchildren(*(f"{_NS}{name}" for name in _STATEMENTS)), None)
    if first is None or first.find(f"{_NS}mainBody") is None:
        return None
    uri = first.find(f"{_NS}meta/{_NS}identification/{_NS}FRBRWork/{_NS}FRBRuri")
    return first if uri is not None and uri.get("value", "").startswith("/akn/") else None


def _fits(rule: str, document: etree._Element) -> bool:
    family = RULES[rule].family
    if family == "akn4un":
        return symbol(document.tag) == "statement" and is_of_un(document)
    return family != "layout" or next(document.iter(f"{_L}facts"), None) is not None


def _identified(holder: etree._Element) -> None:
    """Gives the elements of an example identifiers in place of their own, which the document may have."""
    for element in holder.iter(f"{_NS}*"):
        element.attrib.pop("eId", None)
    identify(holder)


def _entered(document: etree._Element, example: list[etree._Element]) -> list[etree._Element]:
    """The example without the entries of its references, which go to those of the document."""
    kept = []
    for one in example:
        if one.tag != f"{_NS}references":
            kept.append(one)
            continue
        references = document.find(f"{_NS}meta/{_NS}references")
        for entry in one if references is not None else ():
            # The example says `#un`, or `#c`, which no document is likely to have.
            references.append(entry)  # type: ignore[union-attr]
    return kept


def _spoken_of(rule: str, elements: list[etree._Element], name: str) -> etree._Element:
    found = [one for element in elements for one in element.iter(f"{_NS}{name}")]
    return found[0 if rule in _FIRST else -1]


def _put(document: etree._Element, example: list[etree._Element]) -> None:
    body = document.find(f"{_NS}mainBody")
    assert body is not None
    holder = etree.Element(f"{_NS}x")
    holder.extend(_entered(document, example))
    _identified(holder)
    body.extend(list(holder))


def _in_body(rule: str, judged: Judged) -> Iterator[Defect]:
    document = _document(judged)
    if document is not None and _fits(rule, document):
        # Numbers that no paragraph has.
        xml = RULES[rule].bad.replace("<num>1.", "<num>9901.").replace("<num>2.", "<num>9902.")
        example = _parsed(xml)
        yield Defect(_spoken_of(rule, example, _IN_BODY[rule]), f"added {xml}", partial(_put, document, example))


def _as_part(rule: str, judged: Judged) -> Iterator[Defect]:
    document = _document(judged)
    if document is not None and _fits(rule, document):
        (part,) = _parsed(RULES[rule].bad)
        old = document.find(str(part.tag))
        if old is None or not judged.needs(old):
            step = partial(_replace, judged, document, part)
            yield Defect(_spoken_of(rule, [part], _AS_PART[rule]), f"put {RULES[rule].bad}", step)


def _replace(judged: Judged, document: etree._Element, part: etree._Element) -> None:
    old = document.find(str(part.tag))
    _identified(part)
    if old is not None:
        document.replace(old, part)
    else:
        insert(document, part, judged.grammar)


def _at_page_end(rule: str, judged: Judged) -> Iterator[Defect]:
    for page in judged.root.iter(f"{_L}pageEnd"):
        pieces = _parsed(_AT_PAGE_END[rule])
        yield Defect(pieces[-1], f"added {_AT_PAGE_END[rule]}", partial(page.extend, pieces))


for _table, _make in ((_IN_BODY, _in_body), (_AS_PART, _as_part), (_AT_PAGE_END, _at_page_end)):
    for _rule in _table:
        kind(_rule, "naming")(partial(_make, _rule))


@kind("text-quantity", "naming")
def _quantity(judged: Judged) -> Iterator[Defect]:
    document, entry = _document(judged), next(judged.root.iter(f"{_NS}TLCConcept"), None)
    if document is not None and entry is not None and "__" not in (entry.get("eId") or "__"):
        example = _parsed(f'<p><quantity refersTo="#{entry.get("eId")}" normalized="12">21</quantity></p>')
        yield Defect(example[0][0], "added a <quantity>", partial(_put, document, example))


@kind("text-lang-form", "naming")
def _language(judged: Judged) -> Iterator[Defect]:
    document = _document(judged)
    if document is not None and not is_of_un(document):
        example = _parsed('<p xml:lang="esp">a</p>')
        yield Defect(example[0], "added a <p> in 'esp'", partial(_put, document, example))


@kind("layout-element-place", "naming")
def _outside(judged: Judged) -> Iterator[Defect]:
    for presentation in judged.root.iter(f"{_NS}presentation"):
        (feed,) = _parsed("<l:feed/>")
        yield Defect(feed, "added <l:feed/> beside the page ends", partial(presentation.append, feed))


@kind("layout-page", "naming")
def _no_page(judged: Judged) -> Iterator[Defect]:
    yield from _eop(judged, "9999")


@kind("layout-eop-twice", "naming")
def _eop_twice(judged: Judged) -> Iterator[Defect]:
    for page in judged.root.iter(f"{_L}pageEnd"):
        yield from _eop(judged, page.get("n", ""))


def _eop(judged: Judged, number: str) -> Iterator[Defect]:
    document = _document(judged)
    if document is not None and _fits("layout-page", document):
        example = _parsed(f'<p>a<eop l:page="{number}"/></p>')
        body = document.find(f"{_NS}mainBody")
        after = [eop for part in body.itersiblings() for eop in part.iter(f"{_NS}eop")]  # type: ignore[union-attr]
        later = [eop for eop in after if eop.get(f"{_L}page") == number]
        change = f"added an <eop> of page {number}"
        yield Defect(later[0] if later else example[0][0], change, partial(_put, document, example))


@kind("layout-page-place", "naming")
def _no_place(judged: Judged) -> Iterator[Defect]:
    yield from _page(judged, "9999")


@kind("layout-page-twice", "naming")
def _page_twice(judged: Judged) -> Iterator[Defect]:
    for page in judged.root.iter(f"{_L}pageEnd"):
        yield from _page(judged, page.get("n", ""))


def _page(judged: Judged, number: str) -> Iterator[Defect]:
    for presentation in judged.root.iter(f"{_NS}presentation"):
        (page,) = _parsed(f'<l:pageEnd n="{number}"><l:feed/></l:pageEnd>')
        yield Defect(page, f"added a pageEnd {number}", partial(presentation.append, page))


@kind("layout-page-space", "naming")
def _space(judged: Judged) -> Iterator[Defect]:
    for eop in judged.root.iter(f"{_NS}eop"):
        if eop.get(f"{_L}page") is not None:
            yield Defect(eop, "set @l:gap to '2n'", partial(eop.set, f"{_L}gap", "2n"))


@kind("layout-note-twice", "naming")
def _note_twice(judged: Judged) -> Iterator[Defect]:
    note = next((one for one in judged.root.iter(f"{_NS}authorialNote") if one.get("eId")), None)
    for page in judged.root.iter(f"{_L}pageEnd") if note is not None else ():
        labels = _parsed(f'<l:label ref="{note.get("eId")}"/>' * 2)  # type: ignore[union-attr]
        yield Defect(labels[-1], "placed a note twice", partial(page.extend, labels))


@kind("layout-facts", "naming")
def _no_facts(judged: Judged) -> Iterator[Defect]:
    facts = next(judged.root.iter(f"{_L}facts"), None)
    first = next((one for one, _ in judged if any(str(key).startswith(_L) for key in one.attrib)), None)
    if facts is not None and first is not None and (holder := facts.getparent()) is not None:
        yield Defect(first, "took <l:facts> out", partial(holder.remove, facts))


@kind("layout-facts-twice", "naming")
def _facts_twice(judged: Judged) -> Iterator[Defect]:
    for facts in judged.root.iter(f"{_L}facts"):
        (again,) = _parsed("<l:facts/>")
        yield Defect(again, "added <l:facts>", partial(facts.addnext, again))
