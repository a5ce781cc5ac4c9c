"""The desks where documents come in, on a Monday."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guiju.letters import organ
from tests.documents.desk import Desk, desk_of
from tests.foi.requests import ORGAN


@pytest.fixture
def desk(db: None) -> Desk:
    return desk_of()


@pytest.fixture
def letterhead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The letterhead of 云岭区, with a word for the numbers of its letters about documents."""
    said = {
        **json.loads(ORGAN.model_dump_json()),
        "document_code": "云政办函",
        "correspondence": "区政府办公室文书科，0000-1234500",
    }
    path = tmp_path / organ.FILE
    path.write_text(json.dumps([said], ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(organ, "office_folder", lambda: tmp_path)
    return path
