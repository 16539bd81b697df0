"""Element identifiers (`eId`), by the Akoma Ntoso Naming Convention 1.0, chapter 5."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

ELEMENT_REF: dict[str, str] = {
    "alinea": "al",
    "amendmentBody": "body",
    "article": "art",
    "attachment": "att",
    "blockList": "list",
    "chapter": "chp",
    "citation": "cit",
    "citations": "cits",
    "clause": "cl",
    "component": "cmp",
    "components": "cmpnts",
    "componentRef": "cref",
    "debateBody": "body",
    "debateSection": "dbsect",
    "division": "dvs",
    "documentRef": "dref",
    "eventRef": "eref",
    "judgmentBody": "body",
    "listIntroduction": "intro",
    "listWrapUp": "wrapup",
    "mainBody": "body",
    "paragraph": "para",
    "quotedStructure": "qstr",
    "quotedText": "qtext",
    "recital": "rec",
    "recitals": "recs",
    "section": "sec",
    "subchapter": "subchp",
    "subclause": "subcl",
    "subdivision": "subdvs",
    "subparagraph": "subpara",
    "subsection": "subsec",
    "temporalGroup": "tmpg",
    "wrapUp": "wrapup",
}
"""What an identifier calls an element (NC 5.4.2). An element that is not listed is called by its own name."""

IDREQ: frozenset[str] = frozenset(
    """
    FRBRmasterExpression TLCConcept TLCEvent TLCLocation TLCObject TLCOrganization TLCPerson TLCProcess TLCReference
    TLCRole TLCTerm activeRef address adjournment administrationOfOath alinea applies article attachment attachmentOf
    authorialNote blockContainer blockList book chapter citation citations clause communication component
    componentData components concept container content contrasts count crossHeading debateSection declarationOfVote
    derogates dissentsFrom distinguishes div division documentRef efficacyMod embeddedStructure entity event extends
    forceMod formula hasAttachment hcontainer heading indent interstitial intro isAnalogTo item judge jurisprudence
    lawyer legalSystemMod level list location longTitle mapping marker meaningMod ministerialStatements mmod mod
    nationalInterest note noticesOfMotion object ol oralStatements organization original other overrules papers
    paragraph part party passiveRef person personalStatements petitions point pointOfOrder prayers proceduralMotions
    process proviso putsInQuestion quantity questions quorum quorumVerification quotedStructure recital recitals
    recount ref resolutions restricts rmod role rollCall rref rule scopeMod section speechGroup subFlow subchapter
    subclause subdivision subheading sublist subparagraph subpart subrule subsection subtitle supports table tblock
    temporalGroup term textualMod title toc tome transitional ul voting wrapUp writtenStatements
    """.split()
)
"""Elements that must carry an `eId` where identifiers are used: the group `idreq` of the XSD (NC 5.5.1)."""

ALONE: frozenset[str] = frozenset(
    """
    amendmentBody body collectionBody components conclusions content coverPage debateBody header heading intro
    judgmentBody listIntroduction listWrapUp mainBody portionBody preamble preface subheading wrapUp
    """.split()
)
"""Elements of which there is one in its context, so that an identifier needs no number (NC 5.4.3)."""

_TOKEN = r"[A-Za-z][A-Za-z0-9]*(?:_(?:nn_)?-?[^\W_]+(?:-[^\W_]+)*(?:_[0-9]+)?)?"

EID_PATTERN: re.Pattern[str] = re.compile(rf"{_TOKEN}(?:__{_TOKEN})*")
"""`[prefix "__"] element_ref ["_" number]` (NC 5.4), for use with `fullmatch`.

Beyond the convention, `nn_` marks an unnumbered element among numbered ones, and a final `_2` the second of a number.
"""


def has_free_label(name: str) -> bool:
    """Whether the element `name` has a label as its identifier that need not follow the syntax (NC 5.4.2)."""
    return name.startswith("TLC") or name in {"componentData", "keyword"}


PLAIN_ENDS = " \t\n.()"
"""What may stand around a number of plain letters and figures without being part of it: `(a)`, `12.`"""


def element_ref(name: str) -> str:
    """What an identifier calls the element `name`: `para` for `paragraph`."""
    return ELEMENT_REF.get(name, name)


def clean_num(text: str) -> str:
    """The number in a printed `num`, as an identifier writes it: `11-2bis` for `Art. 11.2 bis` (NC 5.4.3).

    A type word before it, punctuation at its ends and meaningless separators go; case stays; a meaningful separator
    becomes `-`. Empty where nothing but punctuation is printed.
    """
    if (plain := text.strip(PLAIN_ENDS)).isalnum() and plain.isascii():
        return plain
    bare = _without_label(_REDUNDANT.sub("", unicodedata.normalize("NFC", text)).strip())
    pieces = _PIECE.findall(bare)
    if not pieces:
        return ""
    number = "-" if _MINUS.search(bare[: bare.index(pieces[0][0])]) and pieces[0][0][0].isdigit() else ""
    for (word, separator), after in zip(pieces, [*(word for word, _ in pieces[1:]), ""], strict=True):
        number += word + (_kept_separator(word, separator, after) if after else "")
    return number


def printed_number(num: _Element) -> str:
    """The text of a `num` without the notes that it calls."""
    pieces = [num.text or ""]
    for child in num:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] not in _CALLS:
            pieces.append(printed_number(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


_CALLS = frozenset(("authorialNote", "noteRef"))
# Invisible characters, and the ordinal signs of "1º", which add nothing to a number.
_REDUNDANT = re.compile(r"[ªº\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")
_PIECE = re.compile(r"([^\W_]+)([\W_]*)")
_MINUS = re.compile(r"-$")
_DIGITS = 18  # more than any count has


def counted(digits: str) -> int | None:
    """The place in a count that ASCII digits say; None for all else, and for more digits than any count has."""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS else None


def _kept_separator(before: str, separator: str, after: str) -> str:
    """What is left of the punctuation between two words of a number: `-`, or nothing where it means nothing."""
    mark = separator.strip()
    abbreviation = mark == "." and before.isalpha() and len(before) > 1 and not before.isupper()
    letter_added = mark == "/" and before[-1].isdigit() and len(after) == 1 and after.isalpha()
    return "" if not mark or abbreviation or letter_added else "-"


def _without_label(text: str) -> str:
    """`text` without the type word that it starts with, if something follows it."""
    before, around = _labels()
    if enclosed := around.match(text):
        return enclosed["number"]
    label = before.match(text)
    return text[label.end() :] if label else text


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern for a type word that starts a number, and one for the pairs of words that enclose a number."""
    packs = tomllib.loads(resources.files("akn").joinpath("data/num_labels.toml").read_text("utf-8")).values()
    words = {word for pack in packs for word in pack["before"]}
    # Scripts without case, Chinese above all, put no space between the word and its number.
    cased = "|".join(sorted(map(re.escape, (word for word in words if word.upper() != word))))
    caseless = "|".join(sorted(map(re.escape, (word for word in words if word.upper() == word))))
    pairs = [pair for pack in packs for pair in pack.get("around", [])]
    enclosed = "|".join(rf"{re.escape(start)}(?=.+?{re.escape(end)})" for start, end in pairs)
    ends = "|".join(sorted({re.escape(end) for _, end in pairs}))
    return (
        re.compile(rf"(?:(?:{cased})s?(?:\.\s*|\s+)|(?:{caseless})\s*)(?=.*[^\W_])", re.IGNORECASE),
        re.compile(rf"(?:{enclosed})\s*(?P<number>.+?)\s*(?:{ends})"),
    )
