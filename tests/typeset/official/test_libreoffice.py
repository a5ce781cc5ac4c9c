"""Ten samples opened in LibreOffice: the pages of the PDF, with the same text on each."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pdfplumber
import pytest

from guiju.typeset.official import Form, Profile
from guiju.typeset.press_official import official_pdf
from guiju.typeset.word_official import official_docx
from tests.typeset.official.libreoffice import render
from tests.typeset.official.samples import IMAGES, SAMPLES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What LibreOffice prints of each sample, in both profiles; one start for all."""
    files = {
        f"{name}.{profile.name}": official_docx(document, images=IMAGES, profile=profile).docx
        for name, document in SAMPLES.items()
        for profile in Profile
    }
    return render(files, tmp_path_factory.mktemp("office"))


def pages(pdf: bytes) -> list[list[str]]:
    """The characters of each page, in no order: turned lines are read in another one."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            sorted(char["text"] for char in page.chars if char["text"].strip())
            for page in document.pages
        ]


def lines(pdf: bytes) -> list[str]:
    """The lines of all pages without white."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        every = [line for page in document.pages for line in page.extract_text().split("\n")]
    return [re.sub(r"\s", "", line) for line in every if line.strip()]


@pytest.mark.parametrize("name", SAMPLES)
def test_same_pages_with_the_same_text(name: str, opened: Mapping[str, bytes]) -> None:
    printed = pages(official_pdf(SAMPLES[name], images=IMAGES).pdf)
    word = pages(opened[f"{name}.GLYPHS"])
    assert len(word) == len(printed)
    assert word == printed


@pytest.mark.parametrize("name", SAMPLES)
def test_same_number_of_pages_in_the_second_profile(name: str, opened: Mapping[str, bytes]) -> None:
    printed = official_pdf(SAMPLES[name], images=IMAGES, profile=Profile.FRAMES).pdf
    assert len(pages(opened[f"{name}.FRAMES"])) == len(pages(printed))


@pytest.mark.parametrize("name", ["notice", "short", "long", "request", "letter", "minutes"])
def test_same_line_ends(name: str, opened: Mapping[str, bytes]) -> None:
    """Where figures do not stand beside characters at the end of a line: LibreOffice 7.4 puts
    white between them whatever the file says.
    """
    assert SAMPLES[name].form in (Form.DOCUMENT, Form.LETTER, Form.MINUTES)
    printed = official_pdf(SAMPLES[name], images=IMAGES).pdf
    assert lines(opened[f"{name}.GLYPHS"]) == lines(printed)
