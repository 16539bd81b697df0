"""The language versions of one Work, paired by structure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import akn
from akn.lang import codes
from akn.testing import Resolution, resolutions

FRENCH = """67/6. Titre

L'Assemblée générale,

Rappelant sa résolution 59/50 du 2 décembre 2004,

Soulignant l'importance de l'eau¹,

1. Décide :

a) De la partager ;

b) De la protéger ;

2. Prie le Secrétaire général de lui faire rapport.

40^e séance plénière
19 novembre 2012

¹ A/67/280.
"""
ENGLISH = """67/6. Title

The General Assembly,

Recalling its resolution 59/50 of 2 December 2004,

Emphasizing the importance of water,¹

1. Decides:

(a) To share it;

(b) To protect it;

2. Requests the Secretary-General to report.

40th plenary meeting
19 November 2012

¹ A/67/280.
"""
ARABIC = """67/6 - العنوان

إن الجمعية العامة،

إذ تشير إلى قرارها 59/50 المؤرخ 2 كانون الأول/ديسمبر 2004،

وإذ تشدد على أهمية المياه¹،

١ - تقرر:

(أ) تقاسمها؛

(ب) حمايتها؛

٢ - تطلب إلى الأمين العام أن يقدم تقريرا.

الجلسة العامة 40
19 تشرين الثاني/نوفمبر 2012

¹ A/67/280.
"""


def test_versions_that_agree() -> None:
    alignment = akn.align([akn.convert(text) for text in (ENGLISH, FRENCH, ARABIC)])
    assert alignment.languages == ("eng", "fra", "ara")
    assert alignment.findings == ()
    assert [row.key for row in alignment.rows] == [
        "preamble_1", "preamble_2", "ftn_1", "para_1", "para_1__list_1__point_a", "para_1__list_1__point_b", "para_2",
    ]  # fmt: skip
    assert all(set(row.versions) == {"eng", "fra", "ara"} for row in alignment.rows)
    assert alignment.rows[-1].versions["ara"].get("eId") == "para_\u0662"


def test_what_a_version_lacks_is_said() -> None:
    shorter = FRENCH.replace("b) De la protéger ;\n\n", "").replace(
        "Rappelant sa résolution 59/50", "Notant la résolution"
    )
    alignment = akn.align([akn.convert(ENGLISH), akn.convert(shorter)])
    assert {(finding.rule, finding.file) for finding in alignment.findings} == {
        ("align-missing", "fra"),
        ("align-name", "fra"),
    }
    messages = " ".join(finding.message for finding in alignment.findings)
    assert "para_1__list_1__point_b is in eng alone" in messages
    assert "preamble_1 is 'noting', and 'recalling' in eng" in messages


def test_another_work_is_said() -> None:
    alignment = akn.align([akn.convert(ENGLISH), akn.convert(FRENCH.replace("67/6", "67/7"))])
    assert [finding.rule for finding in alignment.findings] == ["align-work"]


@pytest.mark.parametrize("texts", [[], [ENGLISH], [ENGLISH, ENGLISH]])
def test_what_is_no_set_of_versions_is_refused(texts: list[str]) -> None:
    with pytest.raises(akn.UsageError, match="two or more are accepted"):
        akn.align([akn.convert(text) for text in texts])


@given(st.sampled_from(codes()).flatmap(resolutions))
def test_a_document_agrees_with_itself(resolution: Resolution) -> None:
    document = akn.convert(resolution.text)
    same = akn.load(document.to_xml().replace(f'language="{document.language}"'.encode(), b'language="und"'))
    assert [finding for finding in akn.align([document, same]).findings if finding.rule != "align-work"] == []
