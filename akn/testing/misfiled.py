"""What can be broken in the identifiers of a document of level 2, so that the rules of FRBR alone see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from akn.places import local_name
from akn.rules.naming import at, read
from akn.testing.defects import Defect
from akn.testing.filing import File, added, attached, called, defect, files, kind_of_file, moved, put

_IDENTIFIERS = ("FRBRuri", "FRBRthis")
_DOCTYPES = "bill act statement doc debate judgment".split()


def _rewritten(level: int, name: str, change: Callable[[str], str]) -> Callable[[File], Iterator[Defect]]:
    """Changes the value of one identifier."""

    def make(file: File) -> Iterator[Defect]:
        found = file.levels[level].first(name)
        if found is not None:
            value = change(found.get("value", ""))
            if value != found.get("value"):
                yield Defect(found, f"set {name} to {value!r}", partial(found.set, "value", value))

    return make


for _name, _level, _property, _change in (
    ("iri", 0, "FRBRuri", lambda value: value.replace("/akn/", "/eli/", 1)),
    ("host", 0, "FRBRuri", lambda value: f"https://example.org{value}"),
    ("fragment", 0, "FRBRthis", lambda value: f"{value}#sec_1"),
    ("query", 0, "FRBRuri", lambda value: f"{value}?a=b"),
    ("sign", 0, "FRBRuri", lambda value: f"{value} a"),
    ("virtual", 1, "FRBRuri", lambda value: value.replace("@", ":")),
    ("slash", 0, "FRBRuri", lambda value: f"{value}/"),
    ("mark", 1, "FRBRthis", lambda value: value.replace("/!", "!")),
    ("gap", 0, "FRBRuri", lambda value: "//".join(value.rsplit("/", 1))),
    ("whole", 0, "FRBRuri", lambda value: f"{value}/!main"),
    ("this", 0, "FRBRthis", lambda value: value.replace("/!", "x/!")),
    ("component", 1, "FRBRthis", lambda value: f"{value.partition('/!')[0]}/!other"),
    ("manifestation", 2, "FRBRuri", lambda value: value.removesuffix(".xml")),
):
    kind_of_file(f"frbr-{_name}", _rewritten(_level, _property, _change))


def _renamed(change: Callable[[File], str]) -> Callable[[File], Iterator[Defect]]:
    """Gives a Work another IRI wherever the file has it: what leads to it would be wrong as well."""

    def make(file: File) -> Iterator[Defect]:
        old, to = file.work.uri, change(file)
        if to and to != old and not file.is_cited:
            yield defect(at(file.work, "FRBRuri"), f"renamed {old!r} {to!r}", moved(file, old, to))

    return make


def _between(file: File, subtype: str, actor: str) -> str:
    """The IRI of the Work with both a subtype and an actor; empty where others share it."""
    work = read(file.work.uri)
    parts = ("", "akn", work.country, work.doctype, subtype, actor, work.date, *work.after)
    return "" if file.shares else "/".join(parts)


def _other_type(file: File) -> str:
    known = {local_name(one.part.element) for one in files(file.document)}
    if "portion" in known:  # it is one of a document of any type
        return ""
    work = read(file.work.uri)
    other = next(one for one in _DOCTYPES if one not in known)
    return file.work.uri.replace(f"/{work.doctype}/", f"/{other}/", 1)


def _dated(day: str) -> Callable[[File], str]:
    def change(file: File) -> str:
        date = read(file.work.uri).date
        return file.work.uri.replace(f"/{date}", day and f"/{day}", 1)

    return change


kind_of_file("frbr-country", _renamed(lambda file: file.work.uri.replace("/fr/", "/de/", 1)))
kind_of_file("frbr-doctype", _renamed(_other_type))
kind_of_file("frbr-dated", _renamed(_dated("")))
kind_of_file("frbr-day", _renamed(_dated("2012-02-30")))
kind_of_file("frbr-date", _renamed(_dated("1999-12-31")))


@partial(kind_of_file, "frbr-subtype")
def _subtype(file: File) -> Iterator[Defect]:
    author = file.work.value("FRBRauthor", "href")[1:].lower()
    if to := _between(file, "decree", author):
        step = put(file, file.work, "FRBRsubtype", value="regulation").make
        yield defect(at(file.work, "FRBRuri"), f"named it {to!r}", step, moved(file, file.work.uri, to))


@partial(kind_of_file, "frbr-actor")
def _actor(file: File) -> Iterator[Defect]:
    if to := _between(file, file.work.value("FRBRsubtype") or "regulation", "nobody"):
        yield defect(at(file.work, "FRBRuri"), f"named it {to!r}", moved(file, file.work.uri, to))


@partial(kind_of_file, "frbr-country-case")
def _case(file: File) -> Iterator[Defect]:
    yield put(file, file.work, "FRBRcountry", value="FR")


@partial(kind_of_file, "frbr-country-code")
def _code(file: File) -> Iterator[Defect]:
    if not file.shares:
        one = put(file, file.work, "FRBRcountry", value="xx")
        to = file.work.uri.replace("/fr/", "/xx/", 1)
        yield defect(one.element, "named another country", one.make, moved(file, file.work.uri, to))


@partial(kind_of_file, "frbr-number")
def _number(file: File) -> Iterator[Defect]:
    if file.work.first("FRBRnumber") is None or len(list(file.work.all("FRBRnumber"))) == 1:
        one = put(file, file.work, "FRBRnumber", value="odd")
        yield defect(at(file.work, "FRBRuri"), "named another number", one.make)


def _versioned(version: str) -> Callable[[File], Iterator[Defect]]:
    """Gives an Expression another language and version wherever the file has it."""

    def make(file: File) -> Iterator[Defect]:
        old, to = file.expression.uri, f"{file.work.uri}/{version}"
        if not (version.startswith("fra@draft") and file.expression.first("FRBRversionNumber") is not None):
            yield defect(at(file.expression, "FRBRuri"), f"named it {to!r}", moved(file, old, to, *_IDENTIFIERS))

    return make


kind_of_file("frbr-expression", _versioned("fra"))
kind_of_file("frbr-expression-language", _versioned("lat@"))
kind_of_file("frbr-version", _versioned("fra@1999-01-01"))
kind_of_file("frbr-version-number", _versioned("fra@draft"))


@partial(kind_of_file, "frbr-undated")
def _undated(file: File) -> Iterator[Defect]:
    if not file.shares and file.expression.first("FRBRversionNumber") is None:
        to = f"{file.work.uri}/fra@1900-01-01"
        date = put(file, file.expression, "FRBRdate", date="1900-01-01").make
        step = moved(file, file.expression.uri, to, *_IDENTIFIERS)
        yield defect(at(file.expression, "FRBRuri"), f"named it {to!r}", date, step)


@partial(kind_of_file, "frbr-format")
def _format(file: File) -> Iterator[Defect]:
    yield defect(
        at(file.manifestation, "FRBRuri"),
        "set the format",
        put(file, file.manifestation, "FRBRformat", value="pdf").make,
    )


@partial(kind_of_file, "frbr-provenance")
def _provenance(file: File) -> Iterator[Defect]:
    uri, this = (at(file.manifestation, name) for name in _IDENTIFIERS)
    start, end = f"{file.expression.uri}/editor/1999-01-01", file.manifestation.this.rpartition("/!")[2]
    steps = [partial(uri.set, "value", f"{start}.xml"), partial(this.set, "value", f"{start}/!{end}")]
    yield defect(uri, "named another day of mark-up", *steps)


@partial(kind_of_file, "frbr-main")
def _main(file: File) -> Iterator[Defect]:
    if file.part.is_main:
        yield defect(at(file.work, "FRBRthis"), "called the document otherwise", called(file, "text"))


@partial(kind_of_file, "frbr-attachment", of=attached)
def _attachment(file: File) -> Iterator[Defect]:
    yield defect(at(file.work, "FRBRthis"), "called an attachment main", called(file, "main"))


@partial(kind_of_file, "frbr-component-number", of=attached)
def _component_number(file: File) -> Iterator[Defect]:
    name, _, number = file.work.this.rpartition("/!")[2].rpartition("_")
    yield defect(at(file.work, "FRBRthis"), "left numbers out", called(file, f"{name}_{int(number) + 5}"))


@partial(kind_of_file, "frbr-component-twice", of=attached)
def _twice(file: File) -> Iterator[Defect]:
    for other in files(file.document):
        if other.part.is_attachment and other.work.uri == file.work.uri and other.work.this != file.work.this:
            name = other.work.this.rpartition("/!")[2]
            yield defect(at(file.work, "FRBRthis"), f"called it {name!r} too", called(file, name))


@partial(kind_of_file, "frbr-attachment-main", of=attached)
def _autonomous(file: File) -> Iterator[Defect]:
    step = moved(file, file.work.uri, f"{file.work.uri}0", alone=True)
    yield defect(at(file.work, "FRBRthis"), "made it a part of another Work", called(file, "schedule"), step)


@partial(kind_of_file, "frbr-attachment-expression", of=attached)
def _attachment_expression(file: File) -> Iterator[Defect]:
    steps = [
        partial(one.set, "value", one.get("value", "").replace("/fra@", "/lat@"))
        for level in file.levels
        for name in _IDENTIFIERS
        for one in level.all(name)
    ]
    language = put(file, file.expression, "FRBRlanguage", language="lat").make
    yield defect(at(file.expression, "FRBRuri"), "wrote it in another language", language, *steps)


@partial(kind_of_file, "frbr-shared-date", of=attached)
def _shared_date(file: File) -> Iterator[Defect]:
    first = at(file.work, "FRBRdate")
    more = added(file, file.work, "FRBRdate", date=first.get("date", ""), name="other")
    yield defect(first, "changed the date of an attachment", more.make, partial(first.set, "date", "2999-01-01"))
