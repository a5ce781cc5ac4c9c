"""The picker in order: proposed, recently chosen, then a tree of units and their people."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from guiju.home.address_tree import Branch, Choice, grown, recently_chosen, units_above
from guiju.home.addressees import Picker
from guiju.org import acts as org
from guiju.org.models import Post
from tests.home.playing import Played

pytestmark = pytest.mark.database
BUREAUS = ("教育局", "财政局", "民政局", "司法局", "应急局", "水利局")


def choice(value: str, group: str, **more: bool) -> Choice:
    return Choice(value, f"{group}{value}", group, **more)


def shape(branches: tuple[Branch, ...]) -> list[object]:
    return [
        (b.name, [c.value for c in b.choices], *([shape(b.below)] if b.below else []))
        for b in branches
    ]


class TestTree:
    def test_a_unit_stands_under_the_one_it_belongs_to(self) -> None:
        found = grown(
            [choice("甲", "文电科"), choice("乙", "教育局"), choice("丙", "督查科")],
            {"文电科": "办公室", "督查科": "办公室"},
        )
        assert shape(found) == [
            ("办公室", [], [("文电科", ["甲"]), ("督查科", ["丙"])]),
            ("教育局", ["乙"]),
        ]
        assert [branch.size for branch in found] == [2, 1]

    def test_one_post_needs_no_branch(self) -> None:
        (alone, several) = grown([choice("甲", "一局"), *map(choice, "乙丙", ("二局",) * 2)], {})
        assert alone.alone is not None and several.alone is None
        assert several.choices[0].within == "乙"

    def test_units_in_a_ring_do_not_hang_the_page(self) -> None:
        grown([choice("甲", "一局")], {"一局": "二局", "二局": "一局"})


class TestOrder:
    MANY = (
        Choice("", "文电科（谁先办由谁办）", ""),
        choice("a", "一局"),
        choice("b", "一局", chosen=True),
        *(choice(value, "二局") for value in "cdef"),
    )

    def test_proposed_then_recent_then_the_tree_and_nothing_twice(self) -> None:
        picker = Picker("拟办", "", self.MANY, False, recents=("f", "b", "gone", "c"))
        assert [c.value for c in picker.first] == ["", "b"]
        assert [c.value for c in picker.recent] == ["f", "c"]
        assert shape(picker.tree) == [("一局", ["a"]), ("二局", ["d", "e"])]

    def test_a_few_are_seen_at_a_glance(self) -> None:
        picker = Picker("拟办", "", self.MANY[:4], False, recents=("c",))
        assert picker.first == self.MANY[:4]
        assert (picker.recent, picker.tree) == ((), ())


@pytest.fixture
def bureaus(played: Played) -> dict[str, Post]:
    """Six departments that handle documents, the first with a section of its own."""
    made: dict[str, Post] = {}
    for n, name in enumerate(BUREAUS):
        unit = org.create_unit(jurisdiction=played.office.jurisdiction, name=f"区{name}")
        post = org.create_post(unit=unit, name="办公室", roles=["incoming_document.handler"])
        org.appoint(user=User.objects.create_user(f"u{n}"), post=post, since=date(2020, 1, 1))
        made[name] = post
    section = org.create_unit(
        jurisdiction=played.office.jurisdiction, name="基础教育科", parent=made["教育局"].unit
    )
    for n, name in enumerate(("科长", "科员")):
        post = org.create_post(unit=section, name=name)
        org.appoint(user=User.objects.create_user(f"s{n}"), post=post, since=date(2020, 1, 1))
    return made


def circulated(played: Played, *posts: Post) -> str:
    """The page of a circulation after another one to these posts."""
    case = played.registered()
    said = {"to": [f"post:{post.pk}" for post in posts]}
    answer = played.at("registrar").post(f"/cases/{case.pk}/circulate/", said)
    assert answer.status_code == 302
    return str(played.at("registrar").get(f"/cases/{case.pk}/circulate/").text)


def test_whom_one_sent_to_last_stands_first(played: Played, bureaus: dict[str, Post]) -> None:
    page = circulated(played, bureaus["水利局"], bureaus["民政局"])
    recent, _, rest = page.partition("最近选过")[2].partition("</details>")
    assert "区水利局办公室" in recent and "区民政局办公室" in recent
    assert "区水利局办公室" not in rest and "区财政局办公室" in rest
    registrar = played.office.people["registrar"]
    first = recently_chosen(registrar, played.office.jurisdiction)
    values = [f"post:{bureaus[name].pk}" for name in ("水利局", "民政局")]
    assert sorted(first[:2]) == sorted(values)
    assert f"post:{played.post_of('registrar').pk}" not in first


def test_what_others_chose_is_not_ones_own(played: Played, bureaus: dict[str, Post]) -> None:
    circulated(played, bureaus["水利局"])
    reviewer = played.office.people["reviewer"]
    assert recently_chosen(reviewer, played.office.jurisdiction) == ()


def test_a_section_hangs_below_its_bureau(played: Played, bureaus: dict[str, Post]) -> None:
    page = circulated(played, bureaus["水利局"])
    bureau = page.partition("<summary>区教育局")[2]
    assert bureau.index("<summary>基础教育科") < bureau.index("区财政局")
    above = units_above(played.office.jurisdiction)
    assert above == {"基础教育科": "区教育局"}


def test_what_was_picked_stays_picked_when_one_looks_for_more(
    played: Played, bureaus: dict[str, Post]
) -> None:
    case = played.registered()
    picked = f"post:{bureaus['财政局'].pk}"
    data = {"to": picked, "again": "find", "find": "qsljbgs"}
    page = played.at("registrar").post(f"/cases/{case.pk}/circulate/", data).text
    assert f'value="{picked}" checked' in page
    assert "区水利局办公室" in page and "区民政局" not in page
    assert "找到2个" in page
    none = played.at("registrar").post(
        f"/cases/{case.pk}/circulate/", {"again": "find", "find": "没有这个人"}
    )
    assert "没有找到" in none.text
