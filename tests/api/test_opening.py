"""A case opened over the line is as urgent as the document it registers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guiju.procedures.models import Case
from tests.api.conftest import District, a_line
from tests.documents.sending import DRAFTED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "level"), [({}, 1), ({"urgency": ""}, 1), ({"urgency": "特急"}, 2)]
)
def test_what_the_record_says_wins(district: District, said: dict[str, str], level: int) -> None:
    drafter = a_line("拟稿系统", district.office, "outgoing_document.drafter")
    facts = {name: {True: "是", False: "否"}.get(v, v) for name, v in DRAFTED.items()}
    body = {
        "procedure": "outgoing_document",
        "act": "draft",
        "title": "关于做好汛期值班工作的通知",
        "on": str(timezone.localdate()),
        "urgency": 1,
        "facts": {**facts, **said},
    }
    pk = drafter.do("/cases", body)["id"]
    assert Case.objects.get(pk=pk).urgency == level
