"""The words of a PDF: bytes come in, text goes out, in a process that may be lost.

`python -m guiju.files.pdf_words`. The parser is native code and the file comes from outside: time
and memory are bounded by the system, and a crash ends nobody's work but its own. No tables.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

MOST_PAGES, LONGEST = 500, 400_000
"""Pages read, and characters kept; a longer one is a table or a log."""

SECONDS, MEMORY = 20, 1024**3
"""What one file may take, by the clock, and in bytes."""

_PAGE_NUMBER = re.compile(r"[-—－–\s]*\d{1,4}[-—－–\s]*")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BROKEN_LINE = re.compile(rf"(?<=[{_HAN}，、；：])\n(?=[{_HAN}])")
"""A line ended by the edge of the page goes on in the next."""


def words_of_pdf(content: bytes) -> str:
    """The text of a PDF; "" for a scan, and for what is broken, locked, or takes too much."""
    command = [sys.executable, "-m", "guiju.files.pdf_words"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def read(content: bytes) -> str:
    """The text, page after page, broken lines joined. Raises PdfiumError."""
    pages = "\n".join(_pages(content))
    return _BROKEN_LINE.sub("", pages)[:LONGEST]


def _pages(content: bytes) -> Iterator[str]:
    import pypdfium2

    read_so_far = 0
    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), MOST_PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
        yield "\n".join(line for line in lines if line and not _PAGE_NUMBER.fullmatch(line))
        read_so_far += len(text)
        if read_so_far > LONGEST:
            return


def _bound() -> None:
    """Let the system end this process where it takes too much."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the clock is watched there as well.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _bound()
    found = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(found.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
