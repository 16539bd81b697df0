"""Rules of what says nothing: elements, labels and attributes that are there, and empty."""

from __future__ import annotations

from akn.rules.asserted import SAYS, SHOWN, Asserted, enter, has_element, has_text
from akn.rules.identifiers import HIERARCHY

_STATUS = "Take it out, or say by @status why it is empty, such as removed."
_PARTS = ("content", "intro", "wrapUp", "longTitle", "formula", "interstitial", "div", "speechGroup", "header")
_LABELS = ("num", "heading", "subheading", "crossHeading", "caption", "listIntroduction", "listWrapUp")
_INLINES = tuple(
    """
    a abbr affectedDocument argument concept courtType date def docAuthority docCommittee docDate docIntroducer
    docJurisdiction docNumber docProponent docPurpose docStage docStatus docTitle docType docketNumber entity event from
    inline judge lawyer legislature location mref neutralCitation object organization party person process quantity
    ref relatedDocument role rref session shortTitle signature term time tocItem
    """.split()
)
_QUOTATIONS = ("quotedText", "embeddedText")

enter(
    (
        Asserted(
            "text-provision",
            "A provision holds something",
            "An article or paragraph without number, heading or content says nothing. One whose text is gone, and whose"
            " place is kept, says so by its status.",
            names=sorted(HIERARCHY),
            test="* or @status or normalize-space(.)",
            sure=has_element,
            message="<{name}> is empty.",
            hint=_STATUS,
            bad="<paragraph><!-- to be written --></paragraph>",
            good='<paragraph status="removed"/>',
        ),
        Asserted(
            "text-part",
            "A content, an introduction and the like hold a block",
            "The schema lets parts that are there for the blocks in them be empty.",
            names=_PARTS,
            test="* or @status or normalize-space(.)",
            sure=has_element,
            message="<{name}> in <{parent}> is empty.",
            hint=_STATUS,
            bad="<paragraph><content/></paragraph>",
            good="<paragraph><content><p/></content></paragraph>",
        ),
        Asserted(
            "text-label",
            "A number, a heading and the like have text",
            "They are printed, so an empty one is either lost text or not there at all.",
            names=_LABELS,
            test=SAYS,
            sure=has_text,
            message="<{name}> of <{parent}> has no text.",
            hint=_STATUS,
            bad="<section><heading> </heading><paragraph><num>1.</num><content><p/></content></paragraph></section>",
            good="<section><heading>A</heading><paragraph><num>1.</num><content><p/></content></paragraph></section>",
        ),
        Asserted(
            "text-inline",
            "An inline element has the words that it is about",
            "A date, a reference or a name marks words of the text. One without words is not seen by any reader.",
            names=_INLINES,
            test=SAYS,
            sure=has_text,
            message="<{name}> marks no words.",
            hint="Put the words that are meant into it, or take it out.",
            bad='<p>on <date date="2012-11-19"> </date></p>',
            good='<p>on <date date="2012-11-19">that day</date></p>',
        ),
        Asserted(
            "text-quotation",
            "A quotation quotes something",
            "What is to be put in or taken out by a modification, and what is quoted from another text, stands in it.",
            names=_QUOTATIONS,
            test=SAYS,
            sure=has_text,
            message="<{name}> quotes nothing.",
            bad='<p><embeddedText href="/akn/un/act/provision/un/1945-06-26/charter"> </embeddedText></p>',
            good='<p><embeddedText href="/akn/un/act/provision/un/1945-06-26/charter">We</embeddedText></p>',
        ),
        Asserted(
            "text-note",
            "A note has text",
            "Its marker sends the reader to nothing.",
            names=("authorialNote", "note"),
            test=SAYS,
            message="The <{name}> {marker!r} has no text.",
            bad='<p>a<authorialNote marker="1" placement="bottom"><p> </p></authorialNote></p>',
            good='<p>a<authorialNote marker="1" placement="bottom"><p>b</p></authorialNote></p>',
        ),
        Asserted(
            "text-table",
            "A table has a cell that says something",
            "A table all of whose cells are empty is a frame, or has lost its text.",
            names=("table",),
            test=f"(.//a:td | .//a:th)[normalize-space(.)] or @status or {SHOWN}",
            message="No cell of the <table> has text.",
            bad="<table><tr><td><p/></td><td/></tr></table>",
            good="<table><tr><td><p>a</p></td><td/></tr></table>",
        ),
        Asserted(
            "text-name",
            "A @name says what the element is",
            "The name gives a generic element its meaning. Of containers the rules of AKN4UN speak, and of the names in"
            " the metadata those of FRBR.",
            attribute="name",
            where="not(self::a:container or ancestor::a:meta)",
            test="normalize-space(@name)",
            sure=lambda element: bool(element.get("name", "").strip()),
            message="@name of <{name}> is empty.",
            bad='<p><inline name=" ">a</inline></p>',
            good='<p><inline name="distribution">a</inline></p>',
        ),
    ),
    source="AKN core part 1, the vocabulary; AKN core part 2, the elements of that name",
)
