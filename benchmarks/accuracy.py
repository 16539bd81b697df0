"""How right the converter is: `python -m benchmarks.accuracy CORPUS/dev [--misses]`.

CORPUS/dev holds texts and their MANIFEST.tsv; the folders `bulk` and `labels` beside it are used where they are.
Each figure says what it is measured against; with `--misses`, each text or paragraph that is counted as wrong is named.

- documents: converted, valid by the official schema, given back to the byte; the bytes of layout; findings.
- number: the one in the symbol of the text, where a line of the first page starts with it.
- title: one was found, where the organ prints titles, and it is no line of another kind; not whether it is whole.
- date, session: the day of adoption lies in the year of the manifest; the session is that of the number; each where a
  date (a session) of that year stands in the text.
- numbers: the numbers of paragraphs that stand at the start of lines against those of the mark-up, in order.
- labels: paragraphs of recommendations that people or models labelled as preambular, operative or neither.
- notes: those that are called in the text, of all that page ends print.
- citations: the Works cited by some texts, by benchmarks/citations.tsv, which started from what the converter found and
  was compared with the texts by eye.
- languages: versions of one text that `akn.align` finds to agree with the English one.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

import akn
from akn import layout, schema
from akn.lang import Language, codes, load

NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "l": "urn:akn:layout:1.0"}
_NUMBER = re.compile(r"[A-Z.]+/(?:[A-Z.\d]+/)*?(?:RES|Res)[/.](?P<number>.+)")
_FIRST_PAGE = 4000
_END = 80  # letters at the end of a labelled paragraph, which may have a heading before it on its line


@dataclass(frozen=True)
class Text:
    """A text of the corpus with what its manifest or its name says of it."""

    path: Path
    symbol: str
    body: str
    language: str
    year: str
    kind: str  # of layout

    @property
    def group(self) -> tuple[str, str, str]:
        """What figures are given for."""
        return self.language, self.body, self.kind

    @property
    def number(self) -> str:
        """The number in the symbol as a resolution prints it: `67/6`, `1514 (XV)`."""
        match = _NUMBER.match(self.symbol)
        return re.sub(r"\s*\(", " (", match["number"]).replace(") ", ")").strip() if match else ""


class Tally:
    """Counts right ones among all, and remembers the wrong ones."""

    def __init__(self) -> None:
        self.right: Counter[object] = Counter()
        self.all: Counter[object] = Counter()
        self.misses: list[str] = []

    def add(self, key: object, right: bool, miss: str) -> None:
        """Count one thing of the kind `key`; `miss` says what it is where it is wrong."""
        self.all[key] += 1
        self.right[key] += right
        if not right:
            self.misses.append(miss)

    def show(self, title: str, *, misses: bool) -> None:
        """Print the figures by kind and in all."""
        print(f"\n{title}")
        for key in [*sorted(self.all, key=str), None]:
            right, total = (
                (self.right[key], self.all[key]) if key is not None else (self.right.total(), self.all.total())
            )
            if total:
                label = " ".join(map(str, key)) if isinstance(key, tuple) else key or "all"
                print(f"  {label:40} {right:6} of {total:6}  {right / total:7.2%}")
        for miss in self.misses if misses else ():
            print(f"    wrong: {miss}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="name what is counted as wrong")
    arguments = parser.parse_args()
    texts = [*manifest(arguments.folder), *bulk(arguments.folder.parent / "bulk")]
    measures = {name: Tally() for name in ("number", "title", "date", "session", "numbers", "notes")}
    shares: defaultdict[object, list[float]] = defaultdict(list)
    states: defaultdict[object, Counter[str]] = defaultdict(Counter)
    documents: dict[str, akn.Document] = {}
    for text in texts:
        source = text.path.read_bytes().decode("utf-8")
        document = akn.convert(source)
        documents[text.path.name] = document
        xml = document.to_xml()
        state = states[text.group]
        state["texts"] += 1
        state["valid"] += schema.official().validate(etree.fromstring(xml))
        state["exact"] += akn.load(xml).to_text() == source
        state["findings"] += len(document.findings)
        shares[text.group].append(layout.size(document.tree.getroot()) / max(len(source.encode()), 1))
        _facts(text, source, document, measures)
        _numbers(text, source, document, measures["numbers"])
        _notes(text, document, measures["notes"])
    _show_states(states, shares)
    for name, tally in measures.items():
        tally.show(name, misses=arguments.misses)
    labels(arguments.folder.parent / "labels").show("labels", misses=arguments.misses)
    citations(documents).show("citations", misses=arguments.misses)
    languages(texts, documents).show("languages", misses=arguments.misses)


def manifest(folder: Path) -> Iterator[Text]:
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            name = row["file"]
            kind = next((kind for kind in ("gapped", "layout", "ocr") if f".{kind}" in name), "")
            kind = kind or {"en": "pdf" if row["body"] == "GA" else "gold"}.get(row["language"], "clean")
            yield Text(folder / name, row["symbol"], row["body"], row["language"], row["year"], kind)


def bulk(folder: Path) -> Iterator[Text]:
    kinds = {"en-ga-pdf-raw": ("en", "pdf"), "en-sc-gold": ("en", "gold"), "fr-unres": ("fr", "docling")}
    for path in sorted(folder.rglob("*.txt")):
        language, kind = kinds[path.parent.name]
        stem = path.stem.removesuffix(".raw").removesuffix("_EN_GOLD")
        if path.parent.name == "en-sc-gold":
            _, _, number, year = stem.split("_")
            yield Text(path, f"S/RES/{int(number)} ({year})", "SC", language, year, kind)
        else:
            symbol = stem.replace("_", "/", 2).replace("_", "/") if language == "en" else _dashed(stem)
            yield Text(path, symbol, _body(symbol), language, "", kind)


def _dashed(stem: str) -> str:
    """`A-RES-67-6` as a symbol."""
    return re.sub(r"-(?=\()", "", re.sub(r"(?<!-ES)(?<!-S)-(?!\()", "/", stem))


def _body(symbol: str) -> str:
    return next(
        (
            body
            for start, body in (("A/HRC", "HRC"), ("A/RES", "GA"), ("S/", "SC"), ("E/RES", "ECOSOC"))
            if symbol.startswith(start)
        ),
        "other",
    )


def _find(document: akn.Document, path: str) -> list[etree._Element]:
    found = document.tree.getroot().xpath(path, namespaces=NAMES)
    return [element for element in found if isinstance(element, etree._Element)]


def _content(element: etree._Element) -> str:
    """The text of an element without its notes, on one line."""
    pieces = [str(piece) for piece in element.xpath(".//text()[not(ancestor::a:authorialNote)]", namespaces=NAMES)]
    return " ".join("".join(pieces).split())


def _facts(text: Text, source: str, document: akn.Document, measures: dict[str, Tally]) -> None:
    name = text.path.name
    number = text.number
    loose = re.sub(r"\\?\s+", r"\\s*", re.escape(number))
    if number and re.search(rf"(?m)^\W*(?:\w{{4,12}}\s+)?{loose}(?![\d/])", source[:_FIRST_PAGE]):
        got = [re.sub(r"\s", "", found) for found in map(_content, _find(document, "//a:preface/a:p/a:docNumber"))]
        right = re.sub(r"\s", "", number) in got
        measures["number"].add(text.group, right, f"{name}: {number!r}, found {got}")
        if text.body != "SC":  # the Council prints no titles
            title = " ".join(map(_content, _find(document, "//a:statement/a:preface/a:p/a:docTitle")))
            measures["title"].add(text.group, _is_title(title, load(text.language)), f"{name}: {title[:80]!r}")
    adopted = [element.get("date", "") for element in _find(document, "//a:FRBRWork/a:FRBRdate")]
    session = int(number.partition("/")[0]) if re.fullmatch(r"\d\d/\d+.*", number) and text.body == "GA" else None
    years = {text.year} if text.year else {str(1945 + session), str(1946 + session)} if session else set()
    pack = load(text.language)
    days = {str(day.year) for _, _, day in pack.days(source[:_FIRST_PAGE])} | {
        str(day.year) for _, _, day in pack.days(source[-_FIRST_PAGE:])
    }
    if years & days and text.kind != "gapped":
        right = any(date[:4] in years and not date.endswith("-01-01") for date in adopted)
        measures["date"].add(text.group, right, f"{name}: {adopted} are not in {sorted(years)}")
    if session and any(pack.session.match(" ".join(line.split())) for line in source[:_FIRST_PAGE].splitlines()):
        values = [element.get("value") for element in _find(document, "//a:session")]
        measures["session"].add(text.group, str(session) in values, f"{name}: {session}, found {values}")


def _is_title(title: str, pack: Language) -> bool:
    """Whether it may be a title: it is there, is no line of another kind, and starts with a capital."""
    others = (pack.session, pack.agenda, pack.distribution, pack.original, pack.adoption, pack.origin, pack.enacting)
    is_other = any(pattern.match(title) for pattern in others) or title.endswith(",")
    return bool(title) and not is_other and not title[0].islower()


def _numbers(text: Text, source: str, document: akn.Document, tally: Tally) -> None:
    """The numbers of paragraphs of a text out of a PDF, at the start of lines: each the next one, or 1 again."""
    if text.kind != "pdf":
        return
    printed: list[str] = []
    for number in re.findall(r"(?m)^[ \f]*(\d{1,3})\.(?=[ \t]|$)", source):
        if number == "1" or (printed and int(number) == int(printed[-1]) + 1):
            printed.append(number)
    if not printed:
        return
    nums = [_content(element) for element in _find(document, "//a:paragraph/a:num | //a:point/a:num | //a:item/a:num")]
    found = [num.rstrip(" .") for num in nums if re.fullmatch(r"\d{1,3} ?\.", num)]
    tally.add(text.group, found == printed, f"{text.path.name}: {_difference(printed, found)}")


def _difference(wanted: list[str], found: list[str]) -> str:
    place = next(
        (n for n, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]),
        min(len(wanted), len(found)),
    )
    return f"of {len(wanted)} number {place + 1}: {wanted[place : place + 3]}, found {found[place : place + 3]}"


def _notes(text: Text, document: akn.Document, tally: Tally) -> None:
    for note in _find(document, "//a:authorialNote"):
        if not note.get("marker", "").startswith("*"):
            tally.add(
                text.group,
                note.get("{urn:akn:layout:1.0}call") != "none",
                f"{text.path.name}: note {note.get('marker')!r} {_content(note)[:60]!r}",
            )


def _show_states(states: dict[object, Counter[str]], shares: dict[object, list[float]]) -> None:
    print("documents: texts, valid, exact, layout (median share), findings a text")
    for group, state in sorted(states.items(), key=str):
        share = sorted(shares[group])[len(shares[group]) // 2]
        count = state["texts"]
        figures = f"{count:5} {state['valid']:5} {state['exact']:5}  {share:6.2%}  {state['findings'] / count:6.2f}"
        print(f"  {' '.join(map(str, group)):40} {figures}")


def labels(folder: Path) -> Tally:
    """Paragraphs with a label against the part of the mark-up that they came to stand in."""
    tally = Tally()
    for name, paragraphs in _labelled(folder):
        document = akn.convert("\n\n".join(text for text, _ in paragraphs) + "\n", language="fr")
        roles = {
            _key(_content(element)): role
            for role, path in (
                ("preambular", "//a:preamble/a:container | //a:crossHeading[@refersTo='#preambular']"),
                (
                    "operative",
                    "//a:mainBody//*[self::a:paragraph or self::a:point or self::a:p or self::a:hcontainer]",
                ),
            )
            for element in _find(document, path)
        }
        everything = {
            role: " ".join(key for key, found in roles.items() if found == role) for role in ("operative", "preambular")
        }
        for text, label in paragraphs:
            key = _key(text)
            found = roles.get(key) or next(
                (role for end in (key, key[-_END:]) for role, said in everything.items() if end and end in said), "none"
            )
            if label != "none":
                tally.add((name.partition(" ")[0], label), found == label, f"{name} {found}: {text[:90]!r}")
    return tally


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _labelled(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path in sorted(folder.glob("argmining2026-human/*.csv")):
        by_text: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                label = row["type_manual"] if row["type_manual"] in ("preambular", "operative") else "none"
                by_text[row["text_id"]].append((row["para"], label))
        yield from ((f"human {name}", paragraphs) for name, paragraphs in by_text.items())
    for path in sorted(folder.glob("argmining2026-silver/*.json")):
        data = json.loads(path.read_text("utf-8"))
        structure = data["METADATA"]["structure"]
        kinds = dict.fromkeys(structure["preambular_para"], "preambular")
        kinds |= dict.fromkeys(structure["operative_para"], "operative")
        yield (
            f"silver {path.stem}",
            [(item["para"], kinds.get(item["para_number"], "none")) for item in data["body"]["paragraphs"]],
        )


def citations(documents: dict[str, akn.Document]) -> Tally:
    """Recall and precision of the cited Works. The list gives for each text the Works that it cites, each once."""
    tally = Tally()
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    path = Path(__file__).with_name("citations.tsv")
    if not path.exists():
        return tally
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, iri = line.split("\t")
            wanted[name].add(iri)
    for name, iris in wanted.items():
        if name not in documents:
            continue
        found = {
            element.get("href", "").partition("#")[0]
            for element in _find(documents[name], "//a:ref[starts-with(@href, '/akn/')]")
        }
        found = {iri for iri in found if "/debateReport/" not in iri}
        for iri in sorted(iris):
            tally.add("recall", iri in found, f"{name}: {iri} was not found")
        for iri in sorted(found):
            tally.add("precision", iri in iris, f"{name}: {iri} is not in the list")
    return tally


def languages(texts: Iterable[Text], documents: dict[str, akn.Document]) -> Tally:
    """The skeletons of the six versions of each text of the development set, each against the English one."""
    tally = Tally()
    versions: defaultdict[str, dict[str, akn.Document]] = defaultdict(dict)
    for text in texts:
        if ".devset." in text.path.name:
            versions[text.path.name[3:]][text.language] = documents[text.path.name]
    for name, by_language in sorted(versions.items()):
        for code in codes():
            if code != "en" and code in by_language:
                alignment = akn.align([by_language["en"], by_language[code]])
                differences = [finding for finding in alignment.findings if finding.rule != "align-work"]
                said = "; ".join(finding.message for finding in differences)
                tally.add(code, not differences, f"{code} {name}: {said}")
    return tally


if __name__ == "__main__":
    main()
