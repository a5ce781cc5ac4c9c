"""A case whose procedure has no file left, in no version at all.

It is read by what is left; nothing is done with it; and it takes no list along.
"""

from __future__ import annotations

import pytest
from django.test import Client

from guiju.procedures.desk.boxes import BOXES
from guiju.procedures.models import Case, Limit
from tests.home.playing import Played

TITLE = "关于供暖的通知"


@pytest.fixture
def gone(played: Played) -> Case:
    case = played.open(title=TITLE)
    said = {"to": f"post:{played.post_of('reviewer').pk}", "note": "请阅"}
    played.at("registrar").post(f"/cases/{case.pk}/circulate/", said)
    played.at("registrar").post(f"/cases/{case.pk}/urge/", {"kind": "urge", "text": "请抓紧"})
    played.at("registrar").post(f"/cases/{case.pk}/watch/", {"watch": "1"})
    Case.objects.filter(pk=case.pk).update(procedure="our_own_rule", version="f" * 64)
    Limit.objects.filter(case=case).update(procedure="our_own_rule")
    return Case.objects.get(pk=case.pk)


def test_its_boxes_show_it_with_all_the_others(played: Played, gone: Case) -> None:
    played.open(title="关于防汛的通知")
    for name in ("opened", "circulating", "supervised", "watched"):
        page = played.at("registrar").get(f"/boxes/{name}/")
        assert page.status_code == 200 and TITLE in page.text, name
        assert "our_own_rule" in page.text, "called by its name, for want of a title"
    assert "关于防汛的通知" in played.at("registrar").get("/boxes/opened/").text
    for name in BOXES:
        for role in ("registrar", "reviewer", "archivist", "administrator"):
            answer = played.at(role).get(f"/boxes/{name}/export.xlsx")
            assert answer.status_code == 200, (name, role)


def test_its_page_says_so_and_offers_nothing(played: Played, gone: Case) -> None:
    page = played.at("registrar").get(f"/cases/{gone.pk}/").text
    assert TITLE in page and "程序文件版本已找不到" in page and "不能办理" in page
    assert f"/cases/{gone.pk}/acts/" not in page


def test_a_leaders_pile_goes_on_behind_it(played: Played, gone: Case) -> None:
    other, client = played.open(title="关于防汛的通知"), played.at("registrar")
    first = gone.tasks.get(state="open")
    page = client.get(f"/leader/task/{first.pk}/").text
    assert TITLE in page and "程序文件版本已找不到" in page and "系统管理员" in page
    assert 'name="do"' not in page.split("<form")[2], "nothing to be done with this one"
    after = f"/leader/task/{other.tasks.get(state='open').pk}/"
    assert after in page and client.get(after).status_code == 200


@pytest.mark.parametrize("role", ["registrar", "reviewer", "administrator"])
def test_every_page_it_is_on_is_still_there(played: Played, gone: Case, role: str) -> None:
    client = played.at(role)
    pages = ["/", "/board/", "/calendar/", "/leader/", "/findings/", "/notices/", "/phrases/"]
    pages += [f"/search/?q={TITLE}", "/documents/incoming/register/", "/board/export.xlsx"]
    pages += [f"/cases/{gone.pk}/{part}" for part in ("", "sheet/", "who/", "who.xlsx", "correct/")]
    for path in pages:
        assert client.get(path, follow=True).status_code in (200, 403, 404, 409), path


def test_no_act_on_it_is_taken(played: Played, gone: Case) -> None:
    events, said = gone.events.count(), {"on": played.today, "token": str(gone.token)}
    said |= {"reason": "重复", "sure": "yes", "note": "x", "body": "x", "seq": "1"}
    task = gone.tasks.get(state="open").pk
    parts = ["acts/register/", "take-back/", "void/", "correct/", f"tasks/{task}/hand-on/"]
    parts += ["correct/1/", "text/", "link/", "urge/", "circulate/"]
    for role in ("registrar", "administrator"):
        for part in parts:
            answer = _sent(played.at(role), f"/cases/{gone.pk}/{part}", said)
            assert answer < 500, (role, part)
    assert gone.events.count() == events


def _sent(client: Client, path: str, said: dict[str, str]) -> int:
    return client.post(path, said, follow=True).status_code
