"""An OfficialDocument as a sheet: each element a passage, with the path back to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guiju.typeset.check.genres import genre_of
from guiju.typeset.check.sheet import Passage, Sheet, Zone
from guiju.typeset.official import (
    Attachment,
    Block,
    Heading,
    Image,
    OfficialDocument,
    Paragraph,
    Table,
)


def sheet_of(document: OfficialDocument) -> Sheet:
    """What typesetting adds of its own (labels, stops, brackets) is not in the passages."""
    return Sheet(
        passages=tuple(_passages(document)),
        official=True,
        genre=genre_of(document.title) or document.document_type,
        direction=str(document.direction),
        form=str(document.form),
        organs=document.organs,
    )


def _passages(document: OfficialDocument) -> Iterator[Passage]:
    yield from _head(document)
    yield from _blocks(document.body, ("body",), Zone.BODY, "正文")
    many = len(document.attachments) > 1
    for index, attachment in enumerate(document.attachments):
        where = f"附件说明第{index + 1}项" if many else "附件说明"
        yield Passage(
            zone=Zone.ATTACH_NOTE,
            text=attachment.title,
            where=where,
            path=("attachments", index, "title"),
        )
    yield from _tail(document)
    for index, attachment in enumerate(document.attachments):
        yield from _attachment(index, attachment)
    yield from _record(document)


def _head(document: OfficialDocument) -> Iterator[Passage]:
    for zone, name in (
        (Zone.COPY_NUMBER, "copy_number"),
        (Zone.URGENCY, "urgency"),
        (Zone.MARK, "mark"),
        (Zone.NUMBER, "number"),
    ):
        text = getattr(document, name)
        if text:
            # The number is given out by its series and the urgency chosen: neither is rewritten.
            path = (name,) if zone is Zone.MARK else ()
            yield Passage(zone=zone, text=text, where=str(zone), path=path)
    for signer in document.signers:
        yield Passage(zone=Zone.SIGNER, text=signer, where="签发人")
    if document.title:
        yield Passage(zone=Zone.TITLE, text=document.title, where="标题", path=("title",))
    for index, organ in enumerate(document.addressees):
        yield Passage(zone=Zone.RECIPIENT, text=f"{organ}：", where=f"主送机关第{index + 1}个")


def _tail(document: OfficialDocument) -> Iterator[Passage]:
    for signature in document.signatures:
        yield Passage(zone=Zone.SIGNATURE, text=signature.organ, where="署名")
    if document.dated:
        yield Passage(zone=Zone.DATE, text=_day(document.dated), where="成文日期")
    if document.note:
        yield Passage(zone=Zone.NOTE, text=document.note, where="附注", path=("note",))
    for row in document.attendance:
        yield Passage(
            zone=Zone.ATTENDANCE, text=f"{row.label}：{row.who}", where=f"{row.label}名单"
        )


def _record(document: OfficialDocument) -> Iterator[Passage]:
    if document.cc:
        yield Passage(zone=Zone.CC, text=f"抄送：{'，'.join(document.cc)}。", where="抄送机关")
    if document.printed_by or document.printed_on:
        day = f"{_day(document.printed_on)}印发" if document.printed_on else ""
        yield Passage(
            zone=Zone.PRINTED, text=f"{document.printed_by}　{day}", where="印发机关和印发日期"
        )


def _attachment(index: int, attachment: Attachment) -> Iterator[Passage]:
    if attachment.body:
        path = ("attachments", index, "body")
        yield from _blocks(attachment.body, path, Zone.ATTACH_BODY, f"附件{index + 1}")


def _blocks(
    blocks: tuple[Block, ...], path: tuple[str | int, ...], zone: Zone, where: str
) -> Iterator[Passage]:
    paragraphs = 0
    for index, block in enumerate(blocks):
        at = (*path, index)
        paragraphs += isinstance(block, Heading | Paragraph)
        place = f"{where}第{paragraphs}段"
        if isinstance(block, Heading):
            # A heading that runs on into its paragraph is judged as a paragraph.
            short = Zone.HEADING if zone is Zone.BODY and len(block.text) <= 40 else zone
            yield Passage(
                zone=short, text=block.text, where=place, path=(*at, "text"), level=block.level
            )
        elif isinstance(block, Paragraph):
            yield Passage(zone=zone, text=block.text, where=place, path=(*at, "text"))
        else:
            yield from _figure(block, at, where)


def _figure(block: Table | Image, at: tuple[str | int, ...], where: str) -> Iterator[Passage]:
    if block.caption:
        yield Passage(
            zone=Zone.CAPTION,
            text=block.caption,
            where=f"{where}中的{'表题' if isinstance(block, Table) else '图题'}",
            path=(*at, "caption"),
        )
    if isinstance(block, Table):
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell:
                    yield Passage(
                        zone=Zone.CELL,
                        text=cell,
                        where=f"{where}表格第{r + 1}行第{c + 1}列",
                        path=(*at, "rows", r, c),
                    )


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
