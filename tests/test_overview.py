"""The page about a batch: what stands in it, and that nothing out of a report gets out of its place."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from test_tallies import FINDING, added, row, written

from akn import tallies
from akn.cli import main
from akn.overview import page

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "\" onclick='alert(1)' x=\"",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
    "//example.org/x",
    "https://example.org/",
    "\0\x1b[31m\x85\ufffe\ud800",
    "\u202eevil\u2066\u2069\u202c",
    "${title} $policy %s {0}",
    "a\r\nb\u2028c",
]


def made(*rows: dict[str, Any], name: str = "outcome.jsonl") -> Any:
    return html.fromstring(page(added(*rows), name, Path("pages")))


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["report", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def cells(tree: Any, section: str) -> list[list[str]]:
    rows = tree.xpath(f"//section[@id='{section}']//tbody/tr")
    return [[cell.text_content() for cell in one] for one in rows]


def hostile(text: str) -> dict[str, Any]:
    """A row that has the text wherever a text may stand."""
    finding = dict.fromkeys(("rule", "severity", "message", "path", "eid", "hint"), text) | {"line": 1}
    names = ("input", "output", "status", "reason", "error", "work", "title", "language")
    return dict.fromkeys(names, text) | {"findings": [finding, {**finding, "severity": "error"}]}


HARMLESS = Counter(node.tag for node in made(hostile("x")).iter(html.etree.Element))


@given(st.text(min_size=1))
@example(HOSTILE[0])
@example(HOSTILE[1])
@example(HOSTILE[2])
@example(HOSTILE[7])
def test_no_text_becomes_mark_up(text: str) -> None:
    tree = made(hostile(text), name=text)
    found = Counter(node.tag for node in tree.iter(html.etree.Element))
    del found["a"]
    assert found == Counter({tag: count for tag, count in HARMLESS.items() if tag != "a"})
    known = {
        *("aria-hidden", "aria-label", "charset", "class", "content", "data-filter", "data-value", "dir", "height"),
        *("href", "http-equiv", "id", "lang", "name", "preserveaspectratio", "rel", "role", "scope", "tabindex"),
        *("viewbox", "width"),
    }
    assert {name for node in tree.iter(html.etree.Element) for name in node.attrib} <= known


@given(st.text() | st.sampled_from(HOSTILE), st.text() | st.sampled_from(HOSTILE))
def test_links_lead_to_files_only(name: str, output: str) -> None:
    tree = made(row(1, input=name, output=output))
    for address in tree.xpath("//section//a/@href"):
        parts = urlsplit(address)
        assert not parts.scheme
        assert not parts.netloc
        assert not parts.query
        assert not parts.fragment
        assert not address.startswith("/")
        assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", address)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_a_link_names_the_file(name: str) -> None:
    [address] = made(row(1, output=f"xml/x{name.replace('/', '-')}")).xpath("//section[@id='documents']//a/@href")
    assert unquote(address) == f"../xml/x{name.replace('/', '-')}"


def test_a_name_that_is_no_utf_8_is_linked_by_its_bytes() -> None:
    [address] = made(row(1, output="xml/\udce9.xml")).xpath("//section[@id='documents']//a/@href")
    assert address == "../xml/%E9.xml"


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_can_be_seen(text: str) -> None:
    content = page(added(hostile(text)), text, Path())
    content.encode("utf-8")
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff]", content)


def test_only_the_style_and_script_of_the_page_may_run() -> None:
    tree = made(row(1))
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not tree.xpath("//*[@src] | //link[not(starts-with(@href, 'data:'))] | //*[@style]")
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1


def test_the_sections() -> None:
    error = {"rule": "xsd-content", "severity": "error", "message": "<x> may not stand here", "line": 1200}
    tree = made(
        row(1, status="unsure", findings=[FINDING, FINDING]),
        row(2, status="failed", converted=False, output=None, reason="timeout", error="It took 4 s.", title=""),
        row(3, language="ara", title="العنوان", findings=[error]),
    )
    assert tree.xpath("string(//title)") == tree.xpath("string(//h1)") == "Report outcome.jsonl"
    assert "3 documents: 1 converted (33.33 %), 1 failed (33.33 %), 1 unsure (33.33 %)." in tree.text_content()
    assert ["French (fra)", "2", "66.67 %", ""] in cells(tree, "summary")
    assert ["General Assembly (un-ga)", "3", "100.00 %", ""] in cells(tree, "summary")
    assert cells(tree, "failures") == [["2", "texts/2.txt", "timeout: it took too long", "It took 4 s."]]
    assert [one[2:] for one in cells(tree, "rules")] == [
        ["2", "1", "there is no title", "texts/1.txt", "3"],
        ["1", "1", "<x> may not stand here", "texts/3.txt", "1,200"],
    ]
    assert cells(tree, "most")[0] == ["texts/1.txt", "2", "0", "2", "0"]
    assert [one[0] for one in cells(tree, "documents")] == ["2", "1", "3"]
    [title] = tree.xpath("//section[@id='documents']//td[@lang='ar']")
    assert title.get("dir") == "auto"
    assert [one.get("href") for one in tree.xpath("//section[@id='documents']//a")] == [
        "../texts/2.txt",  # there is no output
        "../xml/1.xml",
        "../xml/3.xml",
    ]


def test_tables_can_be_read_aloud() -> None:
    tree = made(row(1, findings=[FINDING]), row(2, status="failed"))
    assert tree.xpath("/html/@lang") == ["en"]
    for table in tree.xpath("//table"):
        assert table.xpath("string(caption)")
        assert all(head.get("scope") == "col" for head in table.xpath("thead//th"))
        assert all(one.xpath("count(th[@scope='row'])") == 1 for one in table.xpath("tbody/tr"))
        width = len(table.xpath("thead/tr/*"))
        assert {len(one) for one in table.xpath("tbody/tr")} == {width}
    contents = [address.removeprefix("#") for address in tree.xpath("//nav//a/@href")]
    assert contents == tree.xpath("//section/@id")


def test_standard_input_and_nothing_have_no_link() -> None:
    assert not made({"input": "-"}, {}).xpath("//section//a")


def test_a_report_without_rows() -> None:
    assert "0 documents." in made().text_content()


def test_a_report_of_validation() -> None:
    error = {"rule": "xsd-content", "severity": "error", "message": "wrong"}
    tree = made({"input": "a.xml", "status": "valid"}, {"input": "b.xml", "status": "invalid", "findings": [error]})
    assert cells(tree, "failures") == [["2", "b.xml", "", "wrong"]]
    assert tree.xpath("//section[@id='documents']//a/@href") == ["../b.xml", "../a.xml"]
    assert "Documents by status" in tree.text_content()
    for unknown in ("Documents by language", "Documents by body", "0 characters"):
        assert unknown not in tree.text_content()


def test_more_documents_than_the_page_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "SHOWN", 3)
    tree = made(row(1), row(2), row(3), row(4, status="unsure"), row(5, status="failed"))
    assert [one[0] for one in cells(tree, "documents")] == ["5", "4", "1"]
    assert "holds 3 of 5 documents" in tree.text_content()
    assert "2 are left out" in tree.text_content()
    tree = made(*(row(number, status="failed") for number in range(5)))
    assert "The first 3 of 5." in tree.text_content()


def test_times_and_price(tmp_path: Path) -> None:
    path = written(tmp_path, [row(1), row(2)], {"texts/1.txt": 0.25, "texts/2.txt": 0.75})
    assert run(path, "--price", "0.5").exit_code == 0
    tree = html.fromstring((tmp_path / "outcome.html").read_bytes())
    figures = dict(zip(*(map(str, tree.xpath(f"//dl//{tag}/text()")) for tag in ("dt", "dd")), strict=True))
    assert figures["Time in all"] == "1.00 s"
    assert figures["Median time"] == "500.0 ms"
    assert figures["Rate"] == "2.0 documents"
    assert figures["A million documents"] == "138.9 hours"
    assert "they cost 69.44 at 0.5 each" in tree.text_content()
    assert "or 200 characters in a second" in tree.text_content()
    assert [one[:2] for one in cells(tree, "slowest")] == [["texts/2.txt", "750.0 ms"], ["texts/1.txt", "250.0 ms"]]
    assert [one[-1] for one in cells(tree, "documents")] == ["250.0 ms", "750.0 ms"]


def test_a_page_with_few_times_tells_no_characters_a_second(tmp_path: Path) -> None:
    path = written(tmp_path, [row(1), row(2)], {"texts/1.txt": 0.25})
    assert "characters in a second" not in run(path, "-o", "-").stdout


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, [row(number, findings=[FINDING] * (number % 3)) for number in range(50)])
    assert run(path).exit_code == 0
    first = (tmp_path / "outcome.html").read_bytes()
    assert run(path).exit_code == 0
    assert (tmp_path / "outcome.html").read_bytes() == first


def test_where_the_page_goes(tmp_path: Path) -> None:
    path = written(tmp_path, [row(1)])
    assert run(path, "-o", tmp_path / "deep" / "page.html").exit_code == 0
    assert (tmp_path / "deep" / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run(path, "-o", "-").stdout.startswith("<!DOCTYPE html>")
    assert not (tmp_path / "outcome.html").exists()


def test_the_report_is_not_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path, [row(1)], {})
    before = path.read_bytes()
    for target in (path, f"{path}.times"):
        result = run(path, "-o", target)
        assert result.exit_code == 2
        assert "is what the page is made from" in result.stderr
    assert path.read_bytes() == before


def test_no_page_where_the_report_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("{}\n[]\n")
    result = run(path)
    assert result.exit_code == 2
    assert "line 2: a JSON object was expected" in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["r.jsonl"]
    assert run(tmp_path / "none.jsonl").exit_code == 2
    assert run(tmp_path).exit_code == 2
