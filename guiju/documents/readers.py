"""传阅单: whom a document was sent to for reading, who has read it, when, and what they say.

(公文条例第二十四条第五项: 随时掌握公文去向，不得漏传、误传、延误.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guiju.documents.slip import Row, value_of
from guiju.org.selectors import names_of
from guiju.procedures.desk.handwriting import drawing
from guiju.procedures.models import Case
from guiju.procedures.record import wall_clock

TITLE = "文件传阅单"
HEADS = ("序号", "传阅岗位", "送阅时间", "阅文人", "阅文时间", "意见")
UNREAD = "未阅"


@dataclass(frozen=True, slots=True)
class Readers:
    """`rows` as in HEADS, the most senior post first; recalled ones are left out.

    `drawn` is what each of them wrote by hand, as strokes.
    """

    office: str
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    drawn: tuple[str, ...] = ()

    @property
    def unread(self) -> int:
        return sum(row[4] == UNREAD for row in self.rows)


def readers_of(case: Case) -> Readers:
    """The circulation of an incoming document as it now stands."""
    sent = case.readings.filter(recalled_at=None).select_related("post__unit")
    readings = list(sent.order_by("post__rank", "sent_at", "pk"))
    names = names_of(r.read_by for r in readings)
    facts = case.facts
    return Readers(
        case.unit.name if case.unit else case.jurisdiction.name,
        (
            ("标题", value_of(facts, "sender_title") or case.title),
            ("来文单位", value_of(facts, "sender"), "来文字号", value_of(facts, "sender_number")),
            (
                "收文编号", value_of(facts, "receipt_number") or case.number,
                "收文日期", case.opened_on.isoformat(),
            ),
        ),
        tuple(
            (
                str(place), str(r.post), _moment(r.sent_at), names.get(r.read_by, r.read_by),
                _moment(r.read_at) if r.read_at else UNREAD, r.opinion,
            )
            for place, r in enumerate(readings, 1)
        ),
        tuple(r.handwriting for r in readings),
    )  # fmt: skip


def _moment(at: datetime) -> str:
    here = wall_clock(at)
    return here.strftime("%Y-%m-%d %H:%M") if here else ""


def as_data(sheet: Readers) -> Mapping[str, object]:
    """The sheet as the paper takes it."""
    return {
        "office": sheet.office,
        "heading": TITLE,
        "head": sheet.head,
        "heads": HEADS,
        "rows": sheet.rows,
        "drawn": [drawing(strokes, unit="mm") for strokes in sheet.drawn],
    }
