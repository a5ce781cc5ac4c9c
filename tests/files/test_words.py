"""The words of a PDF of our own press are read; what is hostile or broken has none, and ends."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib

import pytest

from guiju.files import pdf_words
from guiju.files.pdf_words import words_of_pdf
from guiju.typeset.press_official import official_pdf
from tests.files.samples import PDF
from tests.typeset.official.samples import IMAGES, SAMPLES


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of one page, whose contents are object 4."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R >>",
        *objects,
    ]
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(body, 1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def stream(content: bytes, filters: bytes) -> bytes:
    head = b"<< /Length %d /Filter %s >>\nstream\n" % (len(content), filters)
    return head + content + b"\nendstream"


def bomb() -> bytes:
    """A gigabyte of nothing, packed twice."""
    once = zlib.compress(b" " * 100_000_000, 9)
    return pdf_of(stream(zlib.compress(once, 9), b"[/FlateDecode /FlateDecode]"))


@pytest.mark.parametrize("name", ["notice", "long"])
def test_what_a_document_says_is_found_in_its_pdf(name: str) -> None:
    document = SAMPLES[name]
    words = words_of_pdf(official_pdf(document, images=IMAGES).pdf)
    assert "进一步规范全区行政执法行为，切实保护公民、法人和其他组织的合法权益" in words
    assert "对工作推进不力、逾期未办结的，由区政府督查室予以通报" in words
    assert document.number in words


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%%EOF",
        PDF,
        PDF.replace(b"<<>>", b"<< /Root 1 0 R >>"),
        b"%PDF-1.7\n" + b"[" * 200_000 + b"\n%%EOF",
        pdf_of(b"<< /Length 99999999 >>\nstream\nx\nendstream"),
        pdf_of(b"4 0 R"),
    ],
    ids=["nothing", "no body", "empty", "a loop", "deep", "a lying length", "itself"],
)
def test_what_is_broken_has_no_words(content: bytes) -> None:
    assert words_of_pdf(content) == ""


def test_a_bomb_ends_by_itself() -> None:
    begun = time.monotonic()
    assert words_of_pdf(bomb()) == ""
    assert time.monotonic() - begun < pdf_words.SECONDS + 5


def test_what_takes_too_long_has_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_words, "SECONDS", 0.001)
    assert words_of_pdf(official_pdf(SAMPLES["notice"], images=IMAGES).pdf) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_what_takes_too_much_memory_ends_itself_alone() -> None:
    much = f"from guiju.files import pdf_words as p; p._bound(); bytearray({2 * pdf_words.MEMORY})"
    done = subprocess.run([sys.executable, "-c", much], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
