"""Who asked for information: told in full only to those who need it, else masked."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass, fields

STARS = "**"


@dataclass(frozen=True, slots=True)
class Identity:
    """An applicant (条例第二十九条): name, how it was checked, how to reach them."""

    name: str = ""
    checked: str = ""
    contact: str = ""
    address: str = ""

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Identity:
        said = json.loads(text)
        return cls(**{f.name: said.get(f.name, "") for f in fields(cls)})


LABELS = {"name": "申请人", "checked": "身份证明核验情况", "contact": "联系方式", "address": "地址"}


def masked(name: str) -> str:
    """The first character and two stars, whatever the length; of a single one only the stars."""
    plain = unicodedata.normalize("NFC", name).strip()
    if len(plain) < 2 or plain == STARS:
        return STARS if plain else ""
    return plain[0] + STARS
