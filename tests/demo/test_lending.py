"""The demo's leader writes on paper, and the clerk who enters it finds it in the box."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from guiju.demo.accounts import set_up_district
from guiju.demo.lending import DAYS, lend_paper
from guiju.demo.live import play
from guiju.demo.lives import LIVES
from guiju.procedures.desk.boxes import to_do
from guiju.procedures.desk.visibility import viewer_of
from tests.demo.test_live import TODAY

pytestmark = pytest.mark.database


def test_what_waits_for_the_leader_may_be_entered_by_the_clerk(db: None) -> None:
    play(LIVES, set_up_district("a-password-of-the-test"), TODAY)
    lent = lend_paper(TODAY)
    assert lend_paper(TODAY + timedelta(days=DAYS)) == lent
    clerk = viewer_of(User.objects.get(username="lin"), on=TODAY)
    waiting = {str(task.post) for task in to_do(clerk) if task.post == lent.post}
    assert waiting == {"云岭区人民政府副区长"}
    assert lend_paper(TODAY + timedelta(days=DAYS + 1)) != lent
