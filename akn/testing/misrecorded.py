"""What can be broken in what the metadata of a document of level 2 tell, so that the rules of FRBR alone see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from akn.grammar import symbol
from akn.ids import EID_PATTERN
from akn.places import local_name
from akn.rules.naming import at
from akn.rules.survey import LANG, Level
from akn.schema import NAMESPACE
from akn.testing.defects import Defect
from akn.testing.filing import File, add, add_block, added, defect, files, kind_of_file, new, put

_NS = f"{{{NAMESPACE}}}"
_ELSEWHERE = "/akn/fr/act/1999-12-31/999/kor@"
_DATES = ("2001-01-01", "2002-01-01")


def _language(code: str) -> Callable[[File], Iterator[Defect]]:
    """Adds a language."""

    def make(file: File) -> Iterator[Defect]:
        # Several languages are told apart by xml:lang, or by the documents that the file is made of.
        told = any(LANG in element.attrib for element in file.document.root.iter(f"{_NS}*"))
        if code != "mul" or not (told or len(list(files(file.document))) > 1):
            yield added(file, file.expression, "FRBRlanguage", language=code)

    return make


kind_of_file("frbr-language", _language("fr"))
kind_of_file("frbr-language-code", _language("xyz"))
kind_of_file("frbr-language-terminological", _language("fre"))
kind_of_file("frbr-language-repeated", _language("fra"))
kind_of_file("frbr-mul", _language("mul"))


def _translation(language: str, href: str = "kor@", pivot: str = "") -> Callable[[File], Iterator[Defect]]:
    """Adds a translation."""

    def make(file: File) -> Iterator[Defect]:
        address = href if href.startswith("/") else f"{file.work.uri}/{href}"
        more = {"pivot": pivot} if pivot else {}
        yield added(
            file, file.expression, "FRBRtranslation", href=address, fromLanguage=language, by=file.agent, **more
        )

    return make


kind_of_file("frbr-translation", _translation("kor", _ELSEWHERE))
kind_of_file("frbr-translation-from", _translation("jpn"))
kind_of_file("frbr-translation-code", _translation("ko"))
kind_of_file("frbr-translation-self", _translation("fra", "fra@"))
kind_of_file("frbr-pivot", _translation("kor", pivot="kor"))


def _renumbered(file: File) -> etree._Element | None:
    """An element that can say that its identifier was another, and is no mapping's; None where some element says so."""
    found = None
    mapped = {element.get("current") for element, _ in file.document}
    for element, declared in file.document:
        if element.get("wId") is not None or symbol(element.tag) == "FRBRmasterExpression":
            return None
        eid = element.get("eId", "")
        able = "wId" in declared.attributes and f"#{eid}" not in mapped
        if found is None and able and EID_PATTERN.fullmatch(eid) and eid[-1].isdigit():
            found = element
    return found


@partial(kind_of_file, "frbr-master")
def _master(file: File) -> Iterator[Defect]:
    element = _renumbered(file)
    if element is not None:
        yield Defect(element, "renumbered it", partial(element.set, "wId", f"{element.get('eId')}99"))


@partial(kind_of_file, "frbr-master-idle")
def _master_idle(file: File) -> Iterator[Defect]:
    if not any(element.get("wId") for element, _ in file.document) and not file.has("FRBRmasterExpression"):
        yield added(file, file.expression, "FRBRmasterExpression", href=f"{file.work.uri}/kor@", showAs="master")


@partial(kind_of_file, "frbr-master-work")
def _master_work(file: File) -> Iterator[Defect]:
    one = put(file, file.expression, "FRBRmasterExpression", href=_ELSEWHERE, showAs="master")
    element = _renumbered(file)
    if file.has("FRBRmasterExpression"):
        yield one
    elif element is not None:
        yield defect(one.element, one.change, one.make, partial(element.set, "wId", f"{element.get('eId')}99"))


@partial(kind_of_file, "frbr-portion")
def _portion(file: File) -> Iterator[Defect]:
    eid = next((element.get("eId") for element, _ in file.document if element.get("eId")), None)
    if eid and local_name(file.part.element) != "portion":
        yield added(file, file.manifestation, "FRBRportion", **{"from": f"#{eid}"})


@partial(kind_of_file, "frbr-format-code")
def _format_code(file: File) -> Iterator[Defect]:
    yield put(file, file.manifestation, "FRBRformat", value="application/xml")


@partial(kind_of_file, "frbr-empty")
def _empty(file: File) -> Iterator[Defect]:
    yield put(file, file.work, "FRBRname", value="")


@partial(kind_of_file, "frbr-author")
def _author(file: File) -> Iterator[Defect]:
    yield put(file, file.expression, "FRBRauthor", href="nobody")


@partial(kind_of_file, "frbr-alias")
def _alias(file: File) -> Iterator[Defect]:
    yield added(file, file.work, "FRBRalias", value=file.work.uri, name="iri")


@partial(kind_of_file, "frbr-date-order")
def _date_order(file: File) -> Iterator[Defect]:
    dates = list(file.expression.all("FRBRdate"))
    yield defect(dates[0], "made it old", *(partial(date.set, "date", "1000-01-01") for date in dates))


@partial(kind_of_file, "frbr-date-name")
def _date_name(file: File) -> Iterator[Defect]:
    yield put(file, file.manifestation, "FRBRdate", name="")


@partial(kind_of_file, "frbr-date-twice")
def _date_twice(file: File) -> Iterator[Defect]:
    name = at(file.manifestation, "FRBRdate").get("name", "")
    yield added(file, file.manifestation, "FRBRdate", date="2999-01-01", name=name)


@partial(kind_of_file, "frbr-publication-date")
def _publication_date(file: File) -> Iterator[Defect]:
    if not file.has("publication"):
        element = new("publication", {"date": "1000-01-01", "name": "gazette", "showAs": "gazette"})
        yield defect(element, "published it before it was made", add_block(file, element))


@partial(kind_of_file, "frbr-lifecycle")
def _lifecycle(file: File) -> Iterator[Defect]:
    declared = file.document.grammar.elements[symbol(file.part.element.tag)]
    if not file.has("lifecycle") and "contains" in declared.attributes:
        step = partial(file.part.element.set, "contains", "singleVersion")
        yield Defect(file.part.element, "set @contains to 'singleVersion'", step)


def _events(*types: str, days: tuple[str, ...] = _DATES, at: int = 1) -> Callable[[File], Iterator[Defect]]:
    """Adds a lifecycle with events of these types, one of which is where the defect is."""

    def make(file: File) -> Iterator[Defect]:
        if not file.has("lifecycle"):
            events = [
                new("eventRef", {"date": day, "type": type_, "source": file.agent})
                for day, type_ in zip(days, types, strict=True)
            ]
            holder = new("lifecycle", {"source": file.agent}, *events)
            yield defect(events[at], f"added events {types} of {days}", add_block(file, holder))

    return make


kind_of_file("frbr-event-order", _events("generation", "amendment", days=_DATES[::-1]))
kind_of_file("frbr-event-generation", _events("amendment", "amendment", at=0))
kind_of_file("frbr-event-again", _events("generation", "generation"))


def _steps(days: tuple[str, ...]) -> Callable[[File], Iterator[Defect]]:
    """Adds a workflow."""

    def make(file: File) -> Iterator[Defect]:
        if not file.has("workflow"):
            steps = [new("step", {"date": day, "by": file.agent}) for day in days]
            holder = new("workflow", {"source": file.agent}, *steps)
            yield defect(steps[-1], f"added steps of {days}", add_block(file, holder))

    return make


kind_of_file("frbr-step-order", _steps(_DATES[::-1]))


def _parts(
    at_level: int, href: str = "", name: str = "main", *, twice: bool = False
) -> Callable[[File], Iterator[Defect]]:
    """Tells of components at all three levels; that of one leads elsewhere, has another name, or stands there twice."""

    def make(file: File) -> Iterator[Defect]:
        if file.has("componentInfo"):
            return
        usual = ("#part-e-901", "#part-m-901", "main.xml")
        entries = [[_entry(f"part-{level}-901", to, "main")] for level, to in zip("wem", usual, strict=True)]
        broken = entries[at_level][0]
        if twice:
            broken = _entry("part-m-902", "annex.xml", name)
            entries[at_level].append(broken)
        broken.set("href", href or broken.get("href", ""))
        broken.set("name", name)
        steps = [_told(file, level, rows) for level, rows in zip(file.levels, entries, strict=True)]
        yield defect(broken, "told of components", *steps)

    return make


def _entry(eid: str, href: str, name: str) -> etree._Element:
    return new("componentData", {"eId": eid, "href": href, "name": name, "showAs": name})


def _told(file: File, level: Level, entries: list[etree._Element]) -> Callable[[], None]:
    return add(file, level.element, new("componentInfo", None, *entries))


kind_of_file("frbr-parts-work", _parts(0, "#part-m-901"))
kind_of_file("frbr-parts-expression", _parts(1, "#part-w-901"))
kind_of_file("frbr-parts-manifestation", _parts(2, "#part-e-901"))
kind_of_file("frbr-parts-name", _parts(1, name="other"))
kind_of_file("frbr-parts-twice", _parts(2, twice=True))


@partial(kind_of_file, "frbr-parts")
def _parts_of_a_level(file: File) -> Iterator[Defect]:
    if not file.has("componentInfo"):
        entry = _entry("part-w-901", "#part-w-901", "main")
        yield defect(at(file.expression, "FRBRauthor"), "told of components", _told(file, file.work, [entry]))
