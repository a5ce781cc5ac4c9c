"""Text that came from outside, made fit for XML, PDF and UTF-8."""

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Replace what XML 1.0 does not allow in a text, half of a character pair included."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
