"""A case about to be opened: which procedures somebody may open, and the form of the first act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from guiju.core.errors import Reason, Refusal
from guiju.home import addressees
from guiju.home.act_forms import DeedForm, wrong_in
from guiju.home.addressees import Picker
from guiju.home.typed import held, initial
from guiju.org.models import Jurisdiction, Secrecy, Unit
from guiju.org.selectors import Seat
from guiju.procedures.acts import Deed, Opening, open_case
from guiju.procedures.definition import Act, Procedure
from guiju.procedures.desk.drafting import Place
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Case, Draft
from guiju.procedures.models.cases import Urgency
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.urgency import is_asked_by


@dataclass(frozen=True, slots=True)
class Opener:
    """A way of opening a case. `seats` are those it may be done from; none: not by this person."""

    procedure: Procedure
    id: str
    act: Act
    seats: tuple[Seat, ...]

    @property
    def roles(self) -> str:
        return "、".join(self.procedure.roles[role] for role in self.act.by)

    @property
    def basis(self) -> str:
        return self.procedure.cite(self.act.basis)


def openers(viewer: Viewer) -> list[Opener]:
    """Every opening act in force, those this person may do first."""
    found = [opener for name in office_rulebook().procedures for opener in _openers(name, viewer)]
    return sorted(found, key=lambda o: not o.seats)


def _openers(name: str, viewer: Viewer) -> Iterator[Opener]:
    try:
        p = office_rulebook().in_force(name, viewer.on)
    except (UnknownProcedure, Refusal):
        return
    for act_id, act in p.acts().items():
        if act.opens:
            wanted = {f"{p.id}.{role}" for role in act.by}
            seats = tuple(s for s in viewer.seats if wanted & set(s.post.roles))
            yield Opener(p, act_id, act, seats)


TITLES = ("title", "sender_title", "topic")
"""Facts that already say what a matter is called: nobody writes that twice."""


def titled_by(act: Act) -> str:
    """The fact that an opening act asks for and that can stand for the title; '' for none."""
    return next((name for name in TITLES if name in (*act.needs, *act.takes)), "")


class MatterForm(forms.Form):
    """What every case has, whatever its procedure. `titled` names a fact that may be its title;
    `urgent`: the opening act asks for the urgency of the document, which the case then bears."""

    title = forms.CharField(
        label="标题", max_length=500, error_messages={"required": "请填写标题。"}
    )
    number = forms.CharField(label="编号（留空时按程序自动编号）", max_length=120, required=False)
    unit = forms.ChoiceField(label="办理单位", error_messages={"required": "请选择办理单位。"})
    urgency = forms.TypedChoiceField(label="缓急", coerce=int, choices=Urgency.choices)
    secrecy = forms.TypedChoiceField(label="阅知范围", coerce=int, choices=Secrecy.choices)

    def __init__(
        self, units: list[Unit], *args: Any, titled: str = "", urgent: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if urgent:
            del self.fields["urgency"]
        if titled:
            self.fields["title"].required = False
            self.fields["title"].help_text = f"留空时用“{titled}”。"
        own = self.fields["unit"]
        assert isinstance(own, forms.ChoiceField)
        own.choices = [(unit.pk, unit.name) for unit in units]


@dataclass
class OpeningSheet:
    """The page of an opening act."""

    viewer: Viewer
    opener: Opener
    at: datetime
    data: QueryDict | None = None
    draft: Draft | None = None
    restored: QueryDict = field(default_factory=QueryDict)
    reasons: tuple[Reason, ...] = ()

    @property
    def act(self) -> Act:
        return self.opener.act

    @cached_property
    def typed(self) -> QueryDict:
        return self.data if self.data is not None else self.restored

    @cached_property
    def units(self) -> list[Unit]:
        found = {seat.post.unit_id: seat.post.unit for seat in self.opener.seats}
        return list(found.values())

    @cached_property
    def unit(self) -> Unit:
        """The unit chosen, else the first of one's own."""
        wanted = self.typed.get("unit", "")
        return next((u for u in self.units if str(u.pk) == wanted), self.units[0])

    @property
    def jurisdiction(self) -> Jurisdiction:
        return self.unit.jurisdiction

    @cached_property
    def matter(self) -> MatterForm:
        name = titled_by(self.act)
        titled = self.opener.procedure.label_of(name) if name else ""
        urgent = is_asked_by(self.act)
        if self.data is not None:
            return MatterForm(self.units, self.data, titled=titled, urgent=urgent)
        before = initial(self.restored)
        return MatterForm(self.units, initial=before, titled=titled, urgent=urgent)

    @cached_property
    def form(self) -> DeedForm:
        p, name, today = self.opener.procedure, self.opener.id, self.viewer.on
        if self.data is not None:
            return DeedForm(p, name, {}, today=today, data=self.data)
        return DeedForm(p, name, {}, today=today, initial=initial(self.restored))

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What was filled in wrongly where the case was to be opened, and where on the page."""
        sent = self.data is not None and not self.data.get("again")
        return wrong_in(self.matter, self.form) if sent else []

    @cached_property
    def picker(self) -> Picker | None:
        case = Case(
            jurisdiction=self.jurisdiction,
            unit=self.unit,
            procedure=self.opener.procedure.id,
            secrecy=0,
        )
        seat = self.opener.seats[0]
        found = addressees.picker(
            self.opener.procedure, case, self.act, tasks=[], seat=seat, on=self.viewer.on
        )
        if found is None:
            return None
        return addressees.arranged(found, case, self.typed, by=self.viewer.user)

    @property
    def spot(self) -> str:
        """What the form says it is for; see `views_drafts`."""
        return f"open/{self.opener.procedure.id}/{self.opener.id}"

    @property
    def held(self) -> tuple[int, int]:
        return held(self.draft, self.typed)

    @property
    def basis(self) -> str:
        return self.opener.procedure.cite(self.act.basis)

    @property
    def place(self) -> Place:
        return Place(self.jurisdiction, self.opener.procedure.id, self.opener.id)

    def do(self) -> Case | None:
        """Open the case. None when something is still wrong: see the forms and `reasons`."""
        assert self.data is not None
        if not (self.matter.is_valid() & self.form.is_valid()):
            return None
        said = self.matter.cleaned_data
        title = said["title"] or str(self.form.facts().get(titled_by(self.act), ""))
        if not title:
            self.matter.add_error("title", "请填写标题。")
            return None
        opening = Opening(
            self.jurisdiction,
            self.opener.procedure.id,
            title[:500],
            said["number"],
            unit=self.unit,
            secrecy=said["secrecy"],
            urgency=said.get("urgency", Urgency.ORDINARY),
        )
        here = Case(jurisdiction=self.jurisdiction)
        several = self.picker is not None and self.picker.several
        deed = Deed(
            self.opener.id,
            self.form.on,
            self.form.facts(),
            at=self.form.at,
            to=addressees.chosen(self.data, here, several=several),
            note=self.data.get("note", "")[:500],
            opinion=self.form.opinion,
        )
        try:
            return open_case(opening, deed, by=self.viewer.user, at=self.at)
        except Refusal as refusal:
            self.reasons = refusal.reasons
            return None
