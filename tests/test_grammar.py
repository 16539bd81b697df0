"""The compiled schema: it is that of the XSD, its automata are exact, and reading it is light."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import ROOT

from akn import grammar, schema
from akn.automaton import Term, automaton
from akn.diagnostics import SchemaError
from akn.xsd_grammar import compiled, printed

GRAMMAR = grammar.official()


def test_the_compiled_form_is_that_of_the_official_schema() -> None:
    told = resources.files("akn").joinpath("data/grammar.json").read_text("utf-8")
    assert told == printed(compiled()), "run `python -m akn.xsd_grammar > akn/data/grammar.json`"


def test_it_holds_every_element_and_attribute_of_the_schema() -> None:
    source = schema.second_opinion()
    assert GRAMMAR.elements.keys() == set(source.elements)
    for name, element in GRAMMAR.elements.items():
        theirs = source.elements[name].attributes
        assert element.attributes.keys() == set(theirs) - {None}
        assert element.foreign == (None in theirs)
        assert element.mixed == source.elements[name].type.mixed
        for attribute in element.attributes.values():
            assert attribute.required == (theirs[attribute.name].use == "required")
            assert attribute.default == theirs[attribute.name].default
    assert len(GRAMMAR.documents) == 12


def test_what_the_schema_says_of_some_elements() -> None:
    section = GRAMMAR.elements["section"].content
    assert section.accepts(["num", "heading", "intro", "paragraph", "wrapUp"])
    assert section.accepts([])
    assert not section.accepts(["content", "paragraph"])
    assert "content" in section.expected(0)
    assert section.expected(section.step(0, "content") or 0) == ()
    note = GRAMMAR.elements["eol"]
    assert note.content.is_empty
    assert not note.mixed
    assert GRAMMAR.elements["foreign"].content.is_open
    assert not GRAMMAR.elements["p"].content.is_open
    assert GRAMMAR.elements["act"].unique == ("GUID", "eId")
    date = GRAMMAR.elements["date"].attributes["date"]
    assert date.required
    assert [member.base for member in date.type.members] == ["date", "dateTime"]
    refers = GRAMMAR.elements["p"].attributes["refersTo"].type
    assert refers.item is not None
    assert refers.item.name == "referenceRef"
    assert GRAMMAR.elements["p"].attributes["eId"].type.patterns == (r"[^\s]+",)
    assert GRAMMAR.elements["td"].attributes["colspan"].default == "1"


def test_symbols() -> None:
    assert grammar.symbol(f"{{{schema.NAMESPACE}}}p") == "p"
    assert grammar.symbol("{https://example.org}p") == grammar.OTHER
    assert grammar.symbol("p") == "{}p"  # a wildcard for other namespaces does not take an element without one


LEAVES = st.sampled_from("abc").map(lambda letter: Term("symbol", letter))


def _compound(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.builds(
        Term,
        st.sampled_from(["sequence", "choice"]),
        parts=st.lists(parts, max_size=3).map(tuple),
        least=st.integers(0, 1),
        repeated=st.booleans(),
    )


def _pattern(term: Term) -> str:
    if term.kind == "symbol":
        return term.symbol
    inner = ("|" if term.kind == "choice" else "").join(f"(?:{_pattern(part)})" for part in term.parts)
    return f"(?:{inner})" + {(0, False): "?", (1, False): "", (0, True): "*", (1, True): "+"}[term.least, term.repeated]


@given(st.recursive(LEAVES, _compound, max_leaves=8), st.lists(st.text("abc", max_size=6), max_size=20))
def test_an_automaton_accepts_what_the_expression_does(term: Term, words: list[str]) -> None:
    states = automaton(term)
    for word in words:
        state: int | None = 0
        for letter in word:
            state = None if state is None else states[state][1].get(letter)
        accepted = state is not None and states[state][0]
        assert accepted == bool(re.fullmatch(_pattern(term), word)), word


@given(st.recursive(LEAVES, _compound, max_leaves=8))
def test_no_two_states_do_the_same(term: Term) -> None:
    states = automaton(term)
    apart = {(one, other) for one, a in enumerate(states) for other, b in enumerate(states) if a[0] != b[0]}
    grown = True
    while grown:
        grown = False
        for one, (_, moves) in enumerate(states):
            for other, (_, others) in enumerate(states):
                differ = moves.keys() != others.keys() or any((to, others[name]) in apart for name, to in moves.items())
                if differ and (one, other) not in apart:
                    apart.add((one, other))
                    grown = True
    assert all((one, other) in apart for one in range(len(states)) for other in range(len(states)) if one != other)


def test_a_compiled_form_of_another_schema_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "SHA256", "0" * 64)
    with pytest.raises(SchemaError, match="not compiled from the official schema"):
        grammar.official.__wrapped__()


def test_reading_it_does_not_import_xmlschema() -> None:
    code = "import sys; from akn import grammar; grammar.official(); print('xmlschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "False\n"
