"""Fragments that the examples of the rules are made of."""

from __future__ import annotations

WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"
"""The Work of most examples."""

OTHER = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-7"
"""Another one."""


MASTER = (
    f'<FRBRExpression><FRBRmasterExpression eId="FRBRmasterExpression_1" href="{WORK}/eng@" showAs="English"/>'
    "</FRBRExpression>"
)
"""What a document has whose wIds are the eIds of another Expression."""


def history(*events: tuple[str, str], source: str = "#original_1") -> str:
    """A lifecycle of events, each a date and a type, and the document that they lead to."""
    rows = "".join(
        f'<eventRef eId="eref_{number}" date="{date}" type="{type_}" source="{source}"/>\n'
        for number, (date, type_) in enumerate(events, 1)
    )
    return (
        f'<lifecycle source="#akn">{rows}</lifecycle><references source="#akn">'
        f'<original eId="original_1" href="{WORK}" showAs="67/6"/></references>'
    )


EVENTS = (("2012-11-19", "generation"), ("2012-12-19", "amendment"))


def levels(
    uri: str = WORK,
    *,
    version: str = "fra@",
    end: str = ".xml",
    component: str = "main",
    work: str = "",
    expression: str = "",
    manifestation: str = "",
) -> str:
    """The three levels with the identifiers of a document, and what else each is to hold."""
    whole = f"{uri}/{version}"
    part = f"/!{component}"
    return "".join(
        f'<{name}><FRBRthis value="{this}"/><FRBRuri value="{that}"/>{more}</{name}>\n'
        for name, this, that, more in (
            ("FRBRWork", uri + part, uri, work),
            ("FRBRExpression", whole + part, whole, expression),
            ("FRBRManifestation", f"{whole}{part}{end}", whole + end, manifestation),
        )
    )


def attached(uri: str = WORK, *components: str, work: str = "", language: str = "fra", copied: bool = True) -> str:
    """Annexes with identifiers of their own; `work` is the number of another Work, `copied` has its source named."""
    return f"<attachments>{''.join(_annex(uri, one, work, language, copied) for one in components)}</attachments>"


def _annex(uri: str, component: str, work: str, language: str, copied: bool) -> str:
    date = '<FRBRdate date="{}" name="{}"/><FRBRauthor href="#{}"/>'
    number = work or '<FRBRnumber value="67-6" showAs="67/6"/>'
    identification = levels(
        uri,
        version=f"{language}@",
        component=component,
        work=date.format("2012-11-19", "adoption", "un-ga")
        + f'<FRBRcountry value="un"/><FRBRsubtype value="deliberation"/>{number}',
        expression=date.format("2013-01-31", "publication", "un-ga") + f'<FRBRlanguage language="{language}"/>',
        manifestation=date.format("2013-01-31", "markup", "akn") + '<FRBRformat value="xml"/>',
    )
    original = f'<references source="#akn"><original href="{uri}" showAs="67/7"/></references>'
    return (
        f'<attachment>\n<doc name="annex"><meta><identification source="#akn">{identification}</identification>'
        f"{original if work and copied else ''}</meta><preface><p/></preface>"
        "<mainBody><p/></mainBody></doc></attachment>"
    )
