"""An official document as a structure: what typesetting, checking and editing share.

Pure: no Django, no files. Images are named by the SM3 digest of their bytes in the file store.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Form(StrEnum):
    """The general form and the three special ones. (Source: GB/T 9704-2012 7, 10.)"""

    DOCUMENT = "文件"
    LETTER = "信函"
    MINUTES = "纪要"
    ORDER = "命令"


class Direction(StrEnum):
    """行文方向. (Source: 公文条例第十四条至第十六条.)"""

    UP = "上行"
    LEVEL = "平行"
    DOWN = "下行"


class Profile(StrEnum):
    """How the white around the type area is measured: to the glyphs, or to the line frames.

    (Source: GB/T 9704-2012 5.2; GB/T 33476.2-2016 annex A.)
    """

    GLYPHS = "A_margin37"
    FRAMES = "B_gbt33476_2"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Heading(_Part):
    """结构层次序数: level 1 一、 2 （一） 3 1. 4 （1）. `text` holds the ordinal. (7.3.3)"""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=4)
    text: str


class Paragraph(_Part):
    """A paragraph, indented by two characters. No line breaks in `text`."""

    kind: Literal["paragraph"] = "paragraph"
    text: str


class Table(_Part):
    """A table: rows of cells, the first `head_rows` repeated on every page. Widths in mm or none.

    `wide` sets it across a turned page (clause 8).
    """

    kind: Literal["table"] = "table"
    rows: tuple[tuple[str, ...], ...]
    head_rows: int = Field(default=1, ge=0)
    widths: tuple[float, ...] = ()
    caption: str = ""
    wide: bool = False


class Image(_Part):
    """A picture by the digest of its file, at most as wide as the type area (156 mm)."""

    kind: Literal["image"] = "image"
    digest: str
    width_mm: float = Field(default=120, gt=0, le=156)
    caption: str = ""


Block = Annotated[Heading | Paragraph | Table | Image, Field(discriminator="kind")]


class Attachment(_Part):
    """附件: its name in the note below the text, what it says on its own page. (7.3.4, 7.3.7)"""

    title: str
    body: tuple[Block, ...] = ()


class Signature(_Part):
    """发文机关署名: one organ; in an order the head who signs, with their office. (7.3.5)"""

    organ: str
    head: str = ""
    office: str = ""


class Attendance(_Part):
    """出席、请假、列席人员名单 of minutes: label and who. (10.3)"""

    label: Literal["出席", "请假", "列席"]
    who: str


class OfficialDocument(_Part):
    """One official document. '' and () mean that the element is not there.

    There is no field for a classification: this is no system for state secrets (保密法第三十一条
    第三项). `organs` are the issuing organs, the host first; `mark` is the issuing mark where it
    is not made from them. `number` is the document number as printed. `signers` stand beside the
    number of an upward document. `sealed` leaves room for the seals. `note` is without its
    brackets. `main_in_record` prints the addressees in the record (版记) where they would push the
    body off the first page (7.3.2).
    """

    form: Form = Form.DOCUMENT
    direction: Direction = Direction.DOWN
    document_type: str = "通知"
    organs: tuple[str, ...] = ()
    mark: str = ""
    copy_number: str = ""
    urgency: Literal["", "特急", "加急"] = ""
    number: str = ""
    signers: tuple[str, ...] = ()
    title: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signatures: tuple[Signature, ...] = ()
    sealed: bool = True
    dated: date | None = None
    note: str = ""
    attendance: tuple[Attendance, ...] = ()
    main_in_record: bool = False
    cc: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None

    def canonical(self) -> str:
        """The structure as JSON that is the same for the same document: what is kept and hashed."""
        return self.model_dump_json()

    @staticmethod
    def read(text: str) -> OfficialDocument:
        """Raises pydantic.ValidationError for anything `canonical` could not have written."""
        return OfficialDocument.model_validate_json(text)
