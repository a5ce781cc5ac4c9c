"""Group robots, spoken to over a real connection to a server of the test's own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured

from guiju.notices import webhook
from guiju.notices.acts import Message, notify
from guiju.notices.jobs import deliver_due
from guiju.notices.models import Delivery, Standing
from guiju.notices.robots import Robot, robots_of
from guiju.notices.webhook import NotDelivered, say
from guiju.org.acts import create_jurisdiction

AT = datetime(2025, 3, 3, 4, tzinfo=UTC)
GOOD = b'{"errcode": 0, "errmsg": "ok"}'


class Listener(ThreadingHTTPServer):
    """Answers as told, and remembers what it was told."""

    status, answer, location = 200, GOOD, ""
    address = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.address = f"http://127.0.0.1:{self.server_port}/send?token=geheim"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args: object) -> None:
        """Silence."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_wecom_hears_the_words(listener: Listener) -> None:
    say(Robot(url=listener.address, shape="wecom", secret="unused"), "【催办】请办理", at=AT)
    path, body = listener.heard[0]
    assert path == "/send?token=geheim"
    assert body == {"msgtype": "text", "text": {"content": "【催办】请办理"}}


def test_dingtalk_is_signed(listener: Listener) -> None:
    say(Robot(url=listener.address, shape="dingtalk", secret="SEC+1"), "x", at=AT)
    asked = parse_qs(urlsplit(listener.heard[0][0]).query)
    assert asked["token"] == ["geheim"]
    (moment,) = asked["timestamp"]
    assert moment == "1740974400000"
    expected = hmac.new(b"SEC+1", f"{moment}\nSEC+1".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"][0]) == expected


@pytest.mark.parametrize(
    ("status", "answer", "says"),
    [
        (500, b"", "HTTP 500"),
        (302, b"", "HTTP 302"),
        (200, b'{"errcode": 310000, "errmsg": "sign not match"}', "errcode 310000"),
        (200, b"<html>ok</html>", "格式"),
        (200, b"[]", "格式"),
        (200, b"{" + b" " * 20_000 + b"}", "过长"),
    ],
)
def test_what_is_not_a_yes_is_a_no(
    listener: Listener, status: int, answer: bytes, says: str
) -> None:
    listener.status, listener.answer = status, answer
    listener.location = listener.address if status == 302 else ""
    with pytest.raises(NotDelivered, match=says) as error:
        say(Robot(url=listener.address, shape="wecom"), "x", at=AT)
    assert "geheim" not in str(error.value)
    assert len(listener.heard) == 1


def test_nobody_there(listener: Listener) -> None:
    gone = Robot(url="http://127.0.0.1:1/?token=geheim", shape="wecom")
    with pytest.raises(NotDelivered, match="ConnectionRefusedError") as error:
        say(gone, "x", at=AT)
    assert "geheim" not in str(error.value)


def test_one_who_listens_and_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 0.2)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        address = f"http://127.0.0.1:{silent.server_port}/"
        with pytest.raises(NotDelivered, match="TimeoutError"):
            say(Robot(url=address, shape="wecom"), "x", at=AT)


@pytest.mark.django_db
class TestThroughTheJob:
    @pytest.fixture
    def told(self, listener: Listener, settings: Any) -> Delivery:
        settings.NOTICE_WEBHOOKS = [
            {"url": listener.address, "shape": "wecom"},
            {"url": listener.address + "2", "shape": "wecom", "kinds": ["overdue"]},
        ]
        people = [User.objects.create_user(name) for name in ("林", "何")]
        district = create_jurisdiction(code="990101", name="云岭区")
        text = "王某某的申请已到"
        notify(people, Message(district, "task", text, "/cases/1", "case/1"), at=AT)
        return Delivery.objects.get()

    def test_a_group_hears_it_once(self, told: Delivery, listener: Listener) -> None:
        assert deliver_due.call() == 1
        ((_, body),) = listener.heard
        assert body["text"]["content"] == "【新待办】有事项等待办理，请登录工作台办理"
        told.refresh_from_db()
        assert (told.state, told.tries) == (Standing.SENT, 1)

    def test_a_no_is_kept_and_tried_again(self, told: Delivery, listener: Listener) -> None:
        listener.status = 503
        assert deliver_due.call() == 0
        told.refresh_from_db()
        assert (told.state, told.error) == (Standing.WAITING, "机器人返回 HTTP 503")
        listener.status = 200
        Delivery.objects.update(due_at=AT)
        assert deliver_due.call() == 1

    def test_a_robot_taken_out_of_the_settings(self, told: Delivery, settings: Any) -> None:
        settings.NOTICE_WEBHOOKS = []
        assert deliver_due.call() == 0
        told.refresh_from_db()
        assert told.error == "设置中已没有这个机器人"
        assert "geheim" not in told.channel


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"url": "x"}, "列表"),
        ([{"url": "file:///etc/passwd", "shape": "wecom"}], "http"),
        ([{"url": "ftp://geheim.example/x", "shape": "wecom"}], "http"),
        ([{"url": "https://a.example/", "shape": "feishu"}], "shape"),
        ([{"url": "https://a.example/", "shape": "wecom", "kinds": ["x"]}], "没有这种通知：x"),
        ([{"url": "https://a.example/", "shape": "wecom", "geheim": 1}], "第1个机器人"),
        (["https://geheim.example/"], "第1个机器人"),
    ],
)
def test_a_wrong_setting_is_told_at_the_start(setting: Any, says: str, settings: Any) -> None:
    with pytest.raises(ValueError, match=says) as error:
        robots_of(setting)
    assert "geheim.example" not in str(error.value)
    settings.NOTICE_WEBHOOKS = setting
    with pytest.raises(ImproperlyConfigured, match="NOTICE_WEBHOOKS"):
        apps.get_app_config("notices").ready()


def test_a_robot_listed_twice_speaks_once() -> None:
    entry = {"url": "https://a.example/?key=1", "shape": "wecom"}
    (robot,) = robots_of([entry, entry])
    assert robot.kinds == ("task", "returned", "urged", "nearing", "overdue")
