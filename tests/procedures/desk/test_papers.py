"""Which paper an act wants, the procedure says; whether it is there, the matter's tables tell."""

from __future__ import annotations

import pytest

from guiju.procedures.definition import Procedure
from guiju.procedures.desk.panels import papers_told
from tests.procedures.test_tables_properties import real_procedures

WITH_PAPERS = [p for p in real_procedures() if p.papers]


def test_there_are_such_procedures() -> None:
    assert {p.id for p in WITH_PAPERS} == {"outgoing_document", "normative_document", "study_plan"}


@pytest.mark.parametrize("p", WITH_PAPERS, ids=lambda p: p.id)
def test_every_paper_asked_for_can_be_looked_for(p: Procedure) -> None:
    assert {paper.without for paper in p.papers} == set(papers_told(p.id))
