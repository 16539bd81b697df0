"""Documents of other versions of Akoma Ntoso than the Standard: what each is, and how far it is from the Standard.

The namespaces are those of Akoma Ntoso 1.0 and 2.0, and of the drafts of LegalDocML that OASIS published between 2013
and 2017 (`.../3.0/CSD03` to `/WD17`). Version 3.1 is announced in the namespace of 3.0, with `akomaNtoso/@version`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from akn import grammar, schema
from akn.places import local_name
from akn.xsd_hints import ATTRIBUTE_NAMES, ELEMENT_NAMES
from akn.xsd_model import violations
from akn.xsd_words import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from akn.xsd_model import Violation

_DRAFT = re.compile(re.escape(schema.NAMESPACE) + r"/(\w+)$")
_OLD = re.compile(r"https?://www\.akomantoso\.org/(\d\.\d)/?$")
_GERMAN = re.compile(r"http://Inhaltsdaten\.LegalDocML\.de/([\d.]+)/?$")
_OTHER = re.compile(r"http://docs\.oasis-open\.org/legaldocml/ns/akn/(\d+\.\d+)$")

_RENAMED = 4


def is_of_the_standard(root: _Element) -> bool:
    """Whether a document is Akoma Ntoso in the namespace of the Standard, and does not say to be of a later version."""
    return root.tag == f"{{{schema.NAMESPACE}}}akomaNtoso" and _later(root) is None


def wrong_root(root: _Element) -> Told | None:
    """What a document is that does not start with `akomaNtoso` in the namespace of the Standard, in one finding."""
    name, namespace = local_name(root), etree.QName(root).namespace or ""
    if namespace == schema.NAMESPACE:
        if name == "akomaNtoso":
            return None
        said = f"The root element is <{name}>; an Akoma Ntoso document starts with <akomaNtoso>."
        return Told("xsd-root", said, "", ("akomaNtoso",))
    hint = f'The namespace of the Standard is xmlns="{schema.NAMESPACE}"'
    if name != "akomaNtoso":
        return Told(
            "xsd-namespace", f"The root element is <{name}>, so this is not an Akoma Ntoso document.", f"{hint}."
        )
    return Told("xsd-namespace", _version(namespace), f"{hint}; {_distance(root, namespace)}.")


def _version(namespace: str) -> str:
    if match := _DRAFT.match(namespace):
        return f"This document is in the namespace of the draft {match[1]}, not in that of the final Standard."
    if match := _OLD.match(namespace):
        return f"This document is Akoma Ntoso {match[1]}, an older version than the Standard (3.0)."
    if match := _OTHER.match(namespace):
        return f"This document is in the namespace of Akoma Ntoso {match[1]}, which is not the Standard (3.0)."
    if match := _GERMAN.match(namespace):
        return f"This document is LegalDocML.de {match[1]}, the German profile, which has a namespace of its own."
    return f"<akomaNtoso> is in {f'the namespace {namespace}' if namespace else 'no namespace'}, which is not final."


def _distance(root: _Element, namespace: str) -> str:
    """How many errors a document would have in the namespace of the Standard, and the names that have changed."""
    found = list(violations(root, namespace=namespace))
    if not found:
        return "in it, this document is valid"
    errors = f"in it, this document has {len(found)} error{'s' if len(found) > 1 else ''}"
    renamed = _renamed(found)
    return f"{errors}. {renamed}" if renamed else errors


def _renamed(found: Sequence[Violation]) -> str:
    changes: Counter[str] = Counter()
    for one in found:
        name = local_name(one.element)
        if one.kind == "attribute-unknown":
            if new := next((new for new in ATTRIBUTE_NAMES.get(one.attribute, ()) if new in one.expected), ""):
                changes[f"@{one.attribute} is now @{new}"] += 1
        elif one.kind == "child" and name not in grammar.official().elements and name in ELEMENT_NAMES:
            changes[f"<{name}> is now <{ELEMENT_NAMES[name]}>"] += 1
    told = [f"{change} ({count} time{'s' if count > 1 else ''})" for change, count in changes.most_common(_RENAMED)]
    return f"Names have changed: {', '.join(told)}" if told else ""


def later_version(root: _Element) -> Told | None:
    """A document that says to be of a later version, in one finding. What that version adds would be errors here."""
    version = _later(root)
    if version is None:
        return None
    others = sum(1 for one in violations(root) if not (one.element is root and one.attribute == "version"))
    count = f"{others or 'no'} other error{'' if others == 1 else 's'}"
    said = f"This document says that it is Akoma Ntoso {version}; the Standard of 2018, which judges it here, is 3.0."
    return Told("xsd-version", said, f"By that Standard it has {count}; without @version each is reported.")


def _later(root: _Element) -> str | None:
    version = root.get("version")
    return None if version is None or version.strip() == "3.0" else version
