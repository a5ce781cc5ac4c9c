"""Why a file cannot be checked."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be read; the message says in Chinese why, and what to do."""
