"""One act on one case, as its page asks for it and as it is then done."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from guiju.core.errors import Reason, Refusal
from guiju.home import addressees
from guiju.home.act_forms import DeedForm, wrong_in
from guiju.home.address_tree import Choice
from guiju.home.addressees import Picker
from guiju.home.case_seen import Seen
from guiju.home.typed import held, initial, number
from guiju.org.selectors import Seat
from guiju.procedures.acts import Deed, perform, role_for
from guiju.procedures.definition import Act
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.drafting import Place
from guiju.procedures.desk.returning import Target, send_back, targets
from guiju.procedures.desk.tasks import Back
from guiju.procedures.models import Attachment, Case, Draft, Resume, Text
from guiju.procedures.selectors import Offer, offers


@dataclass
class ActSheet:
    """The page of an act: what is asked, of whom, and what stood against it."""

    seen: Seen
    name: str
    data: QueryDict | None = None
    upload: UploadedFile | None = None
    draft: Draft | None = None
    restored: QueryDict = field(default_factory=QueryDict)
    reasons: tuple[Reason, ...] = ()

    @property
    def act(self) -> Act:
        return self.seen.procedure.acts()[self.name]

    @cached_property
    def typed(self) -> QueryDict:
        """What is in the form: as it came in, else as the draft has it."""
        return self.data if self.data is not None else self.restored

    @cached_property
    def offer(self) -> Offer | None:
        found = offers(self.seen.case, user=self.seen.user, on=self.seen.on)
        return next((offer for offer in found if offer.id == self.name), None)

    @property
    def returns(self) -> bool:
        return self.offer is not None and self.offer.returns

    @cached_property
    def target(self) -> Target | None:
        found = targets(self.seen.procedure, self.seen.case, self.seen.tasks)
        return next((t for t in found if t.act == self.name), None) if self.returns else None

    @cached_property
    def form(self) -> DeedForm:
        p, seen = self.seen.procedure, self.seen
        rule = p.steps[seen.case.step].countersign if seen.case.step in p.steps else None
        anew = self.act.many or (rule is not None and rule.act == self.name)
        facts = seen.history.facts
        if self.data is not None:
            return DeedForm(p, self.name, facts, today=seen.on, anew=anew, data=self.data)
        before = initial(self.restored)
        return DeedForm(p, self.name, facts, today=seen.on, anew=anew, initial=before)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What was filled in wrongly where the act was to be done, and where on the page."""
        sent = self.data is not None and not self.data.get("again")
        return wrong_in(self.form) if sent else []

    @cached_property
    def role(self) -> tuple[str, Seat | None]:
        """The role of the task in hand where the act may be done in it, else any that may."""
        seen, p = self.seen, self.seen.procedure
        held = [t.role.partition(".")[2] for t in (*seen.my_tasks, *seen.paper_tasks)]
        wanted = next((role for role in held if role in self.act.by), "")
        found = role_for(seen.case, p, Deed(self.name, seen.on, role=wanted), seen.user)
        return found if found[0] else role_for(seen.case, p, Deed(self.name, seen.on), seen.user)

    @property
    def decided_by(self) -> User | None:
        """Whose decision on paper is entered here, where the one who asks only enters it (代录)."""
        seat = self.role[1]
        return seat.decided_by if seat else None

    @property
    def by_hand(self) -> bool:
        """May the opinion be written by hand: it is one's own, and has a box of its own."""
        return self.form.signs and self.decided_by is None

    @cached_property
    def papers(self) -> list[Attachment]:
        """The files of the case, one of which may be the paper, the latest first."""
        return list(self.seen.case.attachments.select_related("file").order_by("-pk"))

    @property
    def paper(self) -> Attachment | None:
        """The file chosen as the paper."""
        picked = number(self.typed, "paper")
        return next((one for one in self.papers if one.pk == picked), None)

    def _paper(self) -> Attachment | None:
        """The paper, put with the case now where it has just been sent."""
        if self.decided_by is None or self.upload is None:
            return self.paper if self.decided_by is not None else None
        seen, name = self.seen, self.upload.name or ""
        added = attach(seen.case, self.upload, name=name, by=seen.user, at=seen.at)
        self.typed["paper"] = str(added.pk)
        self.__dict__.pop("papers", None)
        return added

    @cached_property
    def picker(self) -> Picker | None:
        """Whom to send it to; for a return whoever had it."""
        seen = self.seen
        if self.target is not None:
            found = self._had_it(self.target)
        else:
            seat = self.role[1]
            found = addressees.picker(
                seen.procedure, seen.case, self.act, tasks=seen.tasks, seat=seat, on=seen.on
            )
        if found is None:
            return None
        return addressees.arranged(found, seen.case, self.typed, by=seen.user)

    def _had_it(self, target: Target) -> Picker | None:
        p = self.seen.procedure
        if p.steps[target.step].countersign is not None:
            return None
        posts = [a.post for a in target.had_it if a.post is not None]
        notes = addressees.standing_in(posts, self.seen.on)
        choices = tuple(
            Choice(f"post:{post.pk}", str(post), post.unit.name, notes[post.pk], "", n == 0)
            for n, post in enumerate(posts)
        )
        return Picker(p.steps[target.step].label, "", choices, False) if choices else None

    @property
    def spot(self) -> str:
        """What the form says it is for; see `views_drafts`."""
        return f"case/{self.seen.case.pk}/{self.name}"

    @property
    def held(self) -> tuple[int, int]:
        return held(self.draft, self.typed)

    @property
    def basis(self) -> str:
        return self.seen.procedure.cite(self.act.basis)

    @property
    def changed(self) -> bool:
        """The case has moved on since the draft was begun."""
        return self.draft is not None and self.draft.case_token != self.seen.case.token

    @property
    def place(self) -> Place:
        case = self.seen.case
        return Place(case.jurisdiction, case.procedure, self.name, case)

    @cached_property
    def text(self) -> Text | None:
        return self.seen.case.texts.order_by("-version").first()

    def do(self) -> Case | None:
        """Do it as the form says. None when something is still wrong: see `form`, `reasons`."""
        assert self.data is not None
        if not self.form.is_valid():
            return None
        seen = self.seen
        now = seen.case.token
        act = send_back if self.returns else perform
        try:
            deed, before = self._deed(), seen.held_since(self.data.get("token", ""))
            return act(before, deed, by=seen.user, at=seen.at)
        except Refusal as refusal:
            self.reasons = refusal.reasons
            seen.case.token = now
            return None

    def _deed(self) -> Deed:
        assert self.data is not None
        data = self.data
        several = self.picker is not None and self.picker.several
        return Deed(
            self.name,
            self.form.on,
            self.form.facts(),
            at=self.form.at,
            role=self.role[0],
            to=self._to(several=several),
            note=data.get("note", "")[:500],
            opinion=self.form.opinion,
            handwriting=data.get("handwriting", "") if self.by_hand else "",
            saw=data.get("saw", ""),
            back=self._back(),
            scan=self._paper(),
        )

    def _to(self, *, several: bool) -> tuple[Addressee, ...]:
        assert self.data is not None
        return addressees.chosen(self.data, self.seen.case, several=several)

    def _back(self) -> Back | None:
        assert self.data is not None
        if not self.returns:
            return None
        straight = self.data.get("resume") == Resume.STRAIGHT_BACK
        return Back(
            Resume.STRAIGHT_BACK if straight else Resume.STEP_BY_STEP,
            keep_siblings=self.data.get("siblings") == "keep",
            keep_signed=self.data.get("signed") == "keep",
        )
