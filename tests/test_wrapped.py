"""Hard-wrapped text out of a PDF: where the end of a line says little, or a number stands alone on its line."""

from __future__ import annotations

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


def test_a_date_at_the_start_of_a_line_goes_on_with_the_paragraph() -> None:
    text = (
        HEAD + "Expressing its strong sympathy its resolutions 73/110 of 7 June 1998 and 51/1 of\n"
        "15 December 1996 on the matter,\nReconfirming the purposes and principles of the United Nations,\n"
        "Reconfirming furthermore its resolutions 1544 (2008) of 2 January 1996 and 52/2 of\n"
        "5 January 1996 on the matter,\nRequests its resolution 51/1, in particular paragraph 4.\n" + CLOSING
    )
    names = [text for _, text in recognised(akn.convert(text)).preambular]
    assert names[0].endswith("51/1 of 15 December 1996 on the matter,")


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


def test_a_first_number_below_a_running_head_is_no_call_in_its_title() -> None:
    titled = HEAD.replace("Education for peace\n", "Education for peace 1\n")
    text = (
        titled
        + "Recalling its resolution 61/98, in particular in developing countries, as well as the\n"
        + "recommendations contained therein,\n\n__________________\n\n1\nResolution 51/1.\n\n25-67222 (E)\n"
        + "\fA/RES/80/240\n\nEducation for peace\n\n1.\nInvites Member States to cooperate;\n2.\n"
        + "Decides to remain seized of the matter.\n"
        + CLOSING
    )
    operative = recognised(akn.convert(text)).operative
    assert [item.number for item in operative] == ["1.", "2."]


def test_a_line_in_lower_case_after_a_comma_goes_on() -> None:
    text = (
        HEAD + "Recalling the outcome of the Conference, which was held at Geneva,\n"
        "Requests the outcome document of the Conference, which was held at Geneva in 1992,\n"
        "in particular in developing countries.\n" + CLOSING
    )
    (paragraph,) = recognised(akn.convert(text)).operative
    assert paragraph.text.endswith("1992, in particular in developing countries.")


def test_short_lines_between_blank_lines_end_no_paragraph() -> None:
    text = (
        "Resolution 356 (1974)\nof 12 August 1974\n\nThe Security Council,\n\n"
        "Having examined the application of the Republic of\nGuinea-Bissau for admission to membership in the\n"
        "United Nations,\n\nRecalling that a longer line may stand here, as where a converter has joined two\n"
        "columns of print and left some lines that are longer than those above, and of different\nlengths,\n\n"
        "1. Recommends to the General Assembly that the Republic of Guinea-Bissau be admitted\n"
        "to the United Nations.\n\nAdopted unanimously at the 1791st meeting.\n"
    )
    document = akn.convert(text)
    assert [name for name, _ in recognised(document).preambular] == ["havingExamined", "recalling"]
    assert not document.findings


def test_one_wrapped_line_among_many_paragraphs_of_a_page() -> None:
    points = "".join(f"{number}. 请秘书长向大会提交报告；\n" for number in range(1, 46))
    last = "46. 执行1996年1月1日第51/1号决议，及其中所载的建议，特别是在发展中国\n家。\n"
    text = "67/1. 水\n大会，\n" + points + last + "2012年9月20日\n第40次全体会议\n\f"
    operative = recognised(akn.convert(text)).operative
    assert len(operative) == 46
    assert operative[-1].text.endswith("发展中国家。")
