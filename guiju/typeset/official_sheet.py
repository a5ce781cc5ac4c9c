"""An official document as the data that its typst pages print. Pure but for picture headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guiju.typeset import official_parts as parts
from guiju.typeset.official import (
    Attachment,
    Block,
    Heading,
    Image,
    OfficialDocument,
    Paragraph,
    Profile,
    Table,
)
from guiju.typeset.official_pictures import Picture, file_name
from guiju.typeset.official_titles import title_lines

Sheet = dict[str, object]


def sheet_of(
    document: OfficialDocument, profile: Profile, pitch: float, pictures: Mapping[Image, Picture]
) -> Sheet:
    """Everything the pages print, in words and measures; pictures by the names of their files."""
    frame = pitch / parts.MM - parts.CHARACTER
    low = 262.0 - (frame if profile is Profile.GLYPHS else 0.0)

    def blocks(body: tuple[Block, ...]) -> list[Sheet]:
        return [_block(block, pictures, low - 37) for block in body]

    return {
        "form": document.form.value,
        "pitch": pitch,
        "usable_bottom": low,
        **_head(document),
        "body": blocks(document.body),
        "attachments": [_attachment(each, blocks) for each in document.attachments],
        **_close(document),
    }


def _head(document: OfficialDocument) -> Sheet:
    mark = parts.mark_of(document)
    return {
        "up": document.direction.value == "上行" and document.form.value == "文件",
        "mark": list(mark.lines),
        "mark_tail": mark.tail,
        "mark_points": mark.points,
        "tail_points": mark.tail_points,
        "mark_spacing": mark.spacing,
        "mark_height": mark.height,
        "mark_top": parts.MARK_TOPS[document.form],
        "copy_number": document.copy_number,
        "urgency": document.urgency,
        "number": document.number,
        "signers": list(document.signers),
        "signer_width": max((len(name) for name in document.signers), default=0),
        "title": list(title_lines(document.title)),
        "addressees": "" if document.main_in_record else parts.addressed(document.addressees),
    }


def _close(document: OfficialDocument) -> Sheet:
    rows = parts.signature_rows(document)
    return {
        "attendance": [each.model_dump() for each in document.attendance],
        "signature_rows": [list(row) for row in rows],
        "signature_step": parts.signature_step(rows),
        "heads": [each.model_dump() for each in document.signatures if each.head],
        "sealed": document.sealed and bool(rows),
        "dated": parts.dated_words(document.dated),
        "note": parts.noted(document.note),
        "record_main": parts.copied(document.addressees) if document.main_in_record else "",
        "cc": parts.copied(document.cc),
        "printed_by": document.printed_by,
        "printed_on": parts.printed_words(document.printed_on),
    }


def _attachment(each: Attachment, blocks: Callable[[tuple[Block, ...]], list[Sheet]]) -> Sheet:
    return {"title": each.title, "lines": list(title_lines(each.title)), "body": blocks(each.body)}


def _block(block: Block, pictures: Mapping[Image, Picture], page_height: float) -> Sheet:
    match block:
        case Heading():
            return block.model_dump()
        case Paragraph():
            lead = parts.run_in(block.text)
            return {"kind": "paragraph", "lead": lead, "text": block.text.removeprefix(lead)}
        case Image():
            return _image(block, pictures)
        case Table():
            return _table(block, page_height)


def _image(image: Image, pictures: Mapping[Image, Picture]) -> Sheet:
    picture = pictures.get(image)
    if picture is None:
        return {"kind": "paragraph", "lead": "", "text": f"［{image.caption or '图片'}：没有印出］"}
    return {
        "kind": "image",
        "file": file_name(image, picture),
        "width_mm": picture.width_mm,
        "caption": image.caption,
    }


def _table(table: Table, page_height: float) -> Sheet:
    room = page_height if table.wide else 156.0
    rows = parts.full_rows(table)
    widths = parts.column_widths(table, room)
    tallest = max((parts.row_height(row, widths) for row in rows), default=0)
    turned = parts.turned_parts(table, room, 150.0) if table.wide else []
    return {
        "kind": "table",
        "rows": [list(row) for row in rows],
        "head_rows": min(table.head_rows, len(rows)),
        "widths": list(widths),
        "columns": len(widths),
        "caption": table.caption,
        "wide": table.wide,
        "parts": [[list(row) for row in part] for part in turned],
        "breakable": tallest > 100 * parts.MM,
    }
