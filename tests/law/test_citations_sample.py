"""The hand-corrected sample that `bench/citations.py` measures against keeps its shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.citations import LAWS, SAMPLE, Sentence, measure, texts

LONGEST_TITLE_AND_PLACE = 110


@pytest.fixture(scope="module")
def sample() -> list[Sentence]:
    loaded: list[Sentence] = json.loads(Path(SAMPLE).read_text(encoding="utf-8"))
    return loaded


def test_it_holds_hundreds_of_citations_of_every_kind_of_text(sample: list[Sentence]) -> None:
    assert sum(len(sentence["citations"]) for sentence in sample) >= 300
    assert len({sentence["file"].split("/")[0] for sentence in sample}) >= 9


def test_it_holds_citations_and_no_sentences(sample: list[Sentence]) -> None:
    rows = [row for sentence in sample for row in sentence["citations"]]
    assert max(len(row["text"]) for row in rows) <= LONGEST_TITLE_AND_PLACE
    assert not any(mark in row["text"] for row in rows for mark in "。；\n")


def test_each_citation_lies_in_its_sentence_and_after_the_one_before(
    sample: list[Sentence],
) -> None:
    for sentence in sample:
        end = sentence["start"]
        for row in sentence["citations"]:
            assert end <= row["at"] < sentence["end"]
            end = row["at"] + len(row["text"])


@pytest.mark.slow
@pytest.mark.skipif(not LAWS.is_dir(), reason="the law texts are not at hand")
def test_the_parser_reads_nearly_all_of_it_rightly(sample: list[Sentence]) -> None:
    counts, wrong = measure(sample, texts())
    assert counts["exact"] / counts["read"] > 0.98, wrong
    assert counts["exact"] / counts["expected"] > 0.98, wrong
