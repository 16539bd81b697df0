"""Rules of characters that stand for no letter, digit or mark of the text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import etree

from akn.places import local_name
from akn.rules.asserted import SHOWN, Asserted, enter, whole_text
from akn.rules.registry import NC, Problem, rule
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_UNICODE = "The Unicode Standard, chapter 23, special areas and format characters; XML 1.0, 2.2, the note"
_CONTROLS = "".join(map(chr, range(0x7F, 0xA0)))
_OPENING, _CLOSING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATING, _ISOLATED = "\u2066\u2067\u2068", "\u2069"
# White space to Unicode and none to XML, and what has no width at all.
_BLANKS = (
    "".join(sign for sign in map(chr, range(0x7F, 0x3001)) if sign.isspace() or sign in "\u200b\u2060\u180e") + "\ufeff"
)
BLOCKS = (
    *("p", "num", "heading", "subheading", "crossHeading", "listIntroduction", "listWrapUp", "block", "caption"),
    *("li", "tocItem", "from", "scene", "narrative", "summary"),
)
"""The elements that hold a line or a paragraph of running text."""


def _without(signs: str) -> str:
    return f"not(text()[string-length(translate(., '{signs}', '')) != string-length(.)])"


def _pairs(opening: str, closing: str) -> str:
    """The assertion that there are as many of one kind as of the other."""
    left, right = f"translate(., '{opening}', '')", f"translate(., '{closing}', '')"
    return f"string-length({left}) = string-length({right})"


enter(
    (
        Asserted(
            "text-replacement",
            "No character is U+FFFD",
            "A program puts it for one that it could not read, so a letter of the text is lost.",
            signs="\ufffd",
            test=_without("\ufffd"),
            message="The text of <{name}> has U+FFFD, where a character was lost: {text!r}.",
            hint="Look the character up in the source, and mind its encoding.",
            bad="<p>libert&#xFFFD;</p>",
            good="<p>libert&#xE9;</p>",
        ),
        Asserted(
            "text-control",
            "No character is a control",
            "U+007F to U+009F print nothing. They come of a text in Windows-1252 that was read as ISO 8859-1.",
            signs=_CONTROLS,
            test=_without(_CONTROLS),
            message="The text of <{name}> has a control character: {text!r}.",
            hint="Decode the source as Windows-1252.",
            bad="<p>l&#x92;homme</p>",
            good="<p>l’homme</p>",
        ),
        Asserted(
            "text-byte-order-mark",
            "No byte-order mark stands in the text",
            "U+FEFF says something of a file at its start. Within a text it is left from joining files, is not seen,"
            " and keeps words from being found.",
            signs="\ufeff",
            test=_without("\ufeff"),
            message="The text of <{name}> has a byte-order mark (U+FEFF).",
            hint="Take it out.",
            bad="<p>&#xFEFF;The text</p>",
            good="<p>The text</p>",
        ),
        Asserted(
            "text-soft-hyphen",
            "No soft hyphen stands in the text",
            "Where a word may be broken is a matter of its print. A search for the word does not find it.",
            severity="note",
            signs="\u00ad",
            test=_without("\u00ad"),
            message="The text of <{name}> has a soft hyphen (U+00AD).",
            hint="Take it out; where the line was broken, eol says so by @breakAt and @breakWith.",
            bad="<p>reso&#xAD;lution</p>",
            good="<p>resolution</p>",
        ),
        Asserted(
            "text-direction",
            "What sets the direction of writing is ended in the same paragraph",
            "An embedding or override that is left open, and an end without a beginning, turn round what stands after"
            " them, or do nothing.",
            source="Unicode Standard Annex 9, explicit directional formatting",
            names=BLOCKS,
            signs=_OPENING + _CLOSING + _ISOLATING + _ISOLATED,
            test=f"{_pairs(_OPENING, _CLOSING)} and {_pairs(_ISOLATING, _ISOLATED)}",
            message="<{name}> opens and closes not as many changes of the direction of writing: {text!r}.",
            bad="<p>&#x202B;abc</p>",
            good="<p>&#x202B;abc&#x202C;</p>",
        ),
        Asserted(
            "text-blank",
            "A text is more than blanks",
            "No-break spaces and the like are characters to XML, and nothing to a reader: what is to be empty is empty,"
            " and space between blocks is layout.",
            names=BLOCKS,
            signs=_BLANKS,
            test=f"not(normalize-space(.)) or normalize-space(translate(., '{_BLANKS}', '')) or {SHOWN}",
            sure=lambda element: bool((element.text or "").strip(f" \t\r\n{_BLANKS}")),
            message="The text of <{name}> is blanks only, which are not those of XML.",
            hint="Leave it empty, or take it out.",
            bad="<p>&#xA0;</p>",
            good="<p/>",
        ),
    ),
    source=_UNICODE,
)

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


@rule(
    "text-private",
    "No character is for private use",
    severity="warning",
    source=_UNICODE,
    bad="<p>&#xF0B7; a point</p>",
    good="<p>• a point</p>",
)
def private(survey: Survey) -> Iterator[Problem]:
    """Such characters mean something in one font only: a bullet of Symbol or Wingdings is often left so."""
    if not _PRIVATE.search(survey.once(whole_text)):
        return
    for element in survey.root.iter(f"{{{NAMESPACE}}}*"):
        if found := _PRIVATE.search(own_text(element)):
            yield Problem(
                element,
                f"The text of <{local_name(element)}> has U+{ord(found[0]):04X}, which is for private use.",
                "Put the character that is printed, such as • for a bullet.",
            )


def own_text(element: _Element) -> str:
    """The text of an element without that of the elements in it."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


_WORD = re.compile(r"[^\W\d_]+")


@rule(
    "text-num-script",
    "A word of a number is in one script",
    severity="warning",
    source=f"Unicode Technical Standard 39, mixed-script detection; {NC}5.4.3",
    bad="<paragraph><num>\N{CYRILLIC CAPITAL LETTER A}rt. 1</num><content><p/></content></paragraph>",
    good="<paragraph><num>Art. 1</num><content><p/></content></paragraph>",
)
def one_script(survey: Survey) -> Iterator[Problem]:
    """A Cyrillic or Greek letter that looks like a Latin one gives another identifier, and is not found."""
    for element in survey.named("num"):
        if not len(element) and (element.text or "").isascii():
            continue
        for word in _WORD.findall("".join(element.itertext(etree.Element))):
            scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
            if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                yield Problem(
                    element, f"{word!r} in <num> mixes letters of {' and '.join(sorted(map(str.title, scripts)))}."
                )
                break
