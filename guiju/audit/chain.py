"""How a link is made: canonical JSON, SM3 (GB/T 32905) over the link before and this one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes

from guiju.core.light import dataclass

START = "0" * 64
"""`prev` of the first entry of every chain."""

Json = str | int | float | bool | None | Mapping[str, "Json"] | Sequence["Json"]


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Json) -> str:
    """JSON with sorted keys and no spaces: the same content is always the same text."""
    return _ENCODER.encode(value)


_NOTHING = hashes.Hash(hashes.SM3())  # noqa: S303 - the national standard hash, 256 bits


def sm3(text: str) -> str:
    digest = _NOTHING.copy()
    digest.update(text.encode())
    return digest.finalize().hex()


@dataclass(frozen=True, slots=True)
class Link:
    """What an entry vouches for. `at` must know its time zone."""

    jurisdiction: int
    chain: str
    seq: int
    verb: str
    by: str
    at: datetime
    payload: str

    def digest(self, prev: str) -> str:
        """SM3 over `prev` and every field, in hex."""
        body: list[Json] = [
            prev,
            self.jurisdiction,
            self.chain,
            self.seq,
            self.verb,
            self.by,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.payload,
        ]
        return sm3(canonical(body))
