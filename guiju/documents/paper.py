"""The official document a case is about: as last written, and as its record completes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Refusal
from guiju.documents.plain_body import blocks_of, said_in
from guiju.files.selectors import open_file
from guiju.letters.organ import our_organ
from guiju.org.selectors import names_of
from guiju.procedures.history import History, text_of
from guiju.procedures.models import Case, Text
from guiju.procedures.selectors import history_of
from guiju.procedures.urgency import borne_by
from guiju.typeset.official import (
    Attachment,
    Block,
    Direction,
    Form,
    Image,
    OfficialDocument,
    Signature,
)
from guiju.typeset.official_parts import addressed, copied, dated_words, noted

SIGNED = ("sign_off", "sign_off_by_deputy", "sign_off_by_authority")
SIGNING_ZONE = "签发意见"
_FORMS = {"函": Form.LETTER, "纪要": Form.MINUTES, "命令（令）": Form.ORDER}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the text, and the name of who wrote it."""

    text: Text
    by: str


def versions_of(case: Case) -> list[Version]:
    """Every version, the oldest first."""
    texts = list(case.texts.order_by("version"))
    names = names_of(text.by for text in texts)
    return [Version(text, names.get(text.by, text.by)) for text in texts]


def document_in(text: Text) -> OfficialDocument:
    """The document of a version; a plain text is its body."""
    if text.structure:
        return OfficialDocument.read(text.structure)
    return OfficialDocument(body=blocks_of(text.body))


def document_of(case: Case, on: date) -> OfficialDocument:
    """As last written; before that what is known of it when it is begun."""
    latest = case.texts.order_by("-version").first()
    begun = _begun(case, on)
    if latest is None:
        return begun
    if latest.structure:
        return document_in(latest)
    return begun.model_copy(update={"body": blocks_of(latest.body)})


def _begun(case: Case, on: date) -> OfficialDocument:
    facts = case.facts
    kind = text_of(facts.get("document_type")) or "通知"
    direction = text_of(facts.get("direction"))
    organ = _own_name(on)
    return OfficialDocument(
        form=_FORMS.get(kind, Form.DOCUMENT),
        direction=Direction(direction) if direction in list(Direction) else Direction.DOWN,
        document_type=kind,
        organs=(organ,) if organ else (),
        signatures=(Signature(organ=organ),) if organ else (),
        title=case.title,
        printed_by=organ,
    ).model_copy(update={"urgency": borne_by(case.urgency)})


def _own_name(on: date) -> str:
    try:
        return our_organ(on).name
    except Refusal:
        return ""


def completed(case: Case, document: OfficialDocument) -> OfficialDocument:
    """What the record says is printed as it says, whatever was typed.

    The document number, urgency and signers come from the acts; the date is that of the last
    signature, the date of printing that of the issue. (公文条例第九条第三项、第五项、第六项、
    第十二项.)
    """
    history = history_of(case)
    facts = history.facts
    said: dict[str, object] = {}
    number, urgency = text_of(facts.get("document_number")), text_of(facts.get("urgency"))
    if number:
        said["number"] = number
    if urgency:
        said["urgency"] = urgency
    signed, printed = _day(history, SIGNED), _day(history, ("issue", "print"))
    if signed is not None:
        said["dated"] = signed
    if printed is not None:
        said["printed_on"] = printed
    if document.direction is Direction.UP and signed is not None:
        said["signers"] = _signers(case) or document.signers
    return document.model_copy(update=said)


def _day(history: History, acts: tuple[str, ...]) -> date | None:
    last = history.last(acts)
    return last.on if last else None


def _signers(case: Case) -> tuple[str, ...]:
    """Whoever signed last, and in a joint document the heads who countersigned."""
    opinions = case.opinions.order_by("pk")
    last = opinions.filter(act__in=SIGNED).last()
    joint = opinions.filter(act="countersign").values_list("name", flat=True)
    return tuple(dict.fromkeys((last.name, *joint))) if last else ()


def pictures_in(case: Case, document: OfficialDocument) -> dict[str, bytes]:
    """The bytes of the pictures the document shows, of those put with its case."""
    wanted = picture_digests(document)
    if not wanted:
        return {}
    found: dict[str, bytes] = {}
    rows = case.attachments.filter(file__digest__in=wanted).select_related("file__jurisdiction")
    for row in rows:
        with open_file(row.file) as content:
            found[row.file.digest] = content.read()
    return found


def picture_digests(document: OfficialDocument) -> set[str]:
    """The digests of the pictures it shows."""
    parts: list[tuple[Block, ...]] = [document.body, *(a.body for a in document.attachments)]
    return {block.digest for part in parts for block in part if isinstance(block, Image)}


def plain_text(document: OfficialDocument) -> str:
    """What the document says, a line each: kept beside the structure, searched and compared."""
    return "\n".join(_lines(document))


def _lines(document: OfficialDocument) -> Iterator[str]:
    yield document.title or "（无标题）"
    if document.addressees:
        yield addressed(document.addressees)
    yield from said_in(document.body)
    for number, attachment in enumerate(document.attachments, 1):
        several = len(document.attachments) > 1
        yield f"附件：{number}.{attachment.title}" if several else f"附件：{attachment.title}"
    yield from (each.organ for each in document.signatures)
    if document.dated:
        yield dated_words(document.dated)
    if document.note:
        yield noted(document.note)
    yield from (f"{each.label}：{each.who}" for each in document.attendance)
    yield from _attached(document.attachments)
    if document.cc:
        yield f"抄送：{copied(document.cc)}"


def _attached(attachments: tuple[Attachment, ...]) -> Iterator[str]:
    for number, attachment in enumerate(attachments, 1):
        if attachment.body:
            yield f"附件{number if len(attachments) > 1 else ''}"
            yield attachment.title
            yield from said_in(attachment.body)
