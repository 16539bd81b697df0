"""Hypothesis strategies for the tests of whoever works with Akoma Ntoso or builds on `akn`: documents and elements that
are valid by construction, the same with one defect, texts of all kinds, resolutions with their structure.

Needs Hypothesis: `pip install akn[testing]`. Nothing else in `akn` imports it.
"""

from __future__ import annotations

from collections.abc import Sequence

try:
    from hypothesis import strategies as st
except ImportError as missing:  # pragma: no cover - the tests themselves need Hypothesis
    raise ImportError("akn.testing needs Hypothesis; install it with `pip install akn[testing]`") from missing

from akn.lang import codes, load
from akn.testing import columns, markdown, plain, wrapped
from akn.testing.documents import documents, elements
from akn.testing.drawing import Traits, structure
from akn.testing.fragments import arbitrary, damaged, provoking
from akn.testing.mutations import DEFECTS, Mutation, mutations
from akn.testing.reading import recognised
from akn.testing.specimens import Specimens, bodies, specimens_of
from akn.testing.structure import Annex, Note, Paragraph, Place, Resolution, Section, settle

__all__ = [
    "BODIES",
    "DEFECTS",
    "LAYOUTS",
    "Annex",
    "Mutation",
    "Note",
    "Paragraph",
    "Place",
    "Resolution",
    "Section",
    "documents",
    "elements",
    "mutations",
    "recognised",
    "resolutions",
    "texts",
]

LAYOUTS = ("plain", "wrapped", "markdown", "columns")
BODIES = tuple(bodies())
_SPARSE = Traits(symbol=True, calls_again=False, tables=False, wrap_ups=False)
_TRAITS = {"plain": Traits(), "wrapped": _SPARSE, "markdown": Traits(calls_again=False), "columns": _SPARSE}


def texts() -> st.SearchStrategy[str]:
    """Any `str` that `akn.convert` accepts: characters of XML 1.0 and form feeds.

    Some are arbitrary; some are strung together from fragments that provoke the recognisers (numbers, letters, notes
    and their calls, dates, citations, headings, furniture, odd white space) in all languages; some are resolutions
    with a stretch damaged. They shrink to short strings.
    """
    printed = resolutions(body=None, layout=None)
    return st.one_of(arbitrary(), provoking(), damaged(printed.map(lambda resolution: resolution.text)))


def resolutions(
    language: str | None = None, *, body: str | None = "un-ga", layout: str | None = "plain"
) -> st.SearchStrategy[Resolution]:
    """Invented resolutions, each a `Resolution` with its structure and with its print in `text`.

    `language` is an ISO 639-1 or 639-2 code. `body` is the organ, one of BODIES: the General Assembly (`un-ga`), the
    Security Council (`un-sc`), the Economic and Social Council (`un-ecosoc`) and the Human Rights Council (`un-hrc`),
    each with its own front matter, number, formula and closing lines. `layout` is one of LAYOUTS:

    - `plain`: light Markdown with a blank line between paragraphs, italic lead words, raised calls, and the notes of a
      page below it;
    - `wrapped`: what comes out of a PDF, with paragraphs broken into lines without blank lines between them, form
      feeds, running heads, rules, notes, job and page numbers;
    - `columns`: the same with the indentation and the columns kept by blanks;
    - `markdown`: what converters of documents write, with a line for each paragraph, doubled blanks, calls that are
      figures like any others, and lines of the masthead out of their place.

    None draws from all of them. Without arguments the resolutions are those of the General Assembly in the plain
    layout, in any language.

    Every resolution has an adoption line, a number, an enacting formula and one operative paragraph or more. What its
    organ prints of these it has too: title, session, agenda item, origin, meeting, day and vote. It may have preambular
    paragraphs, points to the third level with text after them, (plain, markdown) tables that a paragraph announces,
    sections whose numbers run through or start again, notes that are called once or (plain) twice, a reissue note, and
    annexes. Texts are as the layout prints them, with a blank before a stop where `markdown` has one. It shrinks to
    one of a dozen lines. `recognised(akn.convert(resolution.text)) == resolution` is what a converter is to achieve.

    Raises ValueError for a body or layout that is not made, saying which are, and UsageError for a language that is
    not one of the United Nations.
    """
    for name, given, known in (("body", body, BODIES), ("layout", layout, LAYOUTS)):
        if given is not None and given not in known:
            raise ValueError(f"the {name} {given!r} is not known; accepted are {', '.join(known)}")
    languages = codes() if language is None else (load(language).code,)
    return _printed(languages, BODIES if body is None else (body,), LAYOUTS if layout is None else (layout,))


@st.composite
def _printed(draw: st.DrawFn, languages: Sequence[str], organs: Sequence[str], layouts: Sequence[str]) -> Resolution:
    here = specimens_of(draw(st.sampled_from(languages)), draw(st.sampled_from(organs)))
    layout = draw(st.sampled_from(layouts))
    drawn = structure(draw, here, _TRAITS[layout])
    return settle(_PRINTERS[layout](draw, drawn, here))


def _plain(draw: st.DrawFn, drawn: Resolution, here: Specimens) -> Resolution:
    page = draw(st.sampled_from([1000, 12, 7, 3]))
    gap = draw(st.sampled_from(["\n\n", "\n\n\n\n"]))
    return plain.printed(drawn, here, page, gap, draw(st.sampled_from(["", "\n"])))


def _job(draw: st.DrawFn, drawn: Resolution) -> str:
    return f"{drawn.issued:%y}-{draw(st.integers(0, 99_999)):05}"


def _wrapped(draw: st.DrawFn, drawn: Resolution, here: Specimens) -> Resolution:
    height = draw(st.sampled_from([1000, 45, 30, 20, 12]))
    job = _job(draw, drawn)
    habits = wrapped.Habits(height, draw(st.integers(0, 2)), job, f"{drawn.issued:%d%m%y}")
    return wrapped.printed(drawn, here, habits)


def _markdown(draw: st.DrawFn, drawn: Resolution, here: Specimens) -> Resolution:
    flags = draw(st.tuples(*[st.booleans() for _ in range(6)]))
    doubled, listed, loose, run, apart, torn = flags
    page = draw(st.sampled_from([1000, 12, 7, 3]))
    # The note of a reissue hangs on the line of the distribution, which therefore comes before all that is called.
    starred = any(note.marker == "*" for note in drawn.notes)
    place = draw(st.sampled_from(["distribution", "formula"] if starred else ["distribution", "number", "formula"]))
    habits = markdown.Habits(page, doubled, listed, loose, run, place, apart, torn, _job(draw, drawn))
    return markdown.printed(drawn, here, habits)


def _columns(draw: st.DrawFn, drawn: Resolution, here: Specimens) -> Resolution:
    height = draw(st.sampled_from([1000, 45, 30, 20, 12]))
    habits = wrapped.Habits(height, 0, _job(draw, drawn), f"{drawn.issued:%d%m%y}")
    return columns.printed(drawn, here, habits)


_PRINTERS = {"plain": _plain, "wrapped": _wrapped, "markdown": _markdown, "columns": _columns}
