"""发文登记簿 at 100 and 1,000 documents, whole pages and the export; the editor's live preview.

Runs on the database of `DATABASE_URL`, which must be empty. One document goes through the engine
to its file; its rows are copied.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.measure import line  # noqa: E402
from guiju.documents.paper_form import typed_from  # noqa: E402
from guiju.documents.writing import Change, write_document  # noqa: E402
from guiju.org import acts as org  # noqa: E402
from guiju.org.selectors import OVERSEER  # noqa: E402
from guiju.procedures.acts import Deed, Opening, open_case, perform  # noqa: E402
from guiju.procedures.history import Value  # noqa: E402
from guiju.procedures.library import current  # noqa: E402
from guiju.procedures.models import Case, Event, Opinion  # noqa: E402
from guiju.typeset.official import Heading, OfficialDocument, Paragraph, Signature  # noqa: E402

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TIMES = 20
NAME = "云岭区人民政府办公室"
DRAFTED = {
    "document_type": "通知", "direction": "下行", "classification": "非涉密",
    "declared_unclassified": True, "is_important": False, "is_joint": False,
    "is_multi_department": False,
}  # fmt: skip
Row = TypeVar("Row", Event, Opinion)
MOVES: tuple[tuple[str, dict[str, Value]], ...] = (
    ("finish_draft", {}),
    ("set_disclosure", {"disclosure_attribute": "主动公开", "is_policy": False}),
    ("submit", {}),
    ("accept", {}),
    ("identify", {"is_normative": False, "identification_reason": "内部工作部署"}),
    ("continue_as_ordinary", {}),
    ("review", {"review_opinion": "拟同意"}),
    ("skip_countersign", {}),
    ("submit_to_chief", {"signer": "主要负责人"}),
    ("sign_off", {}),
    ("check", {}),
    ("number", {"organ_code": "云政办发", "distribution": "各镇", "copies": 30}),
    ("print", {}),
    ("seal", {"seal_name": "办公室印章", "sealed_copies": 30}),
    ("issue", {}),
)


def document(paragraphs: int) -> OfficialDocument:
    body = [Heading(level=1, text="一、总体要求")]
    text = "各单位要切实提高认识，加强组织领导，细化工作措施，认真抓好贯彻落实。" * 3
    return OfficialDocument(
        title=f"{NAME}关于做好汛期值班工作的通知",
        organs=(NAME,),
        addressees=("各镇人民政府",),
        body=(*body, *(Paragraph(text=text) for _ in range(paragraphs))),
        signatures=(Signature(organ=NAME),),
    )


def one_issued() -> tuple[Case, User]:
    """A document through every desk, and who oversees the district."""
    p = current("outgoing_document")
    home = org.create_jurisdiction(code="990101", name="云岭区")
    unit = org.create_unit(jurisdiction=home, name=NAME)
    people: dict[str, User] = {}
    for role in (*p.roles, OVERSEER):
        name = role if role == OVERSEER else f"{p.id}.{role}"
        post = org.create_post(unit=unit, name=role, roles=[name])
        people[role] = User.objects.create_user(role)
        org.appoint(user=people[role], post=post, since=date(2015, 1, 1))
    opening = Opening(home, p.id, f"{NAME}关于做好汛期值班工作的通知", unit=unit)
    case = open_case(opening, Deed("draft", DAY, dict(DRAFTED)), by=people["drafter"], at=AT)
    _, case = write_document(case, document(12), Change(), by=people["drafter"], at=AT)
    for act, facts in MOVES:
        by = people[p.acts()[act].by[0]]
        case = perform(case, Deed(act, DAY, facts), by=by, at=AT)
    return case, people[OVERSEER]


def copies(of: Case, first: int, last: int) -> None:
    """Documents number `first` to `last` with events and opinions."""
    events, opinions = list(of.events.all()), list(of.opinions.all())
    for n in range(first, last + 1):
        case = copy(of)
        case.pk, case.number = None, f"云政办发〔2026〕{n}号"
        case.save(force_insert=True)
        Event.objects.bulk_create([_of(row, case) for row in events])
        Opinion.objects.bulk_create([_of(row, case) for row in opinions])


def _of(row: Row, case: Case) -> Row:
    found = copy(row)
    found.pk, found.case = None, case
    return found


def asked(ask: Callable[[], object]) -> tuple[float, float, int]:
    """Median and slowest in ms, and the number of questions to the database."""
    ask()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - start))
    with CaptureQueriesContext(connection) as queries:
        ask()
    return statistics.median(taken), max(taken), len(queries)


def main() -> None:
    call_command("migrate", verbosity=0)
    case, overseer = one_issued()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(overseer)
    done = 1
    for n in (100, 1000):
        copies(case, done + 1, n)
        done = n
        for name in ("outgoing-register", "seal-register", "outgoing-register-export"):
            middle, slowest, queries = asked(partial(client.get, reverse(name)))
            said = f"max {slowest:.0f}, {queries} queries"
            line(f"{name}, {n} documents", f"{middle:.0f} ms", said)
    for paragraphs in (12, 120):
        typed = typed_from(document(paragraphs))
        address = reverse("document-preview", args=[case.pk])
        middle, slowest, _ = asked(partial(client.post, address, typed))
        line(f"live preview, {paragraphs} paragraphs", f"{middle:.0f} ms", f"max {slowest:.0f}")


if __name__ == "__main__":
    main()
