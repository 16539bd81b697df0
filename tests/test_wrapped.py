"""What is not yet found in hard-wrapped text out of a PDF: each is a bug that waits for its mending."""

from __future__ import annotations

import pytest

import akn
from akn.testing import recognised

HEAD = """A/RES/80/240

United Nations

General Assembly

Distr.: General
22 November 2025

Eightieth session
Agenda item 29 (b)
Report of the Economic and Social Council

Resolution adopted by the General Assembly
on 25 September 2025
[on the report of the First Committee (A/80/139/Add.2)]

80/240.

Education for peace
The General Assembly,
"""
CLOSING = "72nd (resumed) plenary meeting\n25 September 2025\n"


@pytest.mark.xfail(strict=True, reason="a line that begins with a date is taken for a line of its own")
def test_a_date_at_the_start_of_a_line_goes_on_with_the_paragraph() -> None:
    text = (
        HEAD + "Expressing its strong sympathy its resolutions 73/110 of 7 June 1998 and 51/1 of\n"
        "15 December 1996 on the matter,\nReconfirming the purposes and principles of the United Nations,\n"
        "Reconfirming furthermore its resolutions 1544 (2008) of 2 January 1996 and 52/2 of\n"
        "5 January 1996 on the matter,\nRequests its resolution 51/1, in particular paragraph 4.\n" + CLOSING
    )
    names = [text for _, text in recognised(akn.convert(text)).preambular]
    assert names[0].endswith("51/1 of 15 December 1996 on the matter,")


@pytest.mark.xfail(strict=True, reason="an annex of one numbered paragraph, its number alone on a line")
def test_an_annex_of_one_numbered_paragraph() -> None:
    text = (
        HEAD
        + "Calls Member States to continue to cooperate.\n"
        + CLOSING
        + "Annex I\nRules of procedure of the Committee\n"
        "1.\nDecisions shall be taken by a majority of the members present.\n"
        "2.\nThe Committee shall meet once a year.\n"
        "Annex II\nRules of procedure of the Committee\n"
        "1.\nDecisions shall be taken by a majority of the members present.\n"
    )
    annexes = recognised(akn.convert(text)).annexes
    assert [len(annex.paragraphs) for annex in annexes] == [2, 1]
    assert annexes[1].title == "Rules of procedure of the Committee"
