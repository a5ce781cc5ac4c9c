"""收文处理笺: a document with its head, its zones by rank, and how it ended.

(公文条例第二十四条: what is examined, proposed, instructed and done is put on record.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from guiju.procedures.definition import Procedure
from guiju.procedures.desk.handwriting import drawing
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.texts import first_seqs
from guiju.procedures.history import Facts, text_of
from guiju.procedures.models import Case, Opinion
from guiju.procedures.record import from_json
from guiju.procedures.selectors import procedure_kept
from guiju.procedures.storing import recorded

TITLE = "收文处理笺"
ZONES = ("初审意见", "拟办意见", "领导批示", "承办结果", "审核意见")
"""Printed even while nobody has signed in them, in the order a document goes through them."""

_HEAD = {
    "receipt_number": "收文编号",
    "received_on": "收文日期",
    "sender_number": "来文字号",
    "document_type": "文种",
    "written_on": "成文日期",
    "copies": "份数",
    "classification": "密级",
    "urgency": "紧急程度",
    "kind": "件类",
    "sender_due": "来文要求时限",
    "lead_unit": "主办单位",
    "co_units": "协办单位",
    "due_on": "办理时限",
    "urger": "催办责任人",
}
_END = {"reply_record": "答复情况", "reply_number": "答复文号", "archive_number": "档号"}

Row = tuple[str, ...]
"""Label, value; or label, value, label, value."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature in a zone. `says` is '' for one without words.

    `handwriting` is what was written by hand, as strokes.
    """

    says: str
    name: str
    post: str
    on: str
    handwriting: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    office: str
    head: tuple[Row, ...]
    zones: tuple[Zone, ...]
    end: tuple[Row, ...]


def slip_of(case: Case) -> Slip:
    """The slip of an incoming document as it now stands."""
    p = procedure_kept(case)
    facts = from_json(p, case.facts)
    told = {
        **{name: value_of(facts, name) for name in (*_HEAD, *_END)},
        "receipt_number": value_of(facts, "receipt_number") or case.number,
        "received_on": case.opened_on.isoformat(),
    }
    head = [(label, told[name]) for name, label in _HEAD.items()]
    return Slip(
        case.unit.name if case.unit else case.jurisdiction.name,
        (
            ("标题", value_of(facts, "sender_title") or case.title),
            ("来文单位", value_of(facts, "sender")),
            *((*left, *right) for left, right in zip(head[::2], head[1::2], strict=True)),
        ),
        tuple(_zones(case, p)),
        tuple((label, told[name]) for name, label in _END.items()),
    )


def value_of(facts: Facts, name: str) -> str:
    """A fact as it is printed; '' when it is not recorded."""
    value = facts.get(name)
    return str(int(value)) if isinstance(value, float) else text_of(value).strip()


def _zones(case: Case, p: Procedure) -> Iterator[Zone]:
    signed = {zone.name: zone.opinions for zone in block(case)}
    events = first_seqs(recorded(case, p))
    for name in (*ZONES, *(name for name in signed if name not in ZONES)):
        opinions = signed.get(name, ())
        facts = (events[o.seq].facts if o.seq in events else {} for o in opinions)
        yield Zone(name, tuple(map(partial(_signed, p), opinions, facts)))


def _signed(p: Procedure, opinion: Opinion, facts: Facts) -> Signed:
    says = filter(None, (*_recorded(p, opinion.act, facts), opinion.text.strip()))
    post = str(opinion.post) if opinion.post else ""
    words = "\n".join(dict.fromkeys(says))
    return Signed(words, opinion.signature, post, opinion.on.isoformat(), opinion.handwriting)


def _recorded(p: Procedure, act: str, facts: Facts) -> Iterator[str]:
    """What was put on record with the act: it is what the signature says."""
    said = {name: value_of(facts, name) for name in facts}
    yield "，".join(filter(None, (said.get("examination_result"), said.get("kind"))))
    yield said.get("proposal", "")
    yield f"分送：{said['distribution']}" if said.get("distribution") else ""
    yield said.get("result", "")
    yield said.get("handled", "")
    yield f"{p.label_of(act)}：{said['reason']}" if said.get("reason") else ""


def as_data(slip: Slip) -> Mapping[str, object]:
    """The slip as the paper takes it."""
    return {
        "office": slip.office,
        "heading": TITLE,
        "head": slip.head,
        "zones": [
            {
                "name": zone.name,
                "signed": [
                    [s.says, f"{s.name}　{s.post}　{s.on}", drawing(s.handwriting, unit="mm")]
                    for s in zone.signed
                ],
            }
            for zone in slip.zones
        ],
        "end": slip.end,
    }
