"""The group robots the office has named in `NOTICE_WEBHOOKS`."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from guiju.notices.kinds import KINDS, WEBHOOK


class Robot(BaseModel):
    """A robot of a group in DingTalk or WeCom, or of what speaks like them.

    `secret` signs DingTalk's calls. Without `kinds` it says what the table of kinds lets it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    shape: Literal["dingtalk", "wecom"]
    secret: str = ""
    kinds: tuple[str, ...] = Field(
        default=tuple(name for name, kind in KINDS.items() if WEBHOOK in kind.channels)
    )

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("只能是 http 或 https 地址")
        return url

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(kinds) - set(KINDS))
        if unknown:
            raise ValueError(f"没有这种通知：{'、'.join(unknown)}；可用：{'、'.join(KINDS)}")
        return kinds

    @property
    def channel(self) -> str:
        """Names the robot in the deliveries without telling its address, which is a secret."""
        return f"{self.shape}/{sha256(self.url.encode()).hexdigest()[:12]}"


def robots_of(setting: list[Any]) -> list[Robot]:
    """The robots of the setting, each once. Raises ValueError saying in which entry what is wrong.

    The message shows no address: it goes to the log.
    """
    if not isinstance(setting, list):
        raise ValueError("应为 JSON 列表")
    robots: dict[str, Robot] = {}
    for number, entry in enumerate(setting, 1):
        try:
            robot = Robot.model_validate(entry)
        except ValidationError as problem:
            wrong = "；".join(
                f"{'.'.join(map(str, error['loc'])) or '条目'}：{error['msg']}"
                for error in problem.errors(include_input=False, include_url=False)
            )
            raise ValueError(f"第{number}个机器人：{wrong}") from None
        robots.setdefault(robot.channel, robot)
    return list(robots.values())
