"""A basis on a case opens the wording of the case's day, and says so; today's is one click away."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from guiju.home import law_pages
from guiju.home.law_wording import wording_of
from guiju.law.acts import store_texts
from guiju.law.models import Instrument
from guiju.law.reading import read_folder
from guiju.procedures.models import Finding
from tests.home.conftest import Desk
from tests.home.playing import Played
from tests.home.test_law_pages import law, page, papers  # noqa: F401
from tests.law.texts import write_library

pytestmark = pytest.mark.database
TODAY = date(2026, 1, 15)


@pytest.fixture
def lanterns(tmp_path: Path, db: None) -> Instrument:
    """A law made in 2010 and amended in 2019: 第二条 changed, 第一条 not."""
    store_texts(read_folder(write_library(tmp_path / "lanterns")).texts)
    return Instrument.objects.get(title__endswith="灯笼管理条例")


@pytest.mark.parametrize(
    ("on", "number", "says", "changed", "today"),
    [
        ("2015-03-01", "2", "按2010年5月1日施行的文本（2015年3月1日有效）", True, "后来有改动"),
        ("2015-03-01", "1", "按2010年5月1日施行的文本", False, "没有改动"),
        ("2015-03-01", "4", "按2010年5月1日施行的文本", True, "没有这一条"),
        ("2020-03-01", "2", "按2019年5月15日施行的文本（2020年3月1日有效）", False, ""),
        ("2009-03-01", "1", "自2010-05-01起施行，2009-03-01尚未施行，下面是", False, "没有改动"),
    ],
)
def test_the_wording_of_a_day_says_which_it_is(
    lanterns: Instrument, on: str, number: str, says: str, changed: bool, today: str
) -> None:
    day = date.fromisoformat(on)
    version, _ = law_pages.version_of(lanterns, day)
    article = law_pages.article_numbered(version, number)
    told = wording_of(version, number, article, on=day, today=TODAY)
    assert says in told.says
    assert (told.changed, told.certain) == (changed, "尚未施行" not in told.says)
    assert today in told.today and bool(today) == bool(told.today)


def test_beside_a_rule_of_2015_stands_the_text_of_2015(desk: Desk, lanterns: Instrument) -> None:
    address = reverse("law-article", args=[lanterns.pk, "2"])
    for part in ("?on=2015-03-01&beside=1", "?on=2015-03-01"):
        shown = page(desk.client, address + part)
        assert "按2010年5月1日施行的文本" in shown and "悬挂人应当每日检查" in shown
        assert f'<a href="{address}"><b>本条后来有改动' in shown
    now = page(desk.client, address)
    assert "不得遮挡门牌" in now and "data-wording" not in now


def test_a_citation_leads_to_the_day_it_is_given(desk: Desk, lanterns: Instrument) -> None:
    request = RequestFactory().get("/")
    request.user = desk.user
    template = Template("{% load desk %}{% law_text said day %}")
    text = "灯笼管理条例第二条、第三条"
    shown = template.render(Context({"request": request, "said": text, "day": date(2015, 3, 1)}))
    assert re.findall(r'/law/\d+/(\d)/\?on=2015-03-01"', shown) == ["2", "3"]


def test_on_a_case_the_law_is_that_of_its_first_day(played: Played, papers: Instrument) -> None:  # noqa: F811
    case = played.registered()
    shown = page(played.at("registrar"), reverse("case", args=[case.pk]))
    links = re.findall(rf'href="/law/{papers.pk}/[\d-]+/([^"]*)"', shown)
    assert links and set(links) == {f"?on={case.opened_on}"}


def test_in_the_list_of_findings_each_has_the_day_of_its_case(desk: Desk, law: Instrument) -> None:  # noqa: F811
    finding = Finding.objects.filter(basis__startswith="政府信息公开条例第").first()
    assert finding is not None
    shown = page(desk.client, reverse("findings", args=[finding.year]))
    assert f'?on={finding.case.opened_on}"' in shown


def test_a_changed_text_is_not_said_to_bind_from_a_day_it_does_not_name(
    desk: Desk, tmp_path: Path
) -> None:
    """Amended in 2013, in force from 2014 by a decision that is not in the file."""
    folder = tmp_path / "行政法规"
    folder.mkdir()
    body = "第一条　甲。\n\n第二条　本条例自1994年1月1日起施行。"
    heads = {"1993-10-31": "（1993年10月31日公布）", "2013-10-25": "（2013年10月25日修订）"}
    for day, head in heads.items():
        text = f"# 灯会条例\n\n{head}\n\n{body}"
        (folder / f"灯会条例({day}).md").write_text(text, encoding="utf-8")
    store_texts(read_folder(tmp_path).texts)
    fair = Instrument.objects.get(title="灯会条例")
    address = reverse("law-article", args=[fair.pk, "1"])
    now, then = page(desk.client, address), page(desk.client, f"{address}?version=1993-10-31")
    assert "文中没有写明何时起施行，按2013-10-25计" in now
    assert "自2013-10-25起施行" not in now
    assert "1993-10-31文本，自1994-01-01起施行" in then
    beside = page(desk.client, f"{address}?on=2013-12-01&beside=1")
    assert "按2013年10月25日的文本（文中没有写明何时起施行，请核对施行日期）" in beside
