"""Text from ledgers made harmless before it is written into a sheet for others."""

import re
import unicodedata

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def escape_formula(text: str) -> str:
    """Put an apostrophe before text that Excel or WPS would run as a formula.

    Full-width signs count, since some programs fold them; plain numbers stay as they are.
    (Source: OWASP, CSV injection.)
    """
    first = unicodedata.normalize("NFKC", text[:1])
    if first in ("=", "+", "-", "@", "\t", "\r", "\n") and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
