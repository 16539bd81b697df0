"""Rules of AKN4UN for what stands within the lines: names, notes, emphasis, modifications, speeches."""

from __future__ import annotations

from akn.grammar import official
from akn.rules.asserted import Asserted, enter

_MODIFIED = (
    '<analysis source="#akn"><activeModifications><textualMod type="repeal" eId="textualMod_1"><source href="#mod_1"/>'
    '<destination href="/akn/un/act/provision/un/1945-06-26/charter"/></textualMod></activeModifications></analysis>'
)
_INLINE = "AKN4UN part 1, inline elements"
_MODIFICATIONS = "AKN4UN part 1, modifications"
_DOC = tuple(
    """
    docAuthority docCommittee docDate docIntroducer docJurisdiction docNumber docProponent docPurpose docStage docStatus
    docTitle docType docketNumber legislature session shortTitle
    """.split()
)
_SEMANTIC = tuple(
    "concept date def entity event location object organization person process quantity ref role term time".split()
)
_TYPOGRAPHIC = ("b", "i", "u", "span")
_FRONTS = ("coverPage", "preface", "header", "preamble", "conclusions", "meta")
_ORGAN = (
    '<references source="#un-ga"><TLCOrganization eId="un" href="/akn/ontology/organization/un/un" showAs="UN"/>'
    "</references>"
)
_NOTE = '<authorialNote marker="1" placement="bottom"><p>b</p></authorialNote>'
_NAMES = " ".join(("", *sorted(official().elements), ""))


def _record(speech: str, closed: str) -> str:
    return (
        f'<debate name="verbatimRecord"><meta/><preface><container name="title"><p>'
        '<docTitle>A</docTitle></p></container></preface><debateBody><debateSection name="item"><speech by="#un-ga">'
        f"{speech}</speech></debateSection>{closed}</debateBody></debate>"
    )


_CLOSED = (
    '<adjournment><narrative>It rose at <recordedTime type="endEvent" time="18:00:00">6 p.m.</recordedTime></narrative>'
    "</adjournment>"
)


def _is_trimmed(text: str) -> bool:
    return bool(text) and text[0] not in " \t\r\n" and text[-1] not in " \t\r\n,;"


INLINES = (
    Asserted(
        "akn4un-doc-inline",
        "What is said of the document stands in front of it, or at its end",
        "docNumber, docTitle and the like tell of this document, and belong to the cover, the preface and the closing"
        " lines. What is said of another document is a ref.",
        names=_DOC,
        test=" or ".join(f"ancestor::a:{name}" for name in _FRONTS),
        message="<{name}> {text!r} stands in the body.",
        hint="Of another document it is a ref, a date or an inline.",
        bad="<p>as in <docNumber>67/5</docNumber></p>",
        good='<p>as in <ref href="/akn/un/statement/deliberation/un-ga/2012-11-19/67-5">67/5</ref></p>',
    ),
    Asserted(
        "akn4un-number-stop",
        "The full stop after a number is outside of it",
        "An element holds the words that it is about, and no punctuation around them.",
        names=("docNumber",),
        test="substring(normalize-space(.), string-length(normalize-space(.))) != '.'",
        message="<docNumber> {text!r} ends in a full stop.",
        hint="Put the full stop after the element.",
        bad='<preface><container name="title"><p><docNumber>67/6.</docNumber> A</p></container></preface>',
        good='<preface><container name="title"><p><docNumber>67/6</docNumber>. A</p></container></preface>',
    ),
    Asserted(
        "akn4un-edge",
        "A name, a date or a reference starts and ends with its words",
        "Blanks, commas and semicolons around them are no part of what they are about.",
        names=_SEMANTIC,
        where="normalize-space(.)",
        test="normalize-space(substring(., 1, 1)) and normalize-space(translate(substring(., string-length(.)),"
        " ',;', '  '))",
        sure=lambda element: not len(element) and _is_trimmed(element.text or ""),
        message="<{name}> has a blank or a separator at its edge: {text!r}.",
        hint="Put it outside of the element.",
        bad=f'{_ORGAN}<p>of the <organization refersTo="#un">United Nations,</organization> and</p>',
        good=f'{_ORGAN}<p>of the <organization refersTo="#un">United Nations</organization>, and</p>',
    ),
    Asserted(
        "akn4un-emphasis",
        "What has a meaning is not emphasised as well",
        "Words are marked either for what they mean, or for how they look: the style of the first gives the second.",
        severity="note",
        names=_TYPOGRAPHIC,
        where="*",
        test="not(count(*) = 1 and not(text()[normalize-space(.)])"
        f" and *[{' or '.join(f'self::a:{name}' for name in _SEMANTIC)}])",
        sure=lambda element: not len(element),
        message="<{name}> is around an element that has a meaning, and nothing else: {text!r}.",
        bad='<p><i><date date="2012-11-19">that day</date></i></p>',
        good='<p><date date="2012-11-19">that day</date></p>',
    ),
    Asserted(
        "akn4un-span",
        "A span has no meaning",
        "It is for looks alone. What refers to something has an element, or is an inline.",
        severity="note",
        names=("span",),
        test="not(@refersTo)",
        message="<span> refers to {refersTo!r}.",
        hint="Make it the element of that kind, or an inline with a name.",
        bad=f'{_ORGAN}<p><span refersTo="#un">United Nations</span></p>',
        good=f'{_ORGAN}<p><organization refersTo="#un">United Nations</organization></p>',
    ),
    Asserted(
        "akn4un-inline-name",
        "The name of an inline is not that of an element",
        "An inline is for what there is no element for.",
        names=("inline",),
        test=f"not(contains('{_NAMES}', concat(' ', normalize-space(@name), ' ')))",
        message="<inline> is named {@name!r}, and there is an element of that name.",
        hint="Use the element, or the name with the prefix akn4un:.",
        bad='<p><inline name="summary">a</inline></p>',
        good='<p><inline name="akn4un:summary">a</inline></p>',
    ),
    Asserted(
        "akn4un-note-marker",
        "A footnote has a marker",
        "It is printed in the text where the note stands, and before the note.",
        source="AKN4UN part 1, notes",
        names=("authorialNote",),
        test="normalize-space(@marker)",
        sure=lambda element: bool(element.get("marker", "").strip()),
        message="The <authorialNote> {text!r} has no marker.",
        bad='<p>a<authorialNote placement="bottom"><p>b</p></authorialNote></p>',
        good=f"<p>a{_NOTE}</p>",
    ),
    Asserted(
        "akn4un-note-placement",
        "A footnote stands at the bottom",
        "All footnotes of the United Nations do.",
        source="AKN4UN part 1, notes",
        names=("authorialNote",),
        test="@placement = 'bottom'",
        sure=lambda element: element.get("placement") == "bottom",
        message="The <authorialNote> {marker!r} is placed {placement!r}, not bottom.",
        bad='<p>a<authorialNote marker="1" placement="side"><p>b</p></authorialNote></p>',
        good=f"<p>a{_NOTE}</p>",
    ),
    Asserted(
        "akn4un-image",
        "An image has words for whoever does not see it",
        "@alt says what is on it, or that it is the emblem.",
        source="AKN4UN part 1, img",
        names=("img",),
        test="normalize-space(@alt)",
        message="<img> {src!r} has no @alt.",
        bad='<p><img src="emblem.png" alt=""/></p>',
        good='<p><img src="emblem.png" alt="Emblem of the United Nations"/></p>',
    ),
    Asserted(
        "akn4un-mmod",
        "A multiple modification is made of modifications",
        "mmod groups the mods that are told in one sentence.",
        source=_MODIFICATIONS,
        severity="error",
        names=("mmod",),
        test=".//a:mod",
        message="<mmod> has no mod in it.",
        bad=_MODIFIED + "<p>For <mod eId='mod_1'>a</mod> <mmod>read b</mmod></p>",
        good=_MODIFIED + "<p><mmod>For <mod eId='mod_1'>a</mod> read b</mmod></p>",
    ),
    Asserted(
        "akn4un-speech",
        "A speech tells the speaker as printed",
        "The name that is printed before the words stands in from.",
        source="AKN4UN part 2, records of meetings",
        names=("speech", "question", "answer"),
        test="a:from",
        message="<{name}> by {by!r} has no from.",
        bad=_record("<p>a</p>", _CLOSED),
        good=_record("<from>The President</from><p>a</p>", _CLOSED),
    ),
    Asserted(
        "akn4un-adjournment",
        "The record of a meeting tells when it ended",
        "By an adjournment with the time that is recorded.",
        source="AKN4UN part 2, records of meetings",
        severity="note",
        names=("debateBody",),
        test=".//a:adjournment//a:recordedTime",
        message="The <debateBody> has no adjournment with a recordedTime.",
        bad=_record("<from>The President</from><p>a</p>", ""),
        good=_record("<from>The President</from><p>a</p>", _CLOSED),
    ),
)

enter(INLINES, source=_INLINE)
