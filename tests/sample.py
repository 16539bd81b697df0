"""A small valid document that tests put fragments into."""

from __future__ import annotations

import os
import re
from pathlib import Path

from lxml import etree

from akn.grammar import official
from akn.layout import NAMESPACE as LAYOUT
from akn.rules.identifiers import HIERARCHY
from akn.rules.survey import DOCUMENTS

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("AKN_CORPUS") or ROOT.parent / "shared" / "corpus")

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"

_BEFORE_BODY = ("coverPage", "preface", "preamble")
_AFTER_BODY = ("conclusions", "attachments", "components")
_META = (
    "publication classification lifecycle workflow analysis temporalData references notes proprietary presentation"
).split()
_NOTES = ("authorialNote", "note")
_SUBTYPES = {
    "act": "provision",
    "bill": "provision",
    "debate": "record",
    "debateReport": "report",
    "doc": "paper",
    "documentCollection": "publication",
}
_LEVELS = ("FRBRWork", "FRBRExpression", "FRBRManifestation")

_IDENTIFICATION = f"""<identification source="#akn">
<FRBRWork><FRBRthis value="{WORK}/!main"/><FRBRuri value="{WORK}"/><FRBRdate date="2012-11-19" name="adoption"/>
<FRBRauthor href="#un-ga"/><FRBRcountry value="un"/><FRBRsubtype value="deliberation"/>
<FRBRnumber value="67-6" showAs="67/6"/></FRBRWork>
<FRBRExpression><FRBRthis value="{WORK}/fra@/!main"/><FRBRuri value="{WORK}/fra@"/>
<FRBRdate date="2013-01-31" name="publication"/><FRBRauthor href="#un-ga"/><FRBRlanguage language="fra"/>
</FRBRExpression>
<FRBRManifestation><FRBRthis value="{WORK}/fra@/!main.xml"/><FRBRuri value="{WORK}/fra@.xml"/>
<FRBRdate date="2013-01-31" name="markup"/><FRBRauthor href="#akn"/><FRBRformat value="xml"/></FRBRManifestation>
</identification>"""
_REFERENCES = """<references source="#akn">
<TLCOrganization eId="un-ga" href="/akn/ontology/organization/un/un-ga" showAs="General Assembly"/>
<TLCOrganization eId="akn" href="/akn/ontology/organization/un/akn" showAs="akn"/></references>"""
_PUBLICATION = '<publication date="2013-01-31" name="resolution" showAs="A/RES/67/6" number="A-RES-67-6"/>'
_PREFACE = "<preface><p><docNumber>67/6</docNumber>. <docTitle>A</docTitle></p></preface>"
_FACTS = f'<x xmlns="{NAMESPACE}"><preservation><l:facts xmlns:l="{LAYOUT}"/></preservation></x>'
# The order in which the schema wants the properties of a level.
_PROPERTIES = """FRBRthis FRBRuri FRBRalias FRBRdate FRBRauthor componentInfo preservation FRBRcountry FRBRsubtype
FRBRnumber FRBRname FRBRprescriptive FRBRversionNumber FRBRauthoritative FRBRmasterExpression FRBRlanguage
FRBRtranslation FRBRportion FRBRformat""".split()


def document(fragment: str = "<p/>") -> bytes:
    """A statement that holds the fragment.

    Each element goes where its name belongs: FRBR properties take the place of those of the same name, or are added;
    what is in `references` is added to them, other metadata and the parts around the body go to their places, the rest
    into the body. A comment `<!-- no FRBRnumber -->` in a level, or `<!-- no publication -->` beside the rest, takes
    out what the statement has. A document of another type (`act`, `debate`, ...) stands for itself, with the
    components that follow it, and gets the metadata that it lacks, as one of South Africa; or, where it has an empty
    `meta`, as one of the United Nations. What an example leaves empty that is about other things is filled.
    """
    layout = f' xmlns:l="{LAYOUT}"' if "l:" in fragment else ""
    given = etree.fromstring(f'<x xmlns="{NAMESPACE}"{layout}>{fragment}</x>')
    _fill(given)
    own = next((child for child in given.iterchildren(etree.Element) if _name(child) in DOCUMENTS), None)
    if own is not None:
        return _whole(own, *given)
    without = {_named(child) for child in given if child.tag is etree.Comment}
    parts: dict[str, list[etree._Element]] = {}
    for child in given.iterchildren(etree.Element):
        parts.setdefault(_name(child), []).append(child)
    identification = etree.fromstring(f'<x xmlns="{NAMESPACE}">{_IDENTIFICATION}</x>')[0]
    for level in _LEVELS:
        for change in parts.pop(level, []):
            _replace(identification.find(f"{{{NAMESPACE}}}{level}"), change)
    manifestation = identification.find(f"{{{NAMESPACE}}}FRBRManifestation")
    if layout and manifestation.find(f"{{{NAMESPACE}}}preservation") is None:
        _replace(manifestation, etree.fromstring(_FACTS))
    references = etree.fromstring(f'<x xmlns="{NAMESPACE}">{_REFERENCES}</x>')[0]
    for entry in [entry for more in parts.pop("references", []) for entry in more]:
        for old in references.xpath("*[@eId = $eid]", eid=entry.get("eId")):
            references.remove(old)
        references.append(entry)
    for name, usual in (("publication", _PUBLICATION), ("preface", _PREFACE)):
        if name not in without:
            parts.setdefault(name, list(etree.fromstring(f'<x xmlns="{NAMESPACE}">{usual}</x>')))
    parts["references"] = [] if "references" in without else [references]
    meta = [identification, *(one for name in _META for one in parts.pop(name, []))]
    before = [one for name in _BEFORE_BODY for one in parts.pop(name, [])]
    after = [one for name in _AFTER_BODY for one in parts.pop(name, [])]
    body = [one for ones in parts.values() for one in ones] or [etree.fromstring(f'<p xmlns="{NAMESPACE}"/>')]
    content = "\n".join(_text(one) for one in body)
    inside = "\n".join([*map(_text, before), f"<mainBody>\n{content}\n</mainBody>", *map(_text, after)])
    # The usual preface has no line of its own.
    inside = inside.replace(f"{_PREFACE}\n", _PREFACE)
    return (
        f'<akomaNtoso xmlns="{NAMESPACE}">\n<statement name="resolution">\n<meta>'
        f"{''.join(_text(one) for one in meta)}</meta>\n{inside}\n</statement>\n</akomaNtoso>\n"
    ).encode()


def _fill(given: etree._Element) -> None:
    """Gives an example what it needs so that it breaks no rule but those that it is for.

    A provision gets a content, and what is printed a letter, where they are quite empty: one that holds a comment or a
    blank is meant to be as it is. A note stands at the bottom, and an image has words.
    """
    for element in given.iter(f"{{{NAMESPACE}}}*"):
        name = _name(element)
        if name == "authorialNote" and element.get("placement") is None:
            element.set("placement", "bottom")
        if name == "img" and element.get("alt") is None:
            element.set("alt", "x")
        if len(element) or element.text or element.get("status"):
            continue
        if name in HIERARCHY:
            etree.SubElement(etree.SubElement(element, f"{{{NAMESPACE}}}content"), f"{{{NAMESPACE}}}p")
        elif (
            name in official().elements
            and official().elements[name].mixed
            and (name != "p" or etree.QName(element.getparent()).localname in _NOTES)
        ):
            element.text = "x"


def _whole(element: etree._Element, *given: etree._Element) -> bytes:
    doctype = _name(element)
    meta = element.find(f"{{{NAMESPACE}}}meta")
    if meta is None:
        own = _IDENTIFICATION.replace(WORK, f"/akn/za/{doctype}/2012-11-19/6").replace('"un"', '"za"')
        own = re.sub("<FRBRsubtype.*?/>", "", own).replace('value="67-6" showAs="67/6"', 'value="6"')
        meta = etree.fromstring(f'<meta xmlns="{NAMESPACE}">{own}{_REFERENCES}</meta>')
        element.insert(0, meta)
    elif not len(meta):
        subtype = _SUBTYPES.get(doctype, "deliberation")
        own = _IDENTIFICATION.replace("statement/deliberation", f"{doctype}/{subtype}")
        own = own.replace('"deliberation"', f'"{subtype}"')
        meta.extend(etree.fromstring(f'<meta xmlns="{NAMESPACE}">{own}{_PUBLICATION}{_REFERENCES}</meta>'))
    for more in given:
        if _name(more) == "references":
            meta.find(f"{{{NAMESPACE}}}references").extend(more)
    content = "\n".join(_text(one) for one in given if _name(one) != "references")
    return f'<akomaNtoso xmlns="{NAMESPACE}">\n{content}\n</akomaNtoso>\n'.encode()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(comment: etree._Element) -> str:
    """What a comment such as `<!-- no publication -->` says is not there."""
    said = (comment.text or "").split()
    assert said[0] == "no", said
    return said[1]


def _replace(level: etree._Element, change: etree._Element) -> None:
    """Puts properties in the place of those of their names."""
    new = list(change.iterchildren(etree.Element))
    names = {_name(child) for child in new} | {_named(one) for one in change.iter(etree.Comment)}
    for old in [child for child in level if _name(child) in names]:
        level.remove(old)
    for child in new:
        rank = _PROPERTIES.index(_name(child))
        place = sum(_PROPERTIES.index(etree.QName(one).localname) <= rank for one in level)
        level.insert(place, child)


def _text(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False).replace(f' xmlns="{NAMESPACE}"', "")
