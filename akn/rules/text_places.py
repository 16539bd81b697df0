"""Rules of text that stands in the wrong place, or twice."""

from __future__ import annotations

from akn.rules.asserted import Asserted, enter

# One of several that are given as versions of each other is no repetition.
_VERSION = "@alternativeTo or @period or @status or @refersTo"
_PARAGRAPH = "<content><p/></content></paragraph>"

enter(
    (
        Asserted(
            "text-num-twice",
            "An element has one num",
            "The schema admits any number of them. What is numbered twice has either two versions, which say so, or a"
            " number that belongs to another element.",
            names=("num",),
            test=f"not(preceding-sibling::a:num) or {_VERSION}",
            sure=lambda element: element.getprevious() is None,
            message="<{parent}> has a second <num>, {text!r}.",
            hint="Say by @alternativeTo, @period or @status that it is another version of the first, or take it out.",
            bad=f"<paragraph><num>1.</num><num>2.</num>{_PARAGRAPH}",
            good=f"<paragraph><num>1.</num>{_PARAGRAPH}",
        ),
        Asserted(
            "text-heading-twice",
            "An element has one heading",
            "The schema admits any number of them. A second line of a heading is a subheading.",
            names=("heading",),
            test=f"not(preceding-sibling::a:heading) or {_VERSION}",
            sure=lambda element: element.getprevious() is None,
            message="<{parent}> has a second <heading>, {text!r}.",
            hint="Make it a subheading, or one heading of both.",
            bad=f"<paragraph><num>1.</num><heading>A</heading><heading>B</heading>{_PARAGRAPH}",
            good=f"<paragraph><num>1.</num><heading>A</heading><subheading>B</subheading>{_PARAGRAPH}",
        ),
        Asserted(
            "text-subheading",
            "A subheading follows a heading",
            "It is the second line of a heading, and makes no sense alone.",
            source="AKN4UN part 1, structure: subheading; AKN core part 2, subheading",
            names=("subheading",),
            test="preceding-sibling::a:heading",
            message="The <subheading> {text!r} of <{parent}> follows no heading.",
            hint="Make it a heading.",
            bad=f"<paragraph><num>1.</num><subheading>B</subheading>{_PARAGRAPH}",
            good=f"<paragraph><num>1.</num><heading>A</heading><subheading>B</subheading>{_PARAGRAPH}",
        ),
        Asserted(
            "text-foreign",
            "A foreign element holds no HTML",
            "It is for what Akoma Ntoso has no words for, such as formulas and drawings. Text in it is lost to whoever"
            " reads Akoma Ntoso.",
            source="AKN4UN part 1, foreign; AKN core part 2, foreign",
            names=("foreign",),
            test="not(.//h:*[normalize-space(.)])",
            message="<foreign> holds text as HTML: {text!r}.",
            hint="Paragraphs, lists and tables have elements of Akoma Ntoso.",
            bad='<foreign><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreign>',
            good='<foreign><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi></math></foreign>',
        ),
        Asserted(
            "text-note-nested",
            "No note stands in a note",
            "A note to a note has no place on a printed page, and is most often a second note that was not closed off.",
            source="AKN core part 2, authorialNote",
            names=("authorialNote",),
            test="not(ancestor::a:authorialNote)",
            message="The <authorialNote> {marker!r} stands within another.",
            bad='<p>a<authorialNote marker="1" placement="bottom"><p>b\n<authorialNote marker="2" placement="bottom">'
            "<p>c</p></authorialNote></p></authorialNote></p>",
            good='<p>a<authorialNote marker="1" placement="bottom"><p>b</p></authorialNote>\n<authorialNote marker="2"'
            ' placement="bottom"><p>c</p></authorialNote></p>',
        ),
        Asserted(
            "text-raised-note",
            "A sup around a note has no text of its own",
            "The marker is in @marker; text beside the note would be printed as a part of it.",
            source="AKN4UN part 1, notes",
            names=("sup",),
            where="a:authorialNote",
            test="not(text()[normalize-space(.)])",
            message="<sup> around a note has the text {text!r}.",
            bad='<p>a<sup>1<authorialNote marker="1" placement="bottom"><p>b</p></authorialNote></sup></p>',
            good='<p>a<sup><authorialNote marker="1" placement="bottom"><p>b</p></authorialNote></sup></p>',
        ),
        Asserted(
            "text-marker-twice",
            "The marker of a note is not in the text as well",
            "A reader of the XML prints @marker, so a raised marker before the note would stand there twice.",
            source="AKN4UN part 1, notes; AKN core part 2, authorialNote",
            names=("authorialNote", "noteRef"),
            where="@marker",
            test="not(preceding-sibling::node()[1][self::a:sup]"
            " and normalize-space(preceding-sibling::node()[1]) = normalize-space(@marker))",
            message="The marker {marker!r} stands before the <{name}> as well.",
            hint="Take the raised marker out of the text.",
            bad='<p>a<sup>1</sup><authorialNote marker="1" placement="bottom"><p>b</p></authorialNote></p>',
            good='<p>a<authorialNote marker="1" placement="bottom"><p>b</p></authorialNote></p>',
        ),
    ),
    source="AKN core part 2, the elements of that name",
)
