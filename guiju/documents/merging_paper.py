"""A document that two have written at once: each element in its three wordings, and the choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from guiju.documents.editing import Desk
from guiju.documents.paper import document_in
from guiju.documents.paper_form import PaperForm, form_of, typed_from
from guiju.procedures.desk.merging import Field, parts
from guiju.procedures.models import Draft

_TICKED = {"on": "是"}
"""What a ticked box sends, and how a merge shows it."""


def merging(desk: Desk, mine: Mapping[str, str], theirs: Mapping[str, str]) -> list[Field]:
    """The elements in which two forms differ, beside the version that `mine` was made from."""
    base = desk.case.texts.filter(digest=mine.get("saw", "")).order_by("-version").first()
    common = typed_from(document_in(base)) if base else {}
    form = form_of({**theirs, **mine})
    found = [_field(form, name, common, mine, theirs) for name in form.fields]
    return [field for field in found if field.open]


def _field(
    form: PaperForm,
    name: str,
    common: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
) -> Field:
    asked = form.fields[name]
    ticked = isinstance(asked, forms.BooleanField)
    three = (_shown(one.get(name, ""), ticked=ticked) for one in (common, mine, theirs))
    several = isinstance(asked.widget, forms.Textarea)
    return Field(name, str(asked.label), parts(*three), several)


def _shown(text: str, *, ticked: bool) -> str:
    return _TICKED.get(text, text) if ticked else text


def merged(
    fields: list[Field], mine: Mapping[str, str], theirs: Mapping[str, str], data: Mapping[str, str]
) -> dict[str, str]:
    """What is typed with every element as picked, made from what `theirs` was made from.

    Raises KeyError while something is undecided.
    """
    sent = {shown: sent for sent, shown in _TICKED.items()}
    form = PaperForm()
    chosen = {}
    for field in fields:
        text = field.chosen(data)
        ticked = isinstance(form.fields.get(field.name), forms.BooleanField)
        chosen[field.name] = sent.get(text, text) if ticked else text
    found = {**mine, **chosen, "saw": theirs.get("saw", "")}
    return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class Other:
    """What stands against what was typed: a version somebody saved, or one's own newer draft.

    `against` names it, so that a choice made before yet another one came is asked again.
    """

    typed: Mapping[str, str]
    them: str
    says: str
    against: str
    is_draft: bool = False


def other_version(desk: Desk, name: str) -> Other:
    """The newest version, saved by `name`."""
    text = desk.latest
    assert text is not None, "somebody has saved a version"
    typed = {**typed_from(document_in(text)), "saw": text.digest}
    says = f"{name}刚刚保存了第{text.version}稿，请逐段比对后合并"
    return Other(typed, name, says, f"text:{text.digest}")


def other_draft(draft: Draft) -> Other:
    typed = {str(name): str(text) for name, text in draft.fields.items()}
    says = "这份草稿刚刚在别的窗口保存过，请逐段比对后合并"
    return Other(typed, "另一窗口", says, f"draft:{draft.token}", is_draft=True)
