"""What can be broken in a document of the United Nations so that the rules of AKN4UN alone see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from akn.rules.naming import at, component, read
from akn.rules.survey import LANG
from akn.schema import NAMESPACE
from akn.testing.defects import Defect
from akn.testing.filing import (
    File,
    add,
    add_block,
    called,
    defect,
    files_of_un,
    kind_of_file,
    moved,
    new,
    put,
)

_NS = f"{{{NAMESPACE}}}"
_kind = partial(kind_of_file, of=files_of_un)
_ORGANIZATIONS = "/akn/ontology/organization/un/"


def _mains(make: Callable[[File], Iterator[Defect]]) -> Callable[[File], Iterator[Defect]]:
    """The kind made in the outermost document alone."""
    return lambda file: make(file) if file.part.is_main else iter(())


def _is_one_work(file: File) -> bool:
    """Whether all the documents of the file belong to the same Work, so that it can be renamed in all of them."""
    return all(one.work.uri == file.work.uri for one in files_of_un(file.document))


def _work(file: File, **changes: str) -> str:
    """The IRI of the Work with other parts."""
    work = read(file.work.uri)
    parts = {
        "doctype": work.doctype,
        "subtype": work.between[0],
        "actor": work.between[1],
        "date": work.date,
        "number": work.after[0],
        **changes,
    }
    return "/".join(["/akn/un", *(part for part in parts.values() if part)])


def _renamed(file: File, to: str, *steps: Callable[[], object]) -> Defect:
    return defect(at(file.work, "FRBRuri"), f"renamed it {to!r}", *steps, moved(file, file.work.uri, to))


def _everywhere(file: File, name: str, value: str) -> list[Callable[[], object]]:
    """The steps that give a property of the Work another value in all the documents of the file."""
    found = [one for other in files_of_un(file.document) for one in other.work.all(name)]
    return [partial(one.set, "value", value) for one in found] + [
        partial(one.attrib.pop, "showAs", "") for one in found
    ]


@partial(_kind, "akn4un-iri")
def _iri(file: File) -> Iterator[Defect]:
    if not file.is_cited:
        yield _renamed(file, _work(file, subtype=""))


def _actor(change: Callable[[str], str]) -> Callable[[File], Iterator[Defect]]:
    """Calls the actor otherwise, in the entry of the references too."""

    def make(file: File) -> Iterator[Defect]:
        actor = read(file.work.uri).between[1]
        other = change(actor)
        if other != actor and _is_one_work(file):
            step = moved(file, _ORGANIZATIONS + actor, _ORGANIZATIONS + other)
            yield _renamed(file, _work(file, actor=other), step)

    return make


_kind("akn4un-actor", _actor(str.upper))
_kind("akn4un-actor-code", _actor(lambda actor: actor.replace("-", "")))


@partial(_kind, "akn4un-author")
def _author(file: File) -> Iterator[Defect]:
    actor = read(file.work.uri).between[1]
    step = moved(file, _ORGANIZATIONS + actor, f"{_ORGANIZATIONS}un-other")
    yield defect(at(file.work, "FRBRauthor"), "had the author lead to another organ", step)


@partial(_kind, "akn4un-day")
def _day(file: File) -> Iterator[Defect]:
    date = read(file.work.uri).date
    if len(date) > 4 and not date.endswith("-01-01"):
        yield _renamed(file, _work(file, date=date[:4]))


@partial(_kind, "akn4un-number")
def _number(file: File) -> Iterator[Defect]:
    yield put(file, file.work, "FRBRnumber", showAs="0/0")


@partial(_kind, "akn4un-number-sign")
def _sign(file: File) -> Iterator[Defect]:
    value = file.work.value("FRBRnumber")
    other = value.replace("-", "/").replace("_", " ")
    if other != value:
        yield put(file, file.work, "FRBRnumber", value=other)


@partial(_kind, "akn4un-number-printed")
@_mains
def _unprinted(file: File) -> Iterator[Defect]:
    number, printed = file.work.first("FRBRnumber"), next(iter(_docnumbers(file)), None)
    if number is not None and printed is not None and number.get("showAs") and set("-_") & set(number.get("value", "")):
        yield Defect(number, "took @showAs out", partial(number.attrib.pop, "showAs"))


@partial(_kind, "akn4un-number-unknown")
def _unknown(file: File) -> Iterator[Defect]:
    if _is_one_work(file):
        yield _renamed(file, _work(file, number="nn"), *_everywhere(file, "FRBRnumber", "nn"))


@partial(_kind, "akn4un-docnumber")
@_mains
def _docnumber(file: File) -> Iterator[Defect]:
    found = list(_docnumbers(file))
    if found and file.work.value("FRBRnumber", "showAs") and not any(len(one) for one in found):
        steps = [partial(setattr, one, "text", f"0/{number}") for number, one in enumerate(found)]
        yield defect(found[0], "printed another number", *steps)


def _docnumbers(file: File) -> Iterator[etree._Element]:
    for child in file.part.element.iterchildren(f"{_NS}coverPage", f"{_NS}preface"):
        yield from child.iter(f"{_NS}docNumber")


@partial(_kind, "akn4un-original")
def _original(file: File) -> Iterator[Defect]:
    last = [one for one in files_of_un(file.document) if one.part.is_attachment][-1:]
    if last and last[0].part.element is file.part.element and component(file.work) != "main":
        to = _work(file, number="0")
        one = put(file, file.work, "FRBRnumber", value="0", showAs="0")
        step = moved(file, file.work.uri, to, alone=True)
        yield defect(at(file.work, "FRBRuri"), "made it another Work", called(file, "main"), one.make, step)


def _subtype(subtype: str) -> Callable[[File], Iterator[Defect]]:
    """Gives the Work another subtype, in its IRI too."""

    def make(file: File) -> Iterator[Defect]:
        if _is_one_work(file):
            found = at(file.work, "FRBRsubtype")
            step = moved(file, file.work.uri, _work(file, subtype=subtype))
            yield defect(found, f"set the subtype {subtype!r}", *_everywhere(file, "FRBRsubtype", subtype), step)

    return make


_kind("akn4un-subtype", _subtype("provision"))
_kind("akn4un-subtype-letters", _subtype("deliberation1"))


def _named(name: str) -> Callable[[File], Iterator[Defect]]:
    """Gives a document another @name."""

    def make(file: File) -> Iterator[Defect]:
        yield Defect(file.part.element, f"set @name to {name!r}", partial(file.part.element.set, "name", name))

    return make


_kind("akn4un-name", _named("text"))
_kind("akn4un-name-class", _named("agendaListing"))


@partial(_kind, "akn4un-preface")
@_mains
def _preface(file: File) -> Iterator[Defect]:
    preface, body = (file.part.element.find(f"{_NS}{name}") for name in ("preface", "mainBody"))
    if preface is not None and body is not None and not file.document.needs(preface):
        yield Defect(body, "took the preface out", partial(file.part.element.remove, preface))


def _lacking(level: int, name: str, *before: str) -> Callable[[File], Iterator[Defect]]:
    """Takes a property out."""

    def make(file: File) -> Iterator[Defect]:
        holder = file.levels[level]
        found = holder.first(name)
        if found is not None and not file.part.is_attachment:
            yield Defect(at(holder, *before), f"took {name} out", partial(holder.element.remove, found))

    return make


_kind("akn4un-subtype-required", _lacking(0, "FRBRsubtype", "FRBRcountry"))
_kind("akn4un-number-required", _lacking(0, "FRBRnumber", "FRBRsubtype"))
_kind("akn4un-format-required", _lacking(2, "FRBRformat", "preservation", "FRBRauthor"))


def _publication(file: File) -> Iterator[etree._Element]:
    yield from file.part.element.iterfind(f"{_NS}meta/{_NS}publication")


@partial(_kind, "akn4un-publication")
@_mains
def _unpublished(file: File) -> Iterator[Defect]:
    draft = "Draft" in file.part.element.get("name", "")
    if len(read(file.work.uri).date) > 4 and not draft:
        for found in _publication(file):
            meta, following = found.getparent(), found.getnext()
            if meta is not None and following is not None:
                yield Defect(following, "took <publication> out", partial(meta.remove, found))


@partial(_kind, "akn4un-publication-number")
def _publication_number(file: File) -> Iterator[Defect]:
    if any(map(str.isdigit, file.work.value("FRBRnumber"))):
        for found in _publication(file):
            yield Defect(found, "set another number", partial(found.set, "number", "X-000"))


@partial(_kind, "akn4un-publication-sign")
def _publication_sign(file: File) -> Iterator[Defect]:
    for found in _publication(file):
        number = found.get("number", "")
        if "-" in number:
            yield Defect(found, "wrote slashes", partial(found.set, "number", number.replace("-", "/")))


@partial(_kind, "akn4un-publication-date")
def _publication_date(file: File) -> Iterator[Defect]:
    for found in _publication(file):
        yield Defect(found, "set another date", partial(found.set, "date", "2999-01-01"))


@partial(_kind, "akn4un-references")
@_mains
def _references(file: File) -> Iterator[Defect]:
    meta = file.part.element.find(f"{_NS}meta")
    found = None if meta is None else meta.find(f"{_NS}references")
    for other in files_of_un(file.document)[1:2]:
        if meta is not None and found is not None and other.part.is_attachment and not other.has("references"):
            blocks = [one for one in meta if one is not found]
            yield defect(blocks[-1], "moved <references> to an annex", add_block(other, found))


@partial(_kind, "akn4un-source")
def _source(file: File) -> Iterator[Defect]:
    yield put(file, file.manifestation, "FRBRauthor", href=file.work.value("FRBRauthor", "href"))


@partial(_kind, "akn4un-author-class")
@_mains
def _author_class(file: File) -> Iterator[Defect]:
    references = file.part.element.find(f"{_NS}meta/{_NS}references")
    if references is not None:
        person = {"eId": "person-901", "href": "/akn/ontology/person/un.x.y.1970-01-01", "showAs": "X Y"}
        one = put(file, file.expression, "FRBRauthor", href="#person-901")
        yield defect(one.element, "named a person", add(file, references, new("TLCPerson", person)), one.make)


@partial(_kind, "akn4un-author-entry")
def _author_entry(file: File) -> Iterator[Defect]:
    yield put(file, file.expression, "FRBRauthor", href=f"{_ORGANIZATIONS}un-ga")


@partial(_kind, "akn4un-date-name")
def _date_name(file: File) -> Iterator[Defect]:
    yield put(file, file.manifestation, "FRBRdate", name="encoding")


def _event(date: str, type_: str, *, of_document: bool = True) -> Callable[[File], Iterator[Defect]]:
    """Adds a lifecycle of one event."""

    def make(file: File) -> Iterator[Defect]:
        references = file.part.element.find(f"{_NS}meta/{_NS}references")
        if references is None or file.has("lifecycle", "original"):
            return
        source = "#original_901" if of_document else file.agent
        day = date or at(file.work, "FRBRdate").get("date", "")
        event = new("eventRef", {"date": day, "source": source, **({"type": type_} if type_ else {})})
        original = new("original", {"eId": "original_901", "href": file.work.uri, "showAs": "x"})
        steps = [add(file, references, original)] if of_document else []
        yield defect(event, "added an event", *steps, add_block(file, new("lifecycle", {"source": file.agent}, event)))

    return make


_kind("akn4un-event-type", _mains(_event("", "")))
_kind("akn4un-event-source", _mains(_event("", "generation", of_document=False)))
_kind("akn4un-event-future", _mains(_event("2999-01-01", "generation")))


@partial(_kind, "akn4un-xml-lang")
def _lang(file: File) -> Iterator[Defect]:
    for found in list(file.part.element.iter(f"{_NS}p"))[:3]:
        yield Defect(found, "set a language", partial(found.set, LANG, "esp"))


@partial(_kind, "akn4un-xml-lang-repeated")
def _lang_repeated(file: File) -> Iterator[Defect]:
    for found in list(file.part.element.iter(f"{_NS}p"))[:3]:
        holder = found.getparent()
        if holder is not None:
            yield defect(found, "set a language twice", *(partial(one.set, LANG, "es") for one in (holder, found)))
