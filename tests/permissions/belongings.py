"""What hangs on the cases of the scene and what belongs to one person, as paths name it."""

from __future__ import annotations

from datetime import date, timedelta

from guiju.api.models import ApiToken
from guiju.api.tokens import digest_of
from guiju.checkup.run import Result
from guiju.home.checkups import Kept, keep
from guiju.jobs.kinds import KINDS
from guiju.jobs.models import Job
from guiju.letters.models import Issued
from guiju.letters.selectors import letters_due
from guiju.notices.models import Notice
from guiju.org.models import Delegation
from guiju.procedures.desk.feeds import make_feed
from guiju.procedures.models import Attachment, Case, Finding, Origin
from guiju.study.analyses import Written, write_analysis
from guiju.study.models import Plan
from guiju.study.performance import begin_report
from guiju.study.plans import Wanted, add_items
from tests.permissions.cast import OFFICE, PEOPLE
from tests.permissions.scene import CODES, Owned, Scene

ACTS = {
    "incoming_document": "report_result",
    "foi_request": "search",
    "outgoing_document": "set_disclosure",
    "normative_document": "close_consultation",
    "study_session": "hold",
    "study_plan": "submit",
}
NOTHING_FOUND = Result(2025, date(2025, 12, 31), {}, (), (), ())
WITHOUT_TOKEN = frozenset({"root"})
"""A key is never given to a superuser's account."""


def hang_on_cases(scene: Scene) -> None:
    for name, case in scene.cases.items():
        scene.put("token", name, Case.objects.get(pk=case.pk).token)
        Finding.objects.create(
            jurisdiction=case.jurisdiction, case=case, year=scene.today.year, rule="reply",
            broke="reply", basis="某条", says=f"逾期{CODES[name]}",
        )  # fmt: skip
        if case.origin == Origin.IMPORTED:
            continue
        scene.put("act", name, ACTS[case.procedure])
        scene.put("place", name, f"case/{case.pk}/{ACTS[case.procedure]}")
        if case.procedure == "foi_request":
            scene.put("request", name, case.pk)
        reading = case.readings.first()
        if reading is not None:
            scene.put("reading", name, reading.pk)
        for due in letters_due(case)[:1]:
            scene.put("letter", name, due.letter)
            scene.put("letter_seq", name, due.seq)
    _a_letter_gone_out(scene, "request")


def _a_letter_gone_out(scene: Scene, name: str) -> None:
    case = scene.cases[name]
    paper = Attachment.objects.get(pk=scene.things["attachment"][name]).file
    row = Issued.objects.create(
        jurisdiction=case.jurisdiction, case=case, letter="reply", seq=1, kind="答复书",
        number=f"号{CODES[name]}", dated=scene.today, pdf=paper, docx=paper, digest="0" * 64,
        by="clerk", at=scene.at,
    )  # fmt: skip
    scene.put("issued", name, row.pk)


def hang_on_people(scene: Scene) -> None:
    """Whose each thing is; those who stand in for somebody have their papers too."""
    cast, document = scene.cast, scene.cases["document"]
    handlers = frozenset({"handler", "delegate"})
    notice = Notice.objects.filter(user=cast["handler"], about=f"case/{document.pk}").first()
    assert notice is not None, "whoever gets a task is told"
    job = Job.objects.create(
        jurisdiction=scene.district, kind=next(iter(KINDS)), by=cast["administrator"],
        asked_at=scene.at,
    )  # fmt: skip
    lent = Delegation.objects.get(to=cast["delegate"])
    charge = cast.posts["deputy"].charges.get()
    checkup = keep(Kept(cast["administrator"].pk, scene.at, NOTHING_FOUND, ()))
    found = {
        "notice": Owned(frozenset({"handler"}), notice.pk, CODES["document"]),
        "paper": Owned(handlers, scene.things["task"]["document"], CODES["document"]),
        "task": Owned(handlers, scene.things["task"]["document"], CODES["document"]),
        "reading": Owned(
            frozenset({"reader"}), scene.things["reading"]["document"], CODES["document"]
        ),
        "feed": Owned(frozenset({"clerk"}), make_feed(cast["clerk"], at=scene.at)),
        "job": Owned(frozenset({"administrator"}), job.pk),
        "checkup": Owned(frozenset({"administrator"}), checkup),
        "delegation": Owned(frozenset({"handler", "administrator"}), lent.pk),
        "charge": Owned(frozenset({"administrator"}), charge.pk),
    }
    scene.owned |= found
    _study(scene)
    _give_keys(scene)


def _study(scene: Scene) -> None:
    """What law study keeps beside its cases: a plan being drafted, an analysis, a statement."""
    clerk, office, at = scene.cast["clerk"], scene.cast.units[OFFICE], scene.at
    plan = Plan.objects.get(case=scene.cases["plan"])
    wanted = Wanted(date(scene.today.year, 12, 31), "会前学法", "供水条例")
    (item,) = add_items(plan, [wanted], by=clerk, at=at)
    written = Written(office, "供水一案", "某公司停水。", "应当公告。", "先公告再停水。", ())
    analysis = write_analysis(written, by=clerk, at=at)
    statement = begin_report(office, scene.today.year, by=scene.cast["head"], at=at)
    district = frozenset(PEOPLE) - {"outsider", "stranger", "past_delegate", "former"}
    drafting = frozenset({"clerk", "low", "cleared", "overseer", "root"})
    scene.owned |= {
        "plan": Owned(drafting, plan.pk),
        "plan_item": Owned(drafting, item.pk),
        "analysis": Owned(district, analysis.pk),
        "statement": Owned(frozenset({"head"}), statement.pk),
    }


def _give_keys(scene: Scene) -> None:
    """A key for every account, as if it were a system's: its posts decide, as at the desk."""
    for name in PEOPLE:
        if name in WITHOUT_TOKEN:
            continue
        place = scene.cast.elsewhere if PEOPLE[name].elsewhere else scene.district
        row = ApiToken.objects.create(
            jurisdiction=place, user=scene.cast[name], system=name, hint="guiju_",
            digest=digest_of(secret_of(name)), expires_on=scene.today + timedelta(days=1),
            created_by="test", created_at=scene.at,
        )  # fmt: skip
        if name == "outsider":
            scene.owned["api_token"] = Owned(frozenset({"administrator"}), row.pk)


def secret_of(name: str) -> str:
    return f"guiju_secret_of_{name}"
