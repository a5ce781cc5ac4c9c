"""The people pages: the administrator finds them, and knows whom they choose."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.models import User

from guiju.org import acts as org
from guiju.org.models import Charge
from tests.home.playing import Played

KEPT = ("/people/charges/", "/people/handover/", "/holidays/", "/api-tokens/")


def test_what_an_administrator_keeps_is_linked_for_them_alone(played: Played) -> None:
    front, clerks = (played.at(role).get("/").text for role in ("administrator", "registrar"))
    for path in KEPT:
        assert f'href="{path}"' in front, path
        assert f'href="{path}"' not in clerks, path
        menu = played.at("administrator").get(path).text
        assert all(f'href="{other}"' in menu for other in KEPT), path


def test_nobody_hands_over_to_themselves(played: Played) -> None:
    leaving = played.office.people["reviewer"].pk
    said = {"leaving": leaving, "successor": leaving, "on": played.today}
    answer = played.at("administrator").post("/people/handover/", said)
    assert answer.status_code == 400
    assert "接手人员和离任人员是同一人" in answer.text
    assert "确认交接" not in answer.text


def test_people_are_listed_by_their_pinyin(played: Played) -> None:
    unit = org.create_unit(jurisdiction=played.office.jurisdiction, name="区教育局")
    post = org.create_post(unit=unit, name="科员", roles=[])
    for name in ("赵静", "丁一", "马强", "安宁", "张伟"):
        user = User.objects.create_user(name, first_name=name)
        org.appoint(user=user, post=post, since=date(2020, 1, 1))
    page = played.at("administrator").get("/people/handover/").text
    choices = page.partition('name="leaving"')[2].partition("</select>")[0]
    named = re.findall(r">([^<]*)</option>", choices)
    assert named[0] == "请选择"
    ours = [name for name in named if name in {"赵静", "丁一", "马强", "安宁", "张伟"}]
    assert ours == ["安宁", "丁一", "马强", "张伟", "赵静"]


def test_two_of_one_name_are_told_apart_by_their_posts(played: Played) -> None:
    for n, name in enumerate(("区教育局", "区财政局")):
        unit = org.create_unit(jurisdiction=played.office.jurisdiction, name=name)
        post = org.create_post(unit=unit, name="科员", roles=[])
        user = User.objects.create_user(f"zhang{n}", first_name="张伟")
        org.appoint(user=user, post=post, since=date(2020, 1, 1))
    page = played.at("administrator").get("/people/handover/").text
    choices = page.partition('name="leaving"')[2].partition("</select>")[0]
    named = re.findall(r">([^<]*)</option>", choices)
    assert {"张伟（区教育局科员）", "张伟（区财政局科员）"} <= set(named)
    assert "管理员周" in named, "who shares a name with nobody needs no post"


def test_who_administers_two_districts_chooses_and_stays_there(played: Played) -> None:
    other = org.create_jurisdiction(code="990199", name="云水区")
    unit = org.create_unit(jurisdiction=other, name="云水区政府办公室")
    post = org.create_post(unit=unit, name="系统管理员", roles=["administrator"])
    org.appoint(user=played.office.people["administrator"], post=post, since=date(2020, 1, 1))
    client = played.at("administrator")
    assert "云水区政府办公室" in client.get(f"/people/charges/?district={other.pk}").text
    for nonsense in ("", "x", str(other.pk + 99), "9" * 20):
        page = client.get(f"/people/charges/?district={nonsense}")
        assert page.status_code == 200 and "云水区政府办公室" not in page.text, nonsense
        assert f'<a href="?district={other.pk}">云水区</a>' in page.text
    there = f"/people/charges/?district={other.pk}"
    page = client.get(there).text
    assert f'<a href="?district={other.pk}" aria-current="page">云水区</a>' in page
    said = {"post": post.pk, "unit": unit.pk, "procedure": ""}
    assert client.post(there, said)["Location"] == there
    charge = Charge.objects.get(post=post)
    assert client.post(f"/people/charges/{charge.pk}/end/")["Location"] == there
