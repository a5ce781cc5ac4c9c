"""Pieces of a Word file into a document."""

from __future__ import annotations

import re

from guiju.typeset.official import Attachment, Direction, Form, OfficialDocument, Signature
from guiju.typeset.official_parts import mark_of
from guiju.typeset.official_titles import title_lines
from guiju.typeset.word_import_pieces import Found
from guiju.typeset.word_import_taking import TAKE, Draft, take_text
from guiju.typeset.word_import_zones import elements

_TYPE = re.compile("(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)$")
_OWN_TYPE = {Form.ORDER: "命令", Form.MINUTES: "纪要", Form.LETTER: "函", Form.DOCUMENT: "通知"}
_UPWARD = ("请示", "报告", "议案")


def build(found: Found, kept: OfficialDocument | None) -> tuple[OfficialDocument, tuple[str, ...]]:
    """The document of the pieces; `kept` tells what no page shows. And what to look at."""
    draft = Draft()
    for zone, piece in elements(found.pieces, ours=kept is not None):
        TAKE.get(zone, take_text)(draft, zone, piece)
    if not draft.titles and not draft.body:
        draft.told.append("没有认出标题和正文，请核对这是不是一份公文")
    urgency = draft.fields.get("urgency", "")
    if urgency not in ("", "特急", "加急"):
        draft.told.append(f"紧急程度“{urgency}”不是特急或加急，没有导入")
        del draft.fields["urgency"]
    form = _form(draft, kept)
    title = _title(draft, kept)
    kind = _TYPE.search(title)
    document_type = kind[0] if kind else kept.document_type if kept else _OWN_TYPE[form]
    organs, mark = _mark(draft, form, kept)
    document = OfficialDocument.model_validate(
        {
            **draft.fields,
            "form": form,
            "direction": _direction(draft, form, document_type, kept),
            "document_type": document_type,
            "organs": organs,
            "mark": mark,
            "title": title,
            "signers": tuple(draft.signers),
            "body": tuple(draft.body),
            "attachments": _attachments(draft),
            "signatures": _signatures(draft, form, organs, kept),
            "attendance": tuple(draft.attendance),
            "sealed": kept.sealed if kept else bool(draft.signed),
        }
    )
    return document, tuple(draft.told)


def _form(draft: Draft, kept: OfficialDocument | None) -> Form:
    mark = "".join(draft.marks)
    for form, ending in ((Form.MINUTES, "纪要"), (Form.ORDER, "令"), (Form.DOCUMENT, "文件")):
        if mark.endswith(ending):
            return form
    if kept is not None:
        return kept.form
    return Form.LETTER if mark else Form.DOCUMENT


def _title(draft: Draft, kept: OfficialDocument | None) -> str:
    """Lines that typesetting made come together again; those somebody made stay."""
    lines = tuple(draft.titles)
    joined = "".join(lines)
    for title in (kept.title if kept else joined, joined):
        if title_lines(title) == lines:
            return title
    return joined if kept is None else "\n".join(lines)


def _mark(draft: Draft, form: Form, kept: OfficialDocument | None) -> tuple[tuple[str, ...], str]:
    """Organs, and the mark where it is not made from them."""
    shown = tuple(draft.marks)
    if kept is not None and shown == _shown(kept):
        return kept.organs, kept.mark
    if not shown:
        return tuple(draft.signed[:1]), ""
    tail = {Form.DOCUMENT: "文件", Form.ORDER: "令", Form.MINUTES: "纪要", Form.LETTER: ""}[form]
    organs = tuple(name for mark in shown if (name := mark.removesuffix(tail)))
    if _shown(OfficialDocument(form=form, organs=organs)) == shown:
        return organs, ""
    return organs[:1], "".join(shown)


def _shown(document: OfficialDocument) -> tuple[str, ...]:
    mark = mark_of(document)
    return tuple(re.sub(r"\s", "", line) for line in (*mark.lines, mark.tail) if line)


def _direction(
    draft: Draft, form: Form, document_type: str, kept: OfficialDocument | None
) -> Direction:
    if kept is not None:
        return kept.direction
    if form is Form.LETTER:
        return Direction.LEVEL
    return Direction.UP if draft.signers or document_type in _UPWARD else Direction.DOWN


def _attachments(draft: Draft) -> tuple[Attachment, ...]:
    """Names in the note below the text, and what the pages of the attachments say."""
    bodies = {number: (title, body) for number, title, body in draft.attached}
    names = dict(enumerate(draft.names, 1))
    return tuple(
        Attachment(
            title=names.get(number) or "".join(bodies[number][0]),
            body=tuple(bodies[number][1]) if number in bodies else (),
        )
        for number in sorted({*names, *bodies})
    )


def _signatures(
    draft: Draft, form: Form, organs: tuple[str, ...], kept: OfficialDocument | None
) -> tuple[Signature, ...]:
    signed = draft.signed
    if kept is not None:
        heads = [each for each in kept.signatures if each.head][:1]
        again = [w for e in heads for w in (e.office, e.head)]
        if signed == (again or [each.organ for each in kept.signatures]):
            return kept.signatures
    if form is Form.ORDER and len(signed) == 2:
        return (Signature(organ=organs[0] if organs else "", office=signed[0], head=signed[1]),)
    return tuple(Signature(organ=organ) for organ in signed)
