"""What a call may say. Strict: nothing is guessed, no field is overlooked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Header, Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from guiju.procedures.desk.handwriting import LONGEST

MOST = 200
"""Rows of a page at most."""

CLEAN = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL in a text."""

NAME = r"^[a-z][a-z0-9_]*$"
NAME_OR_NOT = r"^([a-z][a-z0-9_]*)?$"


def _day(value: object) -> object:
    """A day as JSON says it; Python alone would also take a number or a moment."""
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("a day is written 2025-03-03")
    return date.fromisoformat(value)


def _moment(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a moment is written 2025-03-03T09:00:00+08:00")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def _whole(value: object) -> object:
    """JSON has one kind of number: 3.0 is a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)
Id = Annotated[int, Field(ge=1, le=2**53 - 1), Whole]
Pk = Annotated[int, Path(ge=1, le=2**53 - 1)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="读到的事项版本（token）"), Whole]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Name = Annotated[str, Field(pattern=NAME, max_length=60)]
Word = Annotated[str, Field(max_length=150, pattern=CLEAN)]
Line = Annotated[str, Field(max_length=500, pattern=CLEAN)]
Said = Annotated[str, Field(max_length=4000, pattern=CLEAN)]
Body = Annotated[str, Field(pattern=CLEAN)]
Strokes = Annotated[
    str, Field(max_length=LONGEST, description="手写笔迹：[[x,y,x,y,…],…]，x 0至1000，y 0至400")
]
Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_whole)]
Scalar = Said | bool | int | Number | None
Facts = Annotated[dict[str, Scalar], Field(max_length=200, description="随行为登记的内容")]
IfMatch = Annotated[
    str, Header("", alias="If-Match", pattern=r'^("[0-9]{1,9}")?$', description="读到的 ETag")
]
After = Annotated[int, Query(0, ge=0, le=2**53 - 1, description="上一页的 next")]
Limit = Annotated[int, Query(50, ge=1, le=MOST, description="每页行数")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Addressed(Shape):
    """下一办理人：岗位、单位、人员三者至少写一项；lead 表示主办。"""

    post: Id | None = None
    unit: Id | None = None
    user: Word = ""
    lead: bool = False


class DeedIn(Shape):
    """办理一个行为。facts 按程序说明的 needs、takes 填写，日期为 ISO 格式。"""

    on: Day
    at: Moment | None = None
    role: Annotated[str, Field(pattern=r"^[a-z0-9_]*$", max_length=60)] = ""
    facts: Facts = {}
    to: Annotated[list[Addressed], Field(max_length=MOST)] = []
    note: Line = ""
    opinion: Said = ""
    handwriting: Strokes = ""
    saw: Annotated[str, Field(pattern=r"^[0-9a-f]*$", max_length=64)] = ""
    token: Version | None = None


class OpenIn(DeedIn):
    """开启事项。act 是开启事项的行为；unit 不写时为令牌账号的单位。

    urgency 是缓急；facts 里登记了公文紧急程度的，以登记的为准。
    """

    procedure: Name
    act: Name
    title: Annotated[str, Field(min_length=1, max_length=500, pattern=CLEAN)]
    number: Annotated[str, Field(max_length=120, pattern=CLEAN)] = ""
    unit: Id | None = None
    secrecy: Annotated[Literal[0, 1, 2], Whole] = 0
    urgency: Annotated[Literal[0, 1, 2], Whole] = 0


class BackIn(DeedIn):
    """退回：退给谁（to）、修改后怎样回来（resume）、其他单位的会签怎么办。"""

    act: Name
    resume: Literal["step_by_step", "straight_back"] = "step_by_step"
    keep_siblings: bool = False
    keep_signed: bool = False


class TokenIn(Shape):
    token: Version | None = None


class VoidIn(TokenIn):
    reason: Line


class CorrectIn(TokenIn):
    """更正：作废一条（void）、改一条的日期或内容（replace）、移到另一环节（move）、改标题（title）。"""

    kind: Literal["void", "replace", "move", "title"]
    reason: Line
    seq: Annotated[int, Field(ge=1, le=2**31 - 1), Whole] | None = None
    on: Day | None = None
    facts: Facts | None = None
    step: Annotated[str, Field(pattern=r"^[a-z0-9_]*$", max_length=60)] = ""
    title: Line = ""


class HandIn(Shape):
    to: Addressed
    note: Line = ""


class CirculateIn(Shape):
    posts: Annotated[list[Id], Field(min_length=1, max_length=MOST)]
    note: Line = ""


class RecallIn(Shape):
    readings: Annotated[list[Id], Field(min_length=1, max_length=MOST)]


class ReadIn(Shape):
    opinion: Said = ""
    handwriting: Strokes = ""


class UrgeIn(Shape):
    kind: Literal["urge", "supervise"] = "urge"
    text: Said
    task: Id | None = None


class LinkIn(Shape):
    other: Id
    kind: Literal["related", "source", "earlier", "reply"] = "related"


class TextIn(TokenIn):
    """新的一稿。saw 是所改的那一稿的摘要，第一稿为空；非实质性修改须写明改了什么。"""

    body: Body
    saw: Annotated[str, Field(pattern=r"^[0-9a-f]*$", max_length=64)] = ""
    material: bool = True
    note: Line = ""
