"""What a rule file may say. A rule without source or examples is refused.

Only what the standard or the regulation demands, in words that were read, may be an error.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from guiju.typeset.check.sheet import Zone


class Level(StrEnum):
    """How grave a finding is; `BLOCK` must not go on at all."""

    BLOCK = "阻断"
    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


Strength = Literal["规定", "一般", "推荐", "可以", "原则", "通常", "推算", "逻辑", "实务"]
_GRAVE = frozenset({Level.BLOCK, Level.ERROR})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class When(_Part):
    """The documents a rule is about; () means any."""

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


class Case(_Part):
    """An example that needs more than one passage: a document, the lines of a file, or a sheet."""

    document: dict[str, Any] | None = None
    lines: tuple[str, ...] | None = None
    sheet: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one(self) -> Case:
        if sum(given is not None for given in (self.document, self.lines, self.sheet)) != 1:
            raise ValueError("an example is a document, lines or a sheet: exactly one of them")
        return self


class Rule(_Part):
    """One rule.

    `forbid` and `require` are patterns, looked for in every passage of `zones` (none: anywhere);
    `check` names a function that looks at the whole sheet. `put` is the template, `fix` the name
    of the function that writes the right words for what `forbid` found. `wrong` and `right` are
    shown to people; they are passages of the first zone unless a case says what they stand for.
    `quotations`: whether what is quoted or a title in 《》 is told but left as it is, or skipped.
    `publish`: only looked at when the text is about to be made public.
    """

    id: str = Field(pattern=r"^[A-Z]\d\d$")
    says: str = Field(min_length=4)
    zones: tuple[Zone, ...] = ()
    level: Level
    strength: Strength
    basis: str = Field(min_length=2)
    verified: bool
    wrong: str = Field(min_length=1)
    right: str = Field(min_length=1)
    wrong_case: Case | None = None
    right_case: Case | None = None
    forbid: str | None = None
    require: str | None = None
    check: str | None = None
    put: str | None = None
    fix: str | None = None
    when: When = When()
    quotations: Literal["tell", "skip"] = "tell"
    publish: bool = False

    @model_validator(mode="after")
    def _holds_together(self) -> Rule:
        if sum(way is not None for way in (self.forbid, self.require, self.check)) != 1:
            raise ValueError("a rule has one of forbid, require and check")
        if (self.put is not None or self.fix is not None) and self.forbid is None:
            raise ValueError("put and fix write over what forbid found; a check brings its own")
        if self.put is not None and self.fix is not None:
            raise ValueError("a rule has put or fix, not both")
        if self.level in _GRAVE and not (self.strength == "规定" and self.verified):
            raise ValueError("only what is 规定 and verified may be an error")
        try:
            self.pattern  # noqa: B018 -- compiled here once, so that a bad one is refused
        except re.error as problem:
            raise ValueError(f"the pattern cannot be compiled: {problem}") from problem
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        written = self.forbid if self.forbid is not None else self.require
        return None if written is None else re.compile(written, re.MULTILINE)


class Unjudged(_Part):
    """A rule no machine can judge from the document, why, and who or what sees to it."""

    id: str = Field(pattern=r"^[A-Z]\d\d$")
    says: str = Field(min_length=4)
    why: str = Field(min_length=4)


class RuleFile(_Part):
    family: str
    rules: tuple[Rule, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
