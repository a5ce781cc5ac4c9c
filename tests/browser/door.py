"""Visitors of the desk, each with a browser window of their own."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

DESKTOP, PHONE = (1366, 768), (390, 844)
PASSWORD = "a-long-password-1"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone at the desk. `complaints`: errors in scripts, and requests to any other server."""

    page: Page
    address: str
    complaints: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, name: str = "lin") -> None:
        self.go("/")
        self.page.get_by_label("用户名").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("button", name="退出").wait_for()

    def hear(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(url)

    def hear_console(self, said: ConsoleMessage) -> None:
        """An answer that refuses (4xx) is no error of the page, and the browser logs it as one."""
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

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

    def enter(
        self, size: tuple[int, int] = DESKTOP, *, scripts: bool = True, name: str = "lin"
    ) -> Visitor:
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
        visitor.page.on("console", lambda said: visitor.hear_console(said))
        visitor.page.set_default_timeout(30_000)
        visitor.sign_in(name)
        return visitor
