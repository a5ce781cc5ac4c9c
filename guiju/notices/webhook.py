"""Speaking to a group robot: one POST, no redirects, no proxy, a short and bounded answer."""

from __future__ import annotations

import base64
import hmac
import http.client
import json
from datetime import datetime
from urllib.error import HTTPError, URLError
from urllib.parse import quote_plus
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from guiju.notices.robots import Robot

TIMEOUT = 10
"""Seconds of silence after which a robot is given up."""

LONGEST_ANSWER = 16 * 1024
_READS = 16


class NotDelivered(Exception):
    """Why a message did not arrive, in Chinese and without the robot's address."""


def say(robot: Robot, words: str, *, at: datetime) -> None:
    """Let the robot say the words in its group. Raises NotDelivered."""
    body = json.dumps({"msgtype": "text", "text": {"content": words}}, ensure_ascii=False)
    request = Request(  # noqa: S310 -- the opener below knows http and https only
        _signed(robot, at), body.encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with _opener().open(request, timeout=TIMEOUT) as response:
            answer = _bounded(response)
    except HTTPError as problem:
        problem.close()
        raise NotDelivered(f"机器人返回 HTTP {problem.code}") from None
    except (URLError, OSError, http.client.HTTPException, ValueError) as problem:
        cause = problem.reason if isinstance(problem, URLError) else problem
        raise NotDelivered(f"连接不上机器人（{type(cause).__name__}）") from None
    _check(answer)


def _opener() -> OpenerDirector:
    """Only http and https: no file, no ftp, and a redirect is an error."""
    opener = OpenerDirector()
    for handler in (HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _signed(robot: Robot, at: datetime) -> str:
    """DingTalk's signature: HMAC-SHA256 over milliseconds, a line end and the secret."""
    if robot.shape != "dingtalk" or not robot.secret:
        return robot.url
    moment = str(int(at.timestamp() * 1000))
    digest = hmac.digest(robot.secret.encode(), f"{moment}\n{robot.secret}".encode(), "sha256")
    sign = quote_plus(base64.b64encode(digest))
    return f"{robot.url}{'&' if '?' in robot.url else '?'}timestamp={moment}&sign={sign}"


def _bounded(response: http.client.HTTPResponse) -> bytes:
    """The answer, unless it is long or comes in drips."""
    answer = b""
    for _ in range(_READS):
        block = response.read1(LONGEST_ANSWER)
        answer += block
        if not block:
            return answer
        if len(answer) > LONGEST_ANSWER:
            break
    raise NotDelivered("机器人的回答过长")


def _check(answer: bytes) -> None:
    """Both kinds of robot answer 200 to everything and tell in `errcode` what they think."""
    try:
        said = json.loads(answer)
        code = said["errcode"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotDelivered("机器人的回答不是所约定的格式") from None
    if code != 0:
        raise NotDelivered(f"机器人拒绝（errcode {str(code)[:20]}）")
