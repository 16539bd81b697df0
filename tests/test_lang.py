"""The language packs: every entry by its own examples, the same keys in all, and no words in the code."""

from __future__ import annotations

import ast
import csv
import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import CORPUS

import akn.lang
from akn.diagnostics import UsageError
from akn.lang import Language, codes, detect, load
from akn.lang.phrases import expand
from akn.lang.templates import fold
from akn.organs import actor_for, organs

ROOT = Path(akn.lang.__file__).parents[1]
LABELS = CORPUS / "labels"
ENTRIES = [
    (code, group, name) for code in codes() for group in ("lines", "headings") for name in load(code).pack[group]
]


def data(name: str) -> dict[str, object]:
    return tomllib.loads((ROOT / "data" / name).read_text("utf-8"))


def pattern(code: str, group: str, name: str) -> re.Pattern[str]:
    language = load(code)
    found = language.headings[name] if group == "headings" else getattr(language, name)
    assert isinstance(found, re.Pattern)
    return found


@pytest.mark.parametrize(("code", "group", "name"), ENTRIES)
def test_entries_match_their_examples_and_not_the_others(code: str, group: str, name: str) -> None:
    row = load(code).pack[group][name]
    compiled = pattern(code, group, name)
    assert row["examples"]
    assert row["not_examples"]
    assert [text for text in row["examples"] if not compiled.match(text)] == []
    assert [text for text in row["not_examples"] if compiled.match(text)] == []


def test_shared_shapes_match_their_examples() -> None:
    shapes = load("en").shapes
    for name, row in data("shapes.toml").items():
        assert isinstance(row, dict)
        for text in row["examples"]:
            assert load("en").compiled(shapes[name]).fullmatch(text), (name, text)
        for text in row["not_examples"]:
            assert not load("en").compiled(shapes[name]).fullmatch(text), (name, text)


@pytest.mark.parametrize("code", codes())
def test_votes(code: str) -> None:
    language = load(code)
    for text in language.pack["votes"]["examples"]:
        match = language.vote.search(text)
        assert match, text
        assert language.tally(match["ayes"]) > language.tally(match["noes"]) >= 0
    for text in language.pack["votes"]["not_examples"]:
        assert not language.vote.search(text), text


@pytest.mark.parametrize("code", codes())
def test_dates(code: str) -> None:
    language = load(code)
    for text in language.pack["date"]["examples"]:
        match = language.date.search(text)
        assert match, text
        assert language.day(match), text
    for text in language.pack["date"]["not_examples"]:
        assert not language.date.search(text), text


@pytest.mark.parametrize(
    ("code", "text", "day"),
    [
        ("fr", "le 1^{er} août 2009", "2009-08-01"),
        ("fr", "le 1er\njanvier\u00a01995", "1995-01-01"),
        ("en", "on 19  November 2012", "2012-11-19"),
        ("es", "el 19 de diciembre de 2024", "2024-12-19"),
        ("ru", "19 декабря 2024 года", "2024-12-19"),
        ("ar", "3 تموز/يوليه 1969", "1969-07-03"),
        ("ar", "٥ شباط/فبراير ٢٠١٥", "2015-02-05"),
        ("zh", "2024年12月19日", "2024-12-19"),
        ("zh", "一九七三年十一月二十九日", "1973-11-29"),
        ("zh", "二〇一五年一月十日", "2015-01-10"),
    ],
)
def test_days(code: str, text: str, day: str) -> None:
    language = load(code)
    match = language.date.search(text)
    assert match
    assert language.day(match) == datetime.date.fromisoformat(day)


def test_a_day_that_does_not_exist_is_none() -> None:
    match = load("en").date.search("31 February 2012")
    assert match
    assert load("en").day(match) is None


@pytest.mark.parametrize("code", codes())
def test_months_are_those_of_cldr(code: str) -> None:
    dates = pytest.importorskip("babel.dates")
    known = {fold(name): number for name, number in load(code).months.items()}
    for territory in {"ar": ("ar_EG", "ar_SY")}.get(code, (code,)):
        for number, name in dates.get_month_names("wide", locale=territory).items():
            assert known[fold(name)] == number, (territory, name)


@pytest.mark.parametrize("code", codes())
def test_ordinals(code: str) -> None:
    for words, number in load(code).pack["ordinal"]["examples"].items():
        assert load(code).ordinal(words) == number, words
    assert load(code).ordinal("xyzzy") is None
    assert load(code).ordinal("") is None


def keys(value: object, path: str = "") -> Iterator[str]:
    open_ended = re.fullmatch(
        r"/(months|date/figures|ordinal/(lead|last|times|examples)|shapes|openings/(additions|manners|sets|preambular|verbs)"
        r"|citation/works|labels/(sequences|alike|shared)|votes/words)",
        path,
    )
    yield path
    if isinstance(value, dict) and not open_ended:
        for key, inner in value.items():
            yield from keys(inner, f"{path}/{key}")


@pytest.mark.parametrize("code", codes())
def test_all_packs_have_the_same_keys(code: str) -> None:
    assert set(keys(load(code).pack)) == set(keys(load("en").pack))


@pytest.mark.parametrize("code", codes())
def test_names_of_openings_are_shared(code: str) -> None:
    parts = {
        key: "|".join(map(str, values)) for key, values in data("openings.toml").items() if isinstance(values, list)
    }
    row = load(code).pack["openings"]
    stems = parts["stems"]
    stem = rf"(?:{stems}|(?:{parts['degrees']})(?:{'|'.join(word[0].upper() + word[1:] for word in stems.split('|'))}))"
    feeling = rf"(?:With(?:{parts['qualities']})?(?:{parts['feelings']}))"
    name = re.compile(rf"(?:{stem}|expressing(?:{parts['qualities']})?(?:{parts['objects']})){feeling}?")
    for phrase, written in row["preambular"].items():
        for _, plain in expand(phrase, written, row["sets"]):
            assert name.fullmatch(plain[:1].lower() + plain[1:]), (phrase, plain)
    act = re.compile(rf"(?:{name.pattern}|{parts['acts']})(?:Again)?")
    for phrase, written in row["verbs"].items():
        for _, plain in expand(phrase, written, row["sets"]):
            assert act.fullmatch(plain[:1].lower() + plain[1:]), (phrase, plain)
    for _, added in (pair for item in row["additions"].items() for pair in expand(*item, row["sets"])):
        assert re.fullmatch(parts["additions"], added), added
    for _, manner in (pair for item in row["manners"].items() for pair in expand(*item, row["sets"])):
        assert re.fullmatch(feeling, manner), manner


@pytest.mark.parametrize(
    ("code", "text", "name", "covered"),
    [
        ("fr", "Ayant examiné le rapport", "havingConsidered", "Ayant examiné"),
        ("fr", "Se référant en outre à ses résolutions", "recallingFurther", "Se référant en outre"),
        ("fr", "Se référant également à", "recallingAlso", "Se référant également"),
        ("fr", "Rappelant\nsa résolution", "recalling", "Rappelant"),
        ("fr", "Accueillant avec satisfaction les", "welcoming", "Accueillant avec satisfaction"),
        ("fr", "Accueillant également avec satisfaction", "welcomingAlso", "Accueillant également avec satisfaction"),
        (
            "fr",
            "Notant  avec une  vive préoccupation que",
            "notingWithDeepConcern",
            "Notant  avec une  vive préoccupation",
        ),
        ("fr", "Profondément préoccupée également", "deeplyConcernedAlso", "Profondément préoccupée également"),
        ("fr", "Prenant également acte", "takingNoteAlso", "Prenant également acte"),
        ("fr", "Ayant présent à l’esprit", "bearingInMind", "Ayant présent à l’esprit"),
        ("fr", "Se déclarant vivement préoccupée par", "expressingDeepConcern", "Se déclarant vivement préoccupée"),
        ("en", "Recalling also its resolution", "recallingAlso", "Recalling also"),
        ("en", "Further recalling", "recallingFurther", "Further recalling"),
        ("en", "Noting with appreciation the", "notingWithAppreciation", "Noting with appreciation"),
        ("en", "*Deeply concerned* about", "deeplyConcerned", "*Deeply concerned"),
        ("en", "Expressing its grave concern at", "expressingGraveConcern", "Expressing its grave concern"),
        ("en", "Strongly condemning all", "stronglyCondemning", "Strongly condemning"),
        ("en", "Taking note with appreciation of", "takingNoteWithAppreciation", "Taking note with appreciation"),
        ("es", "Recordando también su resolución", "recallingAlso", "Recordando también"),
        ("es", "Profundamente preocupada por", "deeplyConcerned", "Profundamente preocupada"),
        ("ru", "ссылаясь также на свою", "recallingAlso", "ссылаясь также"),
        ("ru", "с удовлетворением отмечая", "notingWithSatisfaction", "с удовлетворением отмечая"),
        ("ar", "وإذ تشير أيضا إلى قرارها", "recallingAlso", "وإذ تشير أيضا"),
        ("ar", "وإذ يساوره بالغ القلق", "deeplyConcerned", "وإذ يساوره بالغ القلق"),
        ("zh", "又回顾其决议", "recallingAlso", "又回顾"),
        ("zh", "赞赏地注意到", "notingWithAppreciation", "赞赏地注意到"),
    ],
)
def test_openings(code: str, text: str, name: str, covered: str) -> None:
    opening = load(code).opening(text)
    assert opening is not None
    assert (opening.name, text[: opening.length]) == (name, covered)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "rappelant la suite"),
        ("fr", "Le rapport"),
        ("en", "recalling the rest"),
        ("en", "The report"),
        ("en", ""),
    ],
)
def test_what_opens_nothing(code: str, text: str) -> None:
    assert load(code).opening(text) is None
    assert not load(code).operative(text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "*Prie* le Secrétaire général"),
        ("fr", "Prend également note"),
        ("en", "Also requests the"),
        ("en", "Strongly urges all"),
        ("es", "Pide también al"),
        ("ru", "настоятельно призывает все"),
        ("ar", "تطلب إلى الأمين العام"),
        ("zh", "请秘书长"),
    ],
)
def test_operative_verbs(code: str, text: str) -> None:
    assert load(code).operative(text)


@pytest.mark.parametrize(
    ("code", "text", "name", "covered"),
    [
        ("en", "Recalls its resolution", "recalling", "Recalls"),
        ("en", "*Also takes note* of the report", "takingNoteAlso", "*Also takes note"),
        ("en", "Takes note with appreciation of", "takingNoteWithAppreciation", "Takes note with appreciation"),
        ("en", "The General Assembly decides to", "deciding", "The General Assembly decides"),
        ("en", "Expresses its grave concern at", "expressingGraveConcern", "Expresses its grave concern"),
        ("fr", "Prend également note", "takingNoteAlso", "Prend également note"),
        ("fr", "Se déclare vivement préoccupée par", "expressingDeepConcern", "Se déclare vivement préoccupée"),
        ("fr", "Rappelle ses résolutions", "recalling", "Rappelle"),
        ("es", "Pide también al", "requestingAlso", "Pide también"),
        ("es", "Toma nota con reconocimiento del", "takingNoteWithAppreciation", "Toma nota con reconocimiento"),
        ("ru", "ссылается также на", "recallingAlso", "ссылается также"),
        ("ru", "принимает далее к сведению", "takingNoteFurther", "принимает далее к сведению"),
        ("ar", "تطلب أيضا إلى الأمين", "requestingAlso", "تطلب أيضا"),
        ("ar", "يؤكد من جديد", "reaffirming", "يؤكد من جديد"),
        ("zh", "又决定按照本", "decidingAlso", "又决定"),
    ],
)
def test_the_verb_of_an_operative_paragraph(code: str, text: str, name: str, covered: str) -> None:
    opening = load(code).operative_opening(text)
    assert opening is not None
    assert (opening.name, text[: opening.length]) == (name, covered)


# What stands in the lists of openings because a title or a list was cut there, not a paragraph.
NOISE = {
    "en": [
        *"United Adopted Financing Developing Combating Trafficking Straddling Developed".split(),
        *"Preventing Occupied Landlocked Improving Organized Stockpiling Addressing Working".split(),
        *"Peaceful Ensuring Eradicating Contracting Housing Governing Reducing Meeting Tackling".split(),
        *"Granting Beijing Related Federated Enhancing Enforced Belonging Peacebuilding".split(),
        *"Emerging Degrading Countering Stocktaking Kunming Achieving Accelerated Also Further".split(),
        *"Deeply".split(),
    ],
    "fr": ["Assemblée", "Article", "Programme", "Conférence", "Mise", "Le", "Adopte"],
}


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("role", ["preambular", "operative"])
def test_coverage_of_the_openings_that_were_counted(code: str, role: str) -> None:
    path = LABELS / f"openings-{code}.tsv"
    if not path.exists():
        pytest.skip("the labels are not here")
    language = load(code)
    total = found = 0
    for row in csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["role"] != role or "ICPE" in row["source"] or row["opening"].split()[0] in NOISE[code]:
            continue
        total += int(row["count"])
        is_found = language.opening(row["opening"]) if role == "preambular" else language.operative(row["opening"])
        found += int(row["count"]) if is_found else 0
    assert found / total >= 0.97


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_verbs_that_were_counted_have_names(code: str) -> None:
    path = LABELS / f"openings-{code}.tsv"
    if not path.exists():
        pytest.skip("the labels are not here")
    language = load(code)
    total = found = 0
    for row in csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["role"] == "operative" and language.operative(row["opening"]):
            total += int(row["count"])
            found += int(row["count"]) if language.operative_opening(row["opening"]) else 0
    assert found / total >= 0.97


def test_load_takes_all_codes() -> None:
    assert codes() == ("ar", "en", "es", "fr", "ru", "zh")
    assert load("fra") is load("fr") is load("FRE")
    assert (load("zh").alpha3, load("ar").direction, load("ru").name) == ("zho", "rtl", "Russian")
    with pytest.raises(UsageError, match="accepted codes are"):
        load("de")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The General Assembly,", "en"),
        ("L'Assemblée générale,", "fr"),
        ("La Asamblea General, y sus resoluciones", "es"),
        ("Генеральная Ассамблея, Distr.: General", "ru"),
        ("إن الجمعية العامة،", "ar"),
        ("大会，", "zh"),
        ("", None),
        ("1234", None),
        ("C+1?9_O3a", None),
    ],
)
def test_detect(text: str, code: str | None) -> None:
    assert detect(text) == code


def test_organs() -> None:
    assert actor_for("GA") == actor_for("L'Assemblée générale"[2:]) == actor_for("un-ga") == "un-ga"
    assert actor_for("security council") == actor_for("安全理事会") == "un-sc"
    assert actor_for("nobody") is None
    assert all(set(organ.names) == set(codes()) for organ in organs())


@pytest.mark.parametrize(
    ("code", "line", "groups"),
    [
        ("fr", "Session de 2019", ("session", {"year": "2019"})),
        (
            "fr",
            "Onzième session extraordinaire d'urgence",
            ("session", {"ordinal": "Onzième", "emergency": " d'urgence"}),
        ),
        ("fr", "Point 121, f, de l'ordre du jour", ("agenda", {"items": "121, f"})),
        (
            "fr",
            "Résolution adoptée par l'Assemblée générale le 19 novembre 2012",
            ("adoption", {"doctype": "Résolution", "authority": "Assemblée générale", "date": "19 novembre 2012"}),
        ),
        ("fr", "67/6. Titre", ("number", {"number": "67/6", "stop": ".", "title": "Titre"})),
        ("fr", "17/4 Titre", ("number", {"number": "17/4", "stop": None, "bare": "Titre"})),
        (
            "fr",
            "40^e séance plénière 19 novembre 2012",
            ("closing", {"meeting": "40^e séance plénière", "date": "19 novembre 2012"}),
        ),
        (
            "fr",
            "[sur la base du rapport de la Cinquième Commission (A/75/680, par. 6)]",
            ("origin", {"committee": "Cinquième Commission"}),
        ),
        (
            "en",
            "Adopted by the Security Council at its 7366th meeting, on 22 January 2015",
            (
                "adoption",
                {
                    "doctype": None,
                    "authority": "Security Council",
                    "meeting": "7366th meeting",
                    "date": "22 January 2015",
                },
            ),
        ),
        ("en", "Agenda item 31 The role of diamonds", ("agenda", {"items": "31", "rest": "The role of diamonds"})),
        ("en", "[on the report of the Third Committee (A/79/458)]", ("origin", {"committee": "Third Committee"})),
        (
            "zh",
            "安全理事会2015年1月22日第7366次会议通过",
            ("adoption", {"authority": "安全理事会", "when": "2015年1月22日"}),
        ),
    ],
)
def test_groups(code: str, line: str, groups: tuple[str, dict[str, str | None]]) -> None:
    match = getattr(load(code), groups[0]).match(line)
    assert match
    assert {name: match[name] for name in groups[1]} == groups[1]


@pytest.mark.parametrize("code", codes())
def test_every_organ_opens_an_enacting_line(code: str) -> None:
    language = load(code)
    for organ in organs():
        match = language.enacting.match(f"{organ.names[code][0]},")
        assert match
        assert language.actor(match["organ"]) == organ.actor


@given(st.text())
def test_nothing_raises(text: str) -> None:
    detect(text)
    for code in codes():
        language = load(code)
        language.opening(text)
        language.operative(text)
        language.ordinal(text)
        for match in language.date.finditer(text):
            language.day(match)
        for row in language.pack["lines"]:
            getattr(language, row).match(text)


def words_of_packs(language: Language) -> set[str]:
    phrases = [*language.months, *language.pack["openings"]["preambular"], *language.pack["openings"]["operative"]]
    return {word.casefold() for phrase in phrases for word in re.findall(r"[^\W\d_]{7,}", phrase)}


def test_no_word_of_a_language_stands_in_the_code() -> None:
    english = words_of_packs(load("en"))
    words = (words_of_packs(load("fr")) | words_of_packs(load("es"))) - english
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text("utf-8")
        letters = {char for char in source if not char.isascii() and char.isalpha() and char not in "ªºÀÞ"}
        assert not letters, (path, letters)
        strings = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        used = {word.casefold() for text in strings if isinstance(text, str) for word in re.findall(r"[^\W\d_]+", text)}
        assert not used & words, (path, used & words)
