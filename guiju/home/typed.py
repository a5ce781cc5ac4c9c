"""What somebody has typed into a form, between the form and its draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict

from guiju.core.row_keys import row_key
from guiju.procedures.desk.drafting import WRITING, Place, discard_draft, save_draft
from guiju.procedures.models import Draft

NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "again", "find", "saw", "token", "draft", "draft_token", "place"}
)
_SEVERAL = "\n"


def typed(data: QueryDict) -> dict[str, str]:
    """What a draft keeps of a form: every field typed or picked, those with several in lines."""
    found: dict[str, str] = {}
    for name in data:
        values = [value for value in map(str, data.getlist(name)) if value]
        if name not in NOT_TYPED and values:
            found[name] = _SEVERAL.join(values)
    return found


def as_query(fields: Mapping[str, str]) -> QueryDict:
    """A draft as the form that it was."""
    query = QueryDict(mutable=True)
    for name, text in fields.items():
        values = text.splitlines() if name == "to" else [text]
        query.setlist(name, values)
    return query


def initial(query: QueryDict) -> dict[str, Any]:
    return dict(query.items())


def keep(place: Place, data: QueryDict, *, by: User, at: datetime) -> Draft:
    """Save what is in a form; of a text also which version it was made from.

    Raises StaleDraft, NotYours.
    """
    token, pk = number(data, "draft_token"), number(data, "draft")
    fields = typed(data)
    if place.act == WRITING:
        fields = {name: fields[name] for name in ("body", "material", "note") if name in fields}
        fields["saw"] = data.get("saw", "")
    return save_draft(place, fields, token=token, by=by, at=at, pk=pk)


def drop(place: Place, data: QueryDict, *, by: User) -> None:
    """The act is done: its draft has served."""
    own = Draft.objects.filter(user=by, procedure=place.procedure, act=place.act, case=place.case)
    if place.case is None:
        own = own.filter(pk=number(data, "draft"))
    for draft in own:
        discard_draft(draft, by=by)


def held(draft: Draft | None, data: QueryDict) -> tuple[int, int]:
    """Number and token of the draft a form goes on with: as stored, else as the form says."""
    if draft is not None:
        return draft.pk, draft.token
    return number(data, "draft"), number(data, "draft_token")


def number(data: Mapping[str, str], name: str) -> int:
    return row_key(data.get(name)) or 0
