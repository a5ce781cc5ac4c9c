"""What a call is told: shapes of the answers. Every field is always there."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from guiju.api.problems import ReasonOut

Plain = str | int | float | bool | None


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Me(Out):
    """令牌的系统、账号和岗位。"""

    system: str
    user: str
    jurisdiction: str
    expires_on: date
    posts: list[PostOut]


class PostOut(Out):
    id: int
    name: str
    unit: int
    unit_name: str
    roles: list[str]
    held_by: list[str] = Field(description="现在任职人员的账号")


class PostPage(Out):
    items: list[PostOut]
    next: int | None


class ProcedureRow(Out):
    id: str
    title: str
    version: str
    valid_from: date


class FactOut(Out):
    name: str
    label: str
    type: str
    choices: list[str]
    required: bool


class ActOut(Out):
    """一个行为：谁办、从哪些环节、到哪个环节、要填什么。"""

    id: str
    label: str
    by: list[str]
    steps: list[str]
    to: str
    opens: bool
    basis: str
    zone: str
    at_most: int
    facts: list[FactOut]


class StepOut(Out):
    id: str
    label: str
    final: bool
    holder: str
    countersigned: bool


class LimitRule(Out):
    id: str
    label: str
    basis: str
    kind: str
    length: str


class Choice(Out):
    id: str
    label: str


class ProcedureOut(ProcedureRow):
    roles: list[Choice]
    steps: list[StepOut]
    acts: list[ActOut]
    outcomes: list[Choice]
    limits: list[LimitRule]


class CaseRow(Out):
    id: int
    procedure: str
    procedure_title: str
    number: str
    title: str
    unit: int | None
    unit_name: str
    step: str
    step_label: str
    outcome: str
    opened_on: date
    closed_on: date | None
    voided_on: date | None
    due_on: date | None
    warn_on: date | None
    clock_paused: bool
    secrecy: int
    urgency: int
    origin: str
    token: int


class CasePage(Out):
    items: list[CaseRow]
    next: int | None = Field(description="下一页的 after；没有下一页时为空")


class CaseOut(CaseRow):
    version: str
    facts: dict[str, Plain] = Field(description="不含申请人信息")


class EventOut(Out):
    seq: int
    act: str
    label: str
    on: date
    at: datetime | None
    by: str
    role: str
    post: str
    acting_for: str
    facts: dict[str, Plain]
    corrects: int | None
    void: bool
    recorder: str
    reason: str


class PauseOut(Out):
    begins: date
    ends: date


class LimitOut(Out):
    """一个期限在今天的读数。按小时计算的，due_at 为应当时刻。"""

    id: str
    label: str
    basis: str
    state: str
    start_on: date | None
    due_on: date | None
    due_at: datetime | None
    done_on: date | None
    days_late: int
    paused: list[PauseOut]


class TaskOut(Out):
    id: int
    case: int
    title: str
    step: str
    kind: str
    role: str
    post: int | None
    unit: int | None
    holder: str
    state: str
    lead: bool
    came_back: bool
    sender: str
    note: str
    urged: int
    opened_at: datetime
    read_at: datetime | None
    read_by: str
    done_at: datetime | None
    done_by: str


class TaskPage(Out):
    items: list[TaskOut]
    next: int | None


class ReadingOut(Out):
    id: int
    case: int
    title: str
    post: int
    post_name: str
    sender: str
    sent_at: datetime
    note: str
    read_at: datetime | None
    read_by: str
    opinion: str
    handwriting: str
    recalled_at: datetime | None


class ReadingPage(Out):
    items: list[ReadingOut]
    next: int | None


class OpinionOut(Out):
    zone: str
    act: str
    seq: int
    text: str
    handwriting: str
    name: str
    post: str
    acting_for: str
    on: date
    at: datetime
    digest: str


class FindingOut(Out):
    rule: str
    says: str
    basis: str
    year: int
    due: date | None
    actual: date | None
    days_late: int


class OfferOut(Out):
    """现在这一环节的一个行为；reasons 为空即可以办，否则写明为什么不能、谁能帮助。"""

    act: str
    label: str
    role: str
    returns: bool
    reasons: list[ReasonOut]


class ViewerOut(Out):
    user: str
    name: str
    post: str
    why: str


class LinkOut(Out):
    id: int
    case: int
    other: int
    kind: str
    by: str
    at: datetime


class SlipOut(Out):
    id: int
    kind: str
    number: str
    to: str
    text: str
    due_on: date | None
    by: str
    at: datetime


class TextOut(Out):
    version: int
    digest: str
    body: str
    material: bool
    note: str
    by: str
    at: datetime


class TextSaved(Out):
    text: TextOut
    case: CaseOut


class AttachmentOut(Out):
    id: int
    name: str
    size: int = Field(description="字节数")
    digest: str = Field(description="内容的SM3摘要")
    by: str
    at: datetime


class Done(Out):
    """办了几件。"""

    count: int


Me.model_rebuild()
