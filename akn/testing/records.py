"""Conformance level 2: what the metadata tell of a document's history agrees with itself and with its identifiers."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from akn.grammar import symbol
from akn.rules.naming import DAY
from akn.rules.survey import LEVELS
from akn.schema import NAMESPACE
from akn.testing.works import Named

_NS = f"{{{NAMESPACE}}}"


def take_out(root: etree._Element) -> None:
    """Takes out, before anything has a name, what says nothing true of the document that it stands in."""
    for identification in list(root.iter(f"{_NS}identification")):
        _take_out_components(identification)
        document = identification.getparent()
        document = None if document is None else document.getparent()
        if document is None or symbol(document.tag) != "portion":
            for portion in list(identification.iter(f"{_NS}FRBRportion")):
                _remove(portion)
    masters = list(root.iter(f"{_NS}FRBRmasterExpression"))
    permanent = [element for element in root.iter(f"{_NS}*") if element.get("wId") is not None]
    for master in masters if not permanent else ():
        _remove(master)
    for element in permanent if not masters else ():
        del element.attrib["wId"]


def _take_out_components(identification: etree._Element) -> None:
    """Components are told at all three levels, and as many at each."""
    infos = [identification.find(f"{_NS}{level}/{_NS}componentInfo") for level in LEVELS]
    told = [info for info in infos if info is not None]
    data = [list(info.iterchildren(f"{_NS}componentData")) for info in told]
    for info, entries in zip(told, data, strict=True):
        if len(told) < len(LEVELS):
            _remove(info)
        else:
            for entry in entries[min(map(len, data)) :]:
                _remove(entry)


def _remove(element: etree._Element) -> None:
    holder = element.getparent()
    assert holder is not None
    holder.remove(element)


def agree(root: etree._Element, works: Mapping[etree._Element, Named]) -> None:
    """Sets what is told of events so that it agrees with itself and with the names of the documents."""
    for document, named in works.items():
        _agree_with_name(document, named)
    for holder in root.iter(f"{_NS}lifecycle"):
        _put_in_order(holder.findall(f"{_NS}eventRef"))
        for number, event in enumerate(holder.findall(f"{_NS}eventRef")):
            if event.get("type") is not None and (number == 0) != (event.get("type") == "generation"):
                event.set("type", "amendment" if number else "generation")
    for holder in root.iter(f"{_NS}workflow"):
        _put_in_order(holder.findall(f"{_NS}step"))
    _bound(root)


def _agree_with_name(document: etree._Element, named: Named) -> None:
    meta = document.find(f"{_NS}meta")
    assert meta is not None
    for publication in meta.findall(f"{_NS}publication"):
        if not (found := DAY.match(publication.get("date", ""))) or found[0] < named.day:
            publication.set("date", named.day)
    if meta.find(f"{_NS}lifecycle") is None and document.get("contains") is not None:
        document.set("contains", "originalVersion")
    for step in meta.iter(f"{_NS}step"):
        if step.get("href", "").startswith("/"):
            step.set("href", named.expression)


def _put_in_order(elements: list[etree._Element]) -> None:
    dates = sorted((element.get("date", "") for element in elements), key=lambda date: (len(date.split("-")[0]), date))
    for element, date in zip(elements, dates, strict=True):
        element.set("date", date)


def _bound(root: etree._Element) -> None:
    """A period has a start if it has an end or a duration, not both of these, and ends after it starts."""
    dates = {f"#{event.get('eId')}": event.get("date", "")[:10] for event in root.iter(f"{_NS}eventRef")}
    for period in root.iter(f"{_NS}timeInterval"):
        start, end = (period.get(name) for name in ("start", "end"))
        if end is not None and (start is None or dates.get(start, "") > dates.get(end, "")):
            del period.attrib["end"]
            end = None
        if period.get("duration") is not None and (start is None or end is not None):
            del period.attrib["duration"]
