"""In whose name the letters of 云岭区 go out, so that the demo's letters can be made."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from guiju.demo import district
from guiju.letters.organ import FILE, Organ

OURS = Organ(
    since=date(2020, 1, 1),
    name=district.OFFICE,
    section="区政府办公室政务公开科",
    phone="0000-1234567",
    address="云岭区政通路1号",
    reconsideration=f"{district.DISTRICT}人民政府",
    court=f"{district.DISTRICT}人民法院",
    supervisor="云州市人民政府办公室",
    code="云政依申请",
    correspondence="区政府办公室文电科，0000-1234500",
    document_code="云政办函",
)


def write_letterhead(office: Path) -> bool:
    """Write the letterhead into the office's folder; one that is there stays as it is."""
    path = office / FILE
    if path.exists():
        return False
    office.mkdir(parents=True, exist_ok=True)
    entry = OURS.model_dump(mode="json", exclude_defaults=True)
    path.write_text(json.dumps([entry], ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return True
