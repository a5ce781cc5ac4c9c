"""People at the live desk of 云岭区, in a browser, on days the test chooses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.door import DESKTOP, Door, Visitor

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Clock:
    """The clock on the office's wall."""

    now: datetime = field(default=datetime(2025, 9, 15, 9, tzinfo=SHANGHAI))

    def to(self, day: str, time: str = "09:00") -> None:
        self.now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Someone signed in, doing what one does at the desk."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def open(self, title: str, box: str = "待办") -> None:
        """From a box to the page of a case."""
        self.visitor.go("/boxes/to-do/")
        if box != "待办":
            menu = self.page.get_by_role("navigation", name="办件箱")
            menu.get_by_role("link", name=re.compile(f"^{box}")).click()
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.heading).to_contain_text(title)

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def now(self) -> Locator:
        """What can be done now."""
        return self.page.get_by_role("region", name=re.compile("现在能做什么"))

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=re.compile(f"^{name}"))

    def begin(self, act: str) -> None:
        self.now.get_by_role("link", name=act, exact=True).click()
        expect(self.heading).to_have_text(act)

    def fill(self, fields: Mapping[str, str]) -> None:
        """Into the fields by their labels; of choices, the word chosen."""
        for label, value in fields.items():
            box = self.page.get_by_label(label, exact=True)
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)

    def send(self, act: str) -> None:
        self.page.get_by_role("button", name=act, exact=True).click()

    def do(self, act: str, to: str = "", **fields: str) -> None:
        """The whole of an act, from the page of the case to the next page that opens."""
        self.begin(act)
        self.fill(fields)
        if to:
            self.page.get_by_role("radio", name=re.compile(to)).first.check()
        self.send(act)
        expect(self.told).to_contain_text(f"已办：{act}")

    @property
    def told(self) -> Locator:
        """What the desk says has just been done."""
        return self.page.get_by_role("main").locator("ul[role=status]")

    def refused(self, act: str) -> Locator:
        """What stands against an act that is greyed."""
        self.page.get_by_text(re.compile("^现在不能办的")).click()
        found = self.now.get_by_role("listitem").filter(has_text=act)
        expect(found.locator("[aria-disabled=true]")).to_have_text(act)
        return found

    def issue_letter(self, kind: str, **words: str) -> str:
        """From the page of the case: preview a letter, issue it, and its number."""
        self.region("文书").get_by_role("link", name=kind, exact=True).click()
        if words:
            self.fill(words)
            self.page.get_by_role("button", name="保存并预览").click()
        expect(self.page.get_by_role("article", name="文书预览")).to_be_visible()
        self.page.get_by_role("button", name="出具", exact=True).click()
        issued = self.region("已出具")
        expect(issued).to_be_visible()
        for way in ("下载PDF", "下载Word"):
            with self.page.expect_download() as waiting:
                issued.get_by_role("link", name=way).first.click()
            assert waiting.value.path().stat().st_size > 1000
        return issued.locator("strong").first.inner_text()


@dataclass(frozen=True, slots=True)
class LiveDesk:
    """The desk, its clock, and everyone who has come in so far."""

    door: Door
    clock: Clock
    people: dict[str, Clerk] = field(default_factory=dict)

    def clerk(self, name: str, size: tuple[int, int] = DESKTOP) -> Clerk:
        if name not in self.people:
            self.people[name] = Clerk(self.door.enter(size, name=name))
        return self.people[name]

    @property
    def complaints(self) -> list[str]:
        return [said for clerk in self.people.values() for said in clerk.visitor.complaints]
