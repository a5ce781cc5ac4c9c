"""Every article a letter names is there, in force, and has the 款 and 项 it is cited with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from guiju.documents import letters as documents
from guiju.foi import letters as foi
from guiju.law.acts import store_texts
from guiju.law.citation_check import Verdict
from guiju.law.citing import check_text
from guiju.law.heads import title_key
from guiju.law.parsing import parse_file
from guiju.letters.book import Part, Texts
from guiju.letters.filling import citation
from guiju.procedures.definition import Procedure
from guiju.procedures.rulebook import office_rulebook
from tests.house.tree import ROOT

LAWS = ROOT.parent / "shared" / "laws"
ON = date(2026, 1, 1)
BOOKS = {"foi_request": foi.BOOK.texts, "incoming_document": documents.BOOK.texts}
_BRACES = re.compile(r"{([^{}]+)}")
pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(not LAWS.is_dir(), reason="no collection of law texts beside the project"),
]


def parts(texts: Texts) -> Iterator[Part]:
    letters = texts.letters.values()
    waiting = [part for letter in letters for group in (*letter.body, *letter.notes)
               for part in group]  # fmt: skip
    waiting += [part for group in texts.fragments.values() for part in group]
    while waiting:
        part = waiting.pop()
        waiting += part.one_of
        yield part


def sentences(p: Procedure, texts: Texts) -> list[str]:
    """What the letters say with every citation written out."""
    said = (part.say for part in parts(texts))
    written = (_BRACES.sub(lambda found: citation(p, found[1]) or found[0], one) for one in said)
    return [one for one in written if "《" in one and "条" in one]


def load(p: Procedure) -> None:
    """The laws of a procedure, each wording at hand."""
    wanted = {title_key(full) for full in p.laws.values()}
    paths = [path for path in LAWS.rglob("*.md") if title_key(path.stem.split("(")[0]) in wanted]
    store_texts([parse_file(path, LAWS) for path in paths])


@pytest.mark.parametrize("name", BOOKS)
def test_the_texts_of_the_letters_cite_the_law_rightly(name: str, db: None) -> None:
    p = office_rulebook().procedures[name][-1]
    load(p)
    said = sentences(p, BOOKS[name])
    assert said
    verdicts = [finding for one in said for finding in check_text(one, ON)]
    wrong = [
        f.sentence for f in verdicts if f.verdict in (Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE)
    ]
    assert not wrong
    if name == "foi_request":
        assert sum(f.verdict is Verdict.FOUND for f in verdicts) >= 40


def test_a_letter_that_cites_what_is_not_there_is_told(db: None) -> None:
    load(office_rulebook().procedures["foi_request"][-1])
    (finding,) = check_text("根据《中华人民共和国政府信息公开条例》第九十九条的规定", ON)
    assert finding.verdict is Verdict.NO_ARTICLE
    (finding,) = check_text("根据《中华人民共和国政府信息公开条例》第三十六条第九项的规定", ON)
    assert finding.verdict is Verdict.NO_ARTICLE
