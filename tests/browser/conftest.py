"""A real browser at a running desk: small imported year, one clerk, Debian's Chromium."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from guiju.checkup.importing import Order, import_reading
from guiju.checkup.reading import Reading
from guiju.demo.accounts import set_up_district
from guiju.letters import organ
from guiju.org.acts import create_jurisdiction
from tests.browser.desk import Clock, LiveDesk
from tests.browser.door import PASSWORD, Door
from tests.conftest import chromium
from tests.foi.requests import ORGAN
from tests.home.conftest import AT, ledgers, reading, staff

__all__ = ["ledgers", "reading"]

# Chromium opens two pages of its own for what the address bar suggests, in every window: half of
# all its work here. Playwright's list comes first, since of two such lists only the last counts.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which the desk works; the server runs in this process."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def desk(  # noqa: PLR0913 - what a desk stands on
    browser: Browser,
    live_server: LiveServer,
    clock: Clock,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[LiveDesk]:
    """The people of the demo district at their desks, with a letterhead and nothing to do yet."""
    settings.VAR = tmp_path / "var"
    settings.APPLICANT_KEY = ["k" * 40]
    # The clock runs weeks ahead within a test; nobody has to sign in anew for that.
    settings.SESSION_COOKIE_AGE = 400 * 24 * 60 * 60
    letterhead = [{**json.loads(ORGAN.model_dump_json()), "code": "云政依申请"}]
    (tmp_path / organ.FILE).write_text(json.dumps(letterhead), encoding="utf-8")
    monkeypatch.setattr(organ, "office_folder", lambda: tmp_path)
    set_up_district(PASSWORD)
    door = Door(browser, live_server.url, [])
    yield LiveDesk(door, clock)
    for context in door.contexts:
        context.close()
