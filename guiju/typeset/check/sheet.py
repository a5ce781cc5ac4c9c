"""What is checked: the passages of a document by their place in it, and how it is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Zone(StrEnum):
    """The element a passage belongs to. (Source: GB/T 9704-2012 7; 公文条例第九条.)"""

    COPY_NUMBER = "份号"
    URGENCY = "紧急程度"
    MARK = "发文机关标志"
    NUMBER = "发文字号"
    SIGNER = "签发人"
    TITLE = "标题"
    RECIPIENT = "主送机关"
    HEADING = "小标题"
    BODY = "正文"
    CELL = "表格"
    CAPTION = "表题图题"
    ATTACH_NOTE = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"
    NOTE = "附注"
    ATTENDANCE = "出席名单"
    ATTACH_LABEL = "附件序号"
    ATTACH_TITLE = "附件标题"
    ATTACH_BODY = "附件正文"
    CC = "抄送"
    PRINTED = "印发"
    IMPRINT = "版记"
    PAGE_NUMBER = "页码"


RUNNING = frozenset({Zone.HEADING, Zone.BODY, Zone.ATTACH_BODY})
"""Where sentences stand one after the other."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Run(_Part):
    """Characters set alike. `face` is the East Asian one, '' where only the styles would tell."""

    text: str
    face: str = ""
    points: float | None = None
    bold: bool = False
    color: str = ""
    themed: bool = False
    western: bool = False
    """Quotation marks and dashes in it are left to a Western face."""


class Style(_Part):
    """How a paragraph is set: indents in characters of its own size, line pitch in points."""

    align: str = ""
    first_line: float | None = None
    left: float | None = None
    right: float | None = None
    exact: float | None = None
    multiple: float | None = None
    numbered: bool = False
    bordered: bool = False
    drawn: bool = False
    runs: tuple[Run, ...] = ()

    def points(self) -> float | None:
        """The size most of its characters have, where it is stated."""
        weights: Counter[float] = Counter()
        for run in self.runs:
            if run.points is not None:
                weights[run.points] += len(run.text.strip())
        return weights.most_common(1)[0][0] if weights else None

    def face(self) -> str:
        """The face most of its characters have; '' where it is not stated."""
        weights: Counter[str] = Counter()
        for run in self.runs:
            weights[run.face] += len(run.text.strip())
        return weights.most_common(1)[0][0] if weights else ""


class Passage(_Part):
    """One paragraph, cell or element.

    `where` says in Chinese where it stands. `path` leads to it in an OfficialDocument, `source`
    is its number in the file it came from, where its text begins at `offset`: with either it can
    be mended there. `breaks` are the offsets at which the lines of a title end.
    """

    zone: Zone
    text: str
    where: str = ""
    path: tuple[str | int, ...] = ()
    source: int | None = None
    offset: int = 0
    page: int | None = None
    level: int = 0
    breaks: tuple[int, ...] = ()
    style: Style | None = None


class Section(_Part):
    """Paper and margins in mm; the grid where there is one."""

    width: float
    height: float
    top: float = 0
    bottom: float = 0
    left: float = 0
    right: float = 0
    lines: int | None = None
    characters: int | None = None


class Page(_Part):
    """A page of a PDF: mm from its top left; the full lines and the characters of the fullest."""

    width: float
    height: float
    lines: int = 0
    characters: int = 0
    left: float | None = None
    dash: float | None = None
    """Middle of the page number's dashes, from the top."""


class Layout(_Part):
    """What a file tells of its layout; what the kind of file does not tell stays empty."""

    kind: str
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    faces: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    """What an editor should have taken out: revisions, comments, hidden or marked text."""
    properties: tuple[str, ...] = ()
    """Who and where the file says it comes from."""
    outer_numbers: bool | None = None
    """Odd and even pages have footers of their own."""
    footers: tuple[str, ...] = ()


class Sheet(_Part):
    """A document ready to be checked. '' for what is not known of it.

    `official`: it has a title and is taken for an official document, so that what is missing can
    be missed. `organs`, host first; `genre` is one of the 15 types or 复函.
    """

    passages: tuple[Passage, ...] = ()
    official: bool = False
    genre: str = ""
    direction: str = ""
    form: str = ""
    organs: tuple[str, ...] = ()
    layout: Layout | None = None

    def of(self, *zones: Zone) -> Iterator[tuple[int, Passage]]:
        """The passages of these elements, with their index."""
        for index, passage in enumerate(self.passages):
            if passage.zone in zones:
                yield index, passage

    def text(self, *zones: Zone) -> str:
        return "\n".join(passage.text for _, passage in self.of(*zones))
