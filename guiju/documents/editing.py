"""What an editor page stands on: the draft being typed, the version it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from guiju.core.errors import Reason, Refusal
from guiju.documents.paper import document_of
from guiju.documents.paper_form import typed_from
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.drafting import WRITING, Place, save_draft
from guiju.procedures.desk.panels import editor_of
from guiju.procedures.desk.turn import is_mine, open_ones, tasks_of
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.history import text_of
from guiju.procedures.models import Case, Draft, Text
from guiju.procedures.urgency import FACT
from guiju.typeset.official import OfficialDocument
from guiju.typeset.word_import import import_docx

EDITOR = "document-write"
"""The page: a matter whose cases are official documents names it in its `panels`."""

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "token", "draft_token", "do", "file"})


@dataclass(frozen=True, slots=True)
class Desk:
    """A document on somebody's desk. `draft` is what they typed and have not saved as a version."""

    case: Case
    viewer: Viewer
    latest: Text | None
    draft: Draft | None

    @property
    def saw(self) -> str:
        """The digest of the version that what is on the desk was made from."""
        if self.draft is not None:
            return str(self.draft.fields.get("saw", ""))
        return self.latest.digest if self.latest else ""

    @property
    def typed(self) -> dict[str, str]:
        if self.draft is not None:
            return {str(name): str(text) for name, text in self.draft.fields.items()}
        return typed_from(document_of(self.case, self.viewer.on))

    @property
    def urgency(self) -> str:
        """The urgency on record, which is printed whatever is typed; '' for none."""
        return text_of(self.case.facts.get(FACT))

    @property
    def draft_token(self) -> int:
        return self.draft.token if self.draft is not None else 0

    @property
    def may_write(self) -> bool:
        """The case is in this person's hands."""
        here = [t for t in open_ones(tasks_of(self.case)) if t.step == self.case.step]
        return any(is_mine(task, self.viewer.user, list(self.viewer.seats)) for task in here)


def desk_asked_for(user: User, pk: int, *, on: date) -> Desk:
    """The document of a case one may see; 404 otherwise, and where its text is a plain one."""
    viewer = viewer_of(user, on=on)
    found = visible_cases(viewer).select_related("unit", "jurisdiction")
    case = get_object_or_404(found, pk=pk)
    if editor_of(case.procedure) != EDITOR:
        raise Http404
    return desk_of(case, viewer)


def desk_of(case: Case, viewer: Viewer) -> Desk:
    latest = case.texts.order_by("-version").first()
    own = Draft.objects.filter(Q(user=viewer.user) & Q(case=case, act=WRITING))
    return Desk(case, viewer, latest, own.first())


def typed_in(data: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps of the form."""
    return {name: str(data[name]) for name in data if name not in NOT_TYPED and data[name]}


def keep_draft(
    case: Case, typed: Mapping[str, str], *, token: int, by: User, at: datetime
) -> Draft:
    """Autosave. Raises StaleDraft when it was saved elsewhere in between."""
    place = Place(case.jurisdiction, case.procedure, WRITING, case)
    return save_draft(place, typed, token=token, by=by, at=at)


def put_on_desk(desk: Desk, document: OfficialDocument, *, by: User, at: datetime) -> Draft:
    """A document that came from elsewhere (a file, a fix) becomes the draft."""
    typed = {**typed_from(document), "saw": desk.saw}
    return keep_draft(desk.case, typed, token=desk.draft_token, by=by, at=at)


MOST_BYTES = 20 * 1024 * 1024


def bring(desk: Desk, content: bytes, *, at: datetime) -> tuple[str, ...]:
    """A Word file becomes the draft, its pictures are put with the case; what to look at.

    What the case knows of the document stays where the file does not say. Raises Refusal for a
    file that is none or could do harm; NotYours, StaleDraft.
    """
    if len(content) > MOST_BYTES:
        raise Refusal([Reason("file.size", "Word 文件超过20兆字节，请拆分附件或压缩图片")])
    brought = import_docx(content)
    user = desk.viewer.user
    with transaction.atomic():
        for number, picture in enumerate(brought.images.values(), 1):
            name = f"导入图片{number}.{'png' if picture[:4] == _PNG else 'jpg'}"
            attach(desk.case, picture, name=name, by=user, at=at)
        put_on_desk(desk, _filled(desk, brought.document), by=user, at=at)
    return brought.told


_PNG = b"\x89PNG"


def _filled(desk: Desk, document: OfficialDocument) -> OfficialDocument:
    begun = document_of(desk.case, desk.viewer.on)
    names = ("title", "organs", "signatures", "printed_by")
    lacks = {name: getattr(begun, name) for name in names if not getattr(document, name)}
    return document.model_copy(update=lacks)
