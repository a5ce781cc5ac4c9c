"""A real browser at a running desk: small imported year, one clerk, Debian's Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from guiju.checkup.importing import Order, import_reading
from guiju.checkup.reading import Reading
from guiju.org.acts import create_jurisdiction
from tests.home.conftest import AT, ledgers, reading, staff

__all__ = ["ledgers", "reading"]

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]
DESKTOP, PHONE = (1366, 768), (390, 844)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield chromium
        chromium.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone at the desk. `complaints`: errors in scripts, and requests to any other server."""

    page: Page
    address: str
    complaints: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self) -> None:
        self.go("/")
        self.page.get_by_label("用户名").fill("lin")
        self.page.get_by_label("密码").fill("a-long-password-1")
        self.page.get_by_role("button", name="登录").click()

    def hear(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(url)

    def fits(self) -> bool:
        """True when the page is not wider than the screen."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        size = self.page.viewport_size
        return size is not None and int(width) <= size["width"]


@dataclass(frozen=True, slots=True)
class Door:
    """Opens the desk to visitors with screens of any size, with or without JavaScript."""

    browser: Browser
    address: str
    contexts: list[BrowserContext]

    def enter(self, size: tuple[int, int] = DESKTOP, *, scripts: bool = True) -> Visitor:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        self.contexts.append(context)
        visitor = Visitor(context.new_page(), self.address, [])
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("request", lambda request: visitor.hear(request.url))
        visitor.sign_in()
        return visitor


@pytest.fixture
def door(
    browser: Browser, live_server: LiveServer, reading: Reading, settings: Settings, tmp_path: Path
) -> Iterator[Door]:
    settings.VAR = tmp_path / "var"
    district = create_jurisdiction(code="990101", name="云岭区")
    staff("lin", district)
    import_reading(reading, Order(district, "lin", AT))
    door = Door(browser, live_server.url, [])
    yield door
    for context in door.contexts:
        context.close()
