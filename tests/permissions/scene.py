"""The cases of the permission tests, each with a code no other text has, in all of its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from guiju.documents.writing import Change, write_document
from guiju.files.acts import store
from guiju.normative.clauses import Clause, register_clause
from guiju.normative.consultation import Said, register_comment
from guiju.normative.models import ClauseKind, Handling
from guiju.org.models import Jurisdiction, Secrecy, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.circulating import circulate
from guiju.procedures.desk.drafting import Place, save_draft
from guiju.procedures.desk.linking import link_cases, void_case, watch
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.history import Value
from guiju.procedures.models import Attachment, Case, Event, LinkKind, Origin, SlipKind
from guiju.search.acts import put
from guiju.search.models import Kind
from guiju.search.rows import Found
from guiju.study.plans import begin_for
from guiju.study.sessions import Attended, take_attendance
from guiju.typeset.official import OfficialDocument, Paragraph
from tests.permissions.cast import FINANCE, OFFICE, SCHOOLS, Cast, a_cast, relieve_those_who_left
from tests.permissions.openings import EXAMINED, OPENINGS

CODES = {
    "request": "QXJREQ",
    "document": "QXJDOC",
    "closed": "QXJCLO",
    "voided": "QXJVOI",
    "imported": "QXJIMP",
    "foreign": "QXJFOR",
    "internal": "QXJINT",
    "secret": "QXJSEC",
    "schools": "QXJSCH",
    "outgoing": "QXJOUT",
    "study": "QXJSTU",
    "normative": "QXJNOR",
    "plan": "QXJPLA",
    "unsent": "QXJNEW",
}
"""Case → its code. `unsent` is no case: what the clerk has typed and not yet done."""

LEFT_BEFORE = frozenset({"former", "moved", "past_delegate"})
"""Were told while they were in their posts; a notice opens nothing."""

PHONE = "0000-7654321"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Owned:
    """What belongs to somebody: whose it is, what a path needs to name it, a code in its words."""

    whose: frozenset[str]
    key: Any
    code: str = ""


@dataclass(slots=True)
class Scene:
    """`things` are what hangs on each case: kind → case → what a path needs to name it.
    `owned` are kind → what belongs to one person."""

    cast: Cast
    at: datetime
    cases: dict[str, Case] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    owned: dict[str, Owned] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def district(self) -> Jurisdiction:
        return self.cast.district

    def put(self, kind: str, case: str, thing: Any) -> None:
        self.things.setdefault(kind, {})[case] = thing


Step = tuple[str, str, dict[str, Value]]


def a_scene() -> Scene:
    """Everybody and every case, played through the engine today."""
    at = timezone.now()
    today = timezone.localdate(at)
    scene = Scene(a_cast(today), at)
    for name, make in MAKERS.items():
        scene.cases[name] = make(scene, CODES[name])
        scene.put("case", name, scene.cases[name].pk)
        if scene.cases[name].procedure == "incoming_document":
            scene.put("incoming", name, scene.cases[name].pk)
        if scene.cases[name].procedure == "study_session":
            scene.put("session", name, scene.cases[name].pk)
        if scene.cases[name].procedure == "normative_document":
            scene.put("normative", name, scene.cases[name].pk)
        if scene.cases[name].procedure == "outgoing_document":
            scene.put("outgoing", name, scene.cases[name].pk)
            scene.put("saw", name, scene.cases[name].texts.get().digest)
        _hang_on(scene, name)
    _leave_drafts(scene)
    link_cases(
        scene.cases["document"], scene.cases["secret"], LinkKind.RELATED,
        by=scene.cast["cleared"], at=at,
    )  # fmt: skip
    _index(scene)
    relieve_those_who_left(scene.cast, today)
    return scene


@dataclass(frozen=True, slots=True)
class Play:
    """Opens one case and lets people act on it."""

    scene: Scene
    code: str

    def open(self, by: str, procedure: str, unit: Unit, *, secrecy: int = Secrecy.OPEN) -> Case:
        act, facts = OPENINGS[procedure]
        opening = Opening(
            unit.jurisdiction, procedure, f"供水工程的通知{self.code}",
            f"号{self.code}", unit=unit, secrecy=secrecy,
        )  # fmt: skip
        return open_case(opening, self._deed(act, facts(self.code)), by=self.user(by), at=self.at)

    def then(self, case: Case, by: str, act: str, *units: str, **facts: Value) -> Case:
        to = tuple(Addressee(unit=self.scene.cast.units[u], lead=u == units[0]) for u in units)
        deed = self._deed(act, facts, to)
        return perform(case, deed, by=self.user(by), at=self.at)

    def _deed(self, act: str, facts: dict[str, Value], to: tuple[Addressee, ...] = ()) -> Deed:
        on = timezone.localdate(self.at)
        return Deed(act, on, facts, to=to, note=f"附言{self.code}", opinion=f"同意{self.code}")

    def user(self, name: str) -> User:
        return self.scene.cast[name]

    @property
    def at(self) -> datetime:
        return self.scene.at

    @property
    def office(self) -> Unit:
        return self.scene.cast.units[OFFICE]


def _request(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    case = play.open("clerk", "foi_request", play.office)
    case = play.then(case, "former", "accept")
    return play.then(case, "clerk", "start_handling", FINANCE)


def _document(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    case = _registered(play, play.open("clerk", "incoming_document", play.office))
    case = play.then(case, "reviewer", "accept", **EXAMINED)
    case = play.then(case, "head", "propose_to_units", proposal=f"拟请办理{code}")
    case = play.then(case, "head", "assign", FINANCE, lead_unit=FINANCE)
    posts = [scene.cast.posts["reader"]]
    circulate(case, posts, note=f"请阅{code}", by=play.user("clerk"), at=scene.at)
    for watcher in ("former", "clerk"):
        watch(case, by=play.user(watcher), at=scene.at)
    return case


def _registered(play: Play, case: Case, by: str = "clerk") -> Case:
    number = f"收{play.code}"
    return play.then(case, by, "register", receipt_number=number, urgency="未标注")


def _closed(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    case = play.open("former", "foi_request", play.office)
    return play.then(case, "moved", "withdraw", withdrawal_evidence=f"撤回申请书{code}")


def _voided(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    case = play.open("clerk", "incoming_document", play.office)
    return void_case(case, reason=f"重复登记{code}", by=play.user("clerk"), at=scene.at)


def _internal(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    office = play.office
    return play.open("clerk", "incoming_document", office, secrecy=Secrecy.INTERNAL)


def _secret(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    unit = play.office
    case = play.open("cleared", "incoming_document", unit, secrecy=Secrecy.WORK_SECRET)
    return _registered(play, case, "cleared")


def _foreign(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    unit = scene.cast.posts["stranger"].unit
    return play.open("stranger", "foi_request", unit)


def _schools(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    return play.open("peer", "foi_request", scene.cast.units[SCHOOLS])


def _imported(scene: Scene, code: str) -> Case:
    """A ledger's row: nobody here has had a part in it."""
    on = timezone.localdate(scene.at)
    case = Case.objects.create(
        jurisdiction=scene.district, unit=scene.cast.units[SCHOOLS], procedure="foi_request",
        version="of-a-ledger", number=f"号{code}", title=f"供水工程的台账{code}",
        initials="gsgcdtz", opened_on=on, closed_on=on, origin=Origin.IMPORTED, ledger="foi",
        ledger_year=on.year, key=code, facts={"description": code},
    )  # fmt: skip
    Event.objects.create(
        jurisdiction=scene.district, case=case, seq=1, procedure=case.procedure, act="receive",
        on=on, year=on.year, by=f"台账{code}", facts={"description": code}, origin=Origin.IMPORTED,
    )  # fmt: skip
    return case


def _outgoing(scene: Scene, code: str) -> Case:
    play = Play(scene, code)
    case = play.open("clerk", "outgoing_document", play.office)
    document = OfficialDocument(title=case.title, body=(Paragraph(text=f"供水{code}"),))
    written = write_document(case, document, Change(), by=play.user("clerk"), at=scene.at)
    return play.then(written[1], "clerk", "finish_draft")


def _study(scene: Scene, code: str) -> Case:
    """A session with its sheet: somebody from outside came, whose name is nobody's else."""
    play = Play(scene, code)
    case = play.open("clerk", "study_session", play.office)
    case = play.then(case, "clerk", "prepare", content=f"供水条例{code}", lecturer=f"讲师{code}")
    sheet = [Attended(f"来宾{code}", f"某协会{code}")]
    take_attendance(case, sheet, by=play.user("clerk"), at=scene.at)
    return case


def _normative(scene: Scene, code: str) -> Case:
    """A proposal with an opinion and a clause beside it."""
    play = Play(scene, code)
    case = play.open("clerk", "normative_document", play.office)
    case = play.then(case, "clerk", "begin_drafting")
    by, on = play.user("clerk"), timezone.localdate(scene.at)
    draft = OfficialDocument(title=case.title, body=(Paragraph(text=f"供水{code}"),))
    case = write_document(case, draft, Change(), by=by, at=scene.at)[1]
    case = play.then(case, "clerk", "assess", assessment_report=f"有必要{code}")
    case = play.then(case, "clerk", "settle_departments", department_opinions=f"无意见{code}")
    address = {"consultation_address": f"征求意见栏{code}"}
    case = play.then(case, "clerk", "open_consultation", **address)
    said = Said(f"某协会{code}", on, f"建议{code}", Handling.ADOPTED)
    scene.put("comment", "normative", register_comment(case, said, by=by, at=scene.at).pk)
    clause = Clause("第一条", f"供水{code}", ClauseKind.NONE)
    scene.put("clause", "normative", register_clause(case, clause, by=by, at=scene.at).pk)
    case.refresh_from_db()
    return case


def _plan(scene: Scene, code: str) -> Case:
    """A plan of law study being drafted."""
    play = Play(scene, code)
    case = play.open("clerk", "study_plan", play.office)
    begin_for(case, by=play.user("clerk"), at=scene.at)
    return case


MAKERS: dict[str, Callable[[Scene, str], Case]] = {
    "request": _request,
    "document": _document,
    "closed": _closed,
    "voided": _voided,
    "imported": _imported,
    "foreign": _foreign,
    "internal": _internal,
    "secret": _secret,
    "schools": _schools,
    "outgoing": _outgoing,
    "study": _study,
    "normative": _normative,
    "plan": _plan,
}


def _hang_on(scene: Scene, name: str) -> None:
    """A file, a slip, a task: whatever the pages of a case open by themselves."""
    case, code = scene.cases[name], CODES[name]
    by = case.opened_by or scene.cast["administrator"]
    kept = store(
        PDF + code.encode(), name=f"附件{code}.pdf", jurisdiction=case.jurisdiction, by=by,
        at=scene.at,
    )  # fmt: skip
    attached = Attachment.objects.create(
        jurisdiction=case.jurisdiction, case=case, file=kept, name=f"附件{code}.pdf",
        by=by.get_username(), at=scene.at,
    )  # fmt: skip
    scene.put("attachment", name, attached.pk)
    task = case.tasks.filter(state="open").first()
    if task is not None:
        scene.put("task", name, task.pk)
        (slip,) = urge(case, Urging(SlipKind.URGE, f"请抓紧{code}"), by=by, at=scene.at)[:1]
        scene.put("slip", name, slip.pk)


def _index(scene: Scene) -> None:
    """Every case can be found by its words, of whatever kind it is shown as."""
    kinds = {"imported": Kind.DISCLOSURE, "document": Kind.DOCUMENT, "schools": Kind.MESSAGE}
    put(
        Found(
            f"case/{case.pk}", kinds.get(name, Kind.CASE), case.title, f"供水{CODES[name]}",
            case.jurisdiction_id, case.pk, case.number, f"单位{CODES[name]}", case.opened_on.year,
            f"状态{CODES[name]}",
        )
        for name, case in scene.cases.items()
    )  # fmt: skip


def _leave_drafts(scene: Scene) -> None:
    """What somebody typed and has not done: on a case, and of a case to be."""
    for who, name, act in (("handler", "request", "search"), ("former", "document", "inform")):
        case = scene.cases[name]
        draft = save_draft(
            Place(scene.district, case.procedure, act, case),
            {"search_record": f"检索记录{CODES[name]}"}, token=0, by=scene.cast[who], at=scene.at,
        )  # fmt: skip
        scene.owned[f"draft_of_{who}"] = Owned(frozenset({who}), draft.pk, CODES[name])
    unsent = save_draft(
        Place(scene.district, "incoming_document", "sign_for"),
        {"title": f"未报的通知{CODES['unsent']}"}, token=0, by=scene.cast["clerk"], at=scene.at,
    )  # fmt: skip
    scene.owned["draft"] = Owned(frozenset({"clerk"}), unsent.pk, CODES["unsent"])
