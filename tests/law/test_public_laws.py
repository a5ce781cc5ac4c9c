"""The public collection of law texts, where it lies beside the project: everything imports."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from guiju.law.acts import Stored, store_texts
from guiju.law.heads import Kind
from guiju.law.models import Article, Instrument, Version
from guiju.law.parsed import Unit
from guiju.law.reading import Reading, read_folder
from tests.house.tree import ROOT

LAWS = ROOT.parent / "shared" / "laws"
SAMPLE, PER_KIND = 30, 10
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LAWS.is_dir(), reason="no collection of law texts beside the project"),
]
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B)}
_SPACES = re.compile(r"[\s\u200b*]+")
_ENDS = re.compile(r"#|第[一二三四五六七八九十百千零〇]+条[\s\u3000]|附")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder(LAWS)


def squeezed(text: str) -> str:
    return _SPACES.sub("", text.translate(_WIDE))


def grepped(path: Path, label: str) -> str:
    """An article as a reader with a search box finds it: from its number to the next one."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")]
    starts = [n for n, line in enumerate(lines) if re.match(rf"{label}[\s\u3000]", line)]
    assert len(starts) == 1, (path, label)
    taken = [lines[starts[0]].removeprefix(label)]
    for line in lines[starts[0] + 1 :]:
        if _ENDS.match(line):
            break
        taken.append(line)
    return squeezed("".join(taken))


def test_every_file_is_read(reading: Reading, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [a for text in reading.texts for a in text.articles]
    kinds = {kind: sum(text.kind is kind for text in reading.texts) for kind in Kind}
    with capsys.disabled():
        print(
            f"\n{reading.files} files, {len({t.title for t in reading.texts})} instruments, "
            f"{len(reading.texts)} versions, {len(articles)} articles, "
            f"{len(reading.failures)} failures, {len(reading.troubles)} troubles, {kinds}"
        )
    assert not reading.failures
    assert len(reading.troubles) < reading.files / 50
    assert all(text.articles for text in reading.texts)


def test_a_sample_across_kinds_reads_as_in_the_files(reading: Reading) -> None:
    chance = random.Random(20260301)
    wanted = [Kind.LAW, Kind.REGULATION, Kind.INTERPRETATION, Kind.DEPARTMENT_RULE]
    compared = 0
    for kind in wanted:
        pool = [t for t in reading.texts if t.kind is kind and not t.part]
        for text in chance.sample(pool, PER_KIND):
            numbered = [a for a in text.articles if a.unit is Unit.ARTICLE]
            if numbered:
                article = chance.choice(numbered)
                assert squeezed(article.text) == grepped(LAWS / text.file, article.label)
                compared += 1
    assert compared >= SAMPLE


def test_every_numbered_line_became_an_article(reading: Reading) -> None:
    pattern = re.compile(r"^第[一二三四五六七八九十百千零〇]+条[ \u3000]", re.MULTILINE)
    lost = []
    for text in reading.texts:
        body = (LAWS / text.file).read_text(encoding="utf-8").split("<!-- INFO END -->")[-1]
        found = sum(a.unit is Unit.ARTICLE for a in text.articles)
        if "民法典" not in text.title and "修正案" not in text.title:
            lost += [text.file] * (found < len(pattern.findall(body)))
    assert not lost


@pytest.mark.django_db
def test_the_whole_collection_imports_once_and_only_once(reading: Reading) -> None:
    first = store_texts(reading.texts)
    assert first == Stored(added=len(reading.texts))
    counts = (Instrument.objects.count(), Version.objects.count(), Article.objects.count())
    assert counts[1:] == (len(reading.texts), sum(len(t.articles) for t in reading.texts))
    assert store_texts(reading.texts) == Stored(unchanged=len(reading.texts))
    assert counts == (
        Instrument.objects.count(), Version.objects.count(), Article.objects.count(),
    )  # fmt: skip
