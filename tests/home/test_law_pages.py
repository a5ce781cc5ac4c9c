"""The law at the desk: a basis opens its article beside, and tells who rests on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guiju.law.acts import store_texts
from guiju.law.models import Instrument
from guiju.law.numerals import to_chinese, to_int
from guiju.law.reading import read_folder
from guiju.procedures.models import Finding
from guiju.search.laws import index_laws
from tests.home.conftest import Desk
from tests.home.playing import Played

pytestmark = pytest.mark.database


def made(folder: Path, kind: str, title: str, day: str) -> Instrument:
    """A law of sixty articles in the library and the index."""
    (folder / kind).mkdir(exist_ok=True)
    articles = [f"第{to_chinese(n)}条　第{n}项规定，适用本条例第一条。" for n in range(1, 61)]
    articles[1] = "第二条　有下列情形的：\n\n（一）甲；\n\n（二）乙。"
    head = f"# {title}\n\n（{day}公布　自{day}起施行）\n\n"
    path = folder / kind / f"{title}(2019-04-03).md"
    path.write_text(head + "\n\n".join(articles), encoding="utf-8")
    reading = read_folder(folder)
    assert not reading.failures
    store_texts(reading.texts)
    index_laws(date(2026, 1, 1))
    return Instrument.objects.get(title=title)


@pytest.fixture
def law(tmp_path: Path, db: None) -> Instrument:
    return made(tmp_path, "行政法规", "中华人民共和国政府信息公开条例", "2019年4月3日")


@pytest.fixture
def papers(tmp_path: Path, db: None) -> Instrument:
    return made(tmp_path, "行政法规", "党政机关公文处理工作条例", "2012年4月16日")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_article_opens_alone_beside_a_page(desk: Desk, law: Instrument) -> None:
    shown = page(desk.client, f"{reverse('law-article', args=[law.pk, '2'])}?beside=1")
    assert "<html" not in shown
    assert "第二条" in shown and "现行有效" in shown and "（二）乙。" in shown
    assert f'href="{reverse("law-article", args=[law.pk, "2"])}' in shown


def test_an_article_tells_the_procedures_that_rest_on_it(desk: Desk, law: Instrument) -> None:
    shown = page(desk.client, reverse("law-article", args=[law.pk, "33"]))
    assert reverse("procedures-sheet", args=["foi_request"]) in shown
    assert reverse("law-article", args=[law.pk, "1"]) in shown


def test_an_article_tells_the_cases_whose_findings_name_it(desk: Desk, law: Instrument) -> None:
    finding = Finding.objects.filter(basis__startswith="政府信息公开条例第").first()
    assert finding is not None
    place = re.search("第(.+?)条", finding.basis)
    assert place is not None
    number = str(to_int(place[1]))
    shown = page(desk.client, reverse("law-article", args=[law.pk, number]))
    assert "引用本条的公文和事项" in shown
    named = Finding.objects.filter(basis=finding.basis).values_list("case", flat=True)
    assert any(reverse("case", args=[pk]) in shown for pk in named)


def test_nobody_is_told_of_a_case_they_may_not_see(desk: Desk, law: Instrument) -> None:
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody"))
    for article in law.versions.get().articles.all()[:50]:
        address = reverse("law-article", args=[law.pk, article.number])
        assert "/cases/" not in page(nobody, address)


def test_every_basis_at_the_desk_is_a_link(played: Played, papers: Instrument) -> None:
    """On a case, on the form of an act, in what is refused."""
    case = played.registered()
    link = f'<a class="law" href="/law/{papers.pk}/'
    assert link in page(played.at("registrar"), reverse("case", args=[case.pk]))
    assert link in page(played.at("reviewer"), reverse("case-act", args=[case.pk, "accept"]))
    assert link in page(played.at("registrar"), reverse("case-act", args=[case.pk, "accept"]))
    assert link in page(played.at("registrar"), reverse("case-new"))


def test_titles_are_suggested_while_typing(desk: Desk, law: Instrument) -> None:
    for typed in ("政府信", "zfxx", "中华人民共和国政府"):
        titles = desk.client.get(reverse("search-suggest"), {"q": typed}).json()["titles"]
        (first, *_) = [one for one in titles if one["kind"] == "法规"]
        assert first["title"] == law.title, typed
        assert first["url"] == reverse("law-instrument", args=[law.pk])
    assert desk.client.get(reverse("search-suggest"), {"q": "《》"}).json() == {"titles": []}
