"""手写意见: strokes and nothing else are taken, kept with the opinion, and shown where it is."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.procedures.acts import Deed, perform
from guiju.procedures.desk.circulating import circulate, mark_read
from guiju.procedures.desk.handwriting import HEIGHT, LONGEST, WIDTH, clean, digest_of, drawing
from guiju.procedures.desk.opinions import block
from guiju.procedures.models import Opinion
from guiju.procedures.searching import index_all_cases
from guiju.search.models import Entry as Indexed
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House
from tests.procedures.desk.test_on_paper import scanned, signing

__all__ = ["signing"]
WRITTEN = "[[100,80,140,120,180,80],[300,60]]"

strokes = st.lists(
    st.lists(st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)), min_size=1, max_size=30),
    max_size=20,
)


@given(strokes)
def test_what_is_drawn_is_kept_point_by_point(drawn: list[list[tuple[int, int]]]) -> None:
    flat = [[n for point in stroke for n in point] for stroke in drawn]
    kept = clean(json.dumps(flat, indent=1))
    assert (json.loads(kept) if kept else []) == flat
    assert clean(kept) == kept


@given(strokes.filter(bool), st.sampled_from(["px", "mm"]))
def test_the_picture_holds_every_point(drawn: list[list[tuple[int, int]]], unit: str) -> None:
    kept = clean(json.dumps([[n for point in stroke for n in point] for stroke in drawn]))
    picture = ElementTree.fromstring(drawing(kept, unit=unit))
    left, top, width, height = map(int, picture.attrib["viewBox"].split())
    assert all(left < x < left + width and top < y < top + height for s in drawn for x, y in s)
    assert float(picture.attrib["width"].removesuffix(unit)) > 0
    (line,) = picture
    assert line.attrib["d"].count("M") == len(drawn)


@pytest.mark.parametrize(
    "said",
    [
        "x", "{}", "[[1]]", "[[1,2,3]]", "[[]]", "[1,2]", "[[1,2],[3,-1]]", f"[[{WIDTH + 1},0]]",
        f"[[0,{HEIGHT + 1}]]", "[[1.5,2]]", "[[true,2]]", '[["<svg onload=x>",2]]', "[[1e9,2]]",
        "[" * 5000, "null", "3", "[[NaN,1]]", f"[[{'1,' * LONGEST}1]]", "[[1,2]]\0",
    ],
)  # fmt: skip
def test_what_is_no_handwriting_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        clean(said)
    assert refusal.value.reasons[0].rule == "handwriting"


@pytest.mark.parametrize("said", ["", "  ", "[]"])
def test_nothing_written_is_nothing(said: str) -> None:
    assert clean(said) == "" and drawing(clean(said)) == ""


@pytest.mark.django_db
class TestSigning:
    def signed(self, house: House, handwriting: str, by: str = "负责人", **more: object) -> Opinion:
        deed = Deed("issue", MONDAY, handwriting=handwriting, **more)  # type: ignore[arg-type]
        given = {"by": house.people[by], "at": noon(MONDAY), "rulebook": house.rules}
        house.current = perform(house.case, deed, **given)
        return house.case.opinions.get(act="issue")

    def test_it_is_signed_with_it_alone_and_stands_in_its_zone(self, signing: House) -> None:
        opinion = self.signed(signing, WRITTEN)
        assert (opinion.text, opinion.handwriting) == ("", WRITTEN)
        (zone,) = (z for z in block(signing.case) if z.name == "签发意见")
        assert drawing(zone.opinions[0].handwriting).startswith("<svg")

    def test_its_digest_is_in_the_chain(self, signing: House) -> None:
        self.signed(signing, WRITTEN, opinion="同意")
        said = json.loads(Entry.objects.get(verb="issue").payload)
        assert (said["opinion"], said["handwriting"]) == ("同意", digest_of(WRITTEN))
        assert first_break() is None

    def test_the_case_is_found_by_whose_hand_and_when(self, signing: House) -> None:
        opinion = self.signed(signing, WRITTEN)
        found = Indexed.objects.get(ref=f"case/{signing.case.pk}")
        assert f"手写（{opinion.name}，{opinion.on}）" in found.text
        before = found.text
        index_all_cases()
        found.refresh_from_db()
        assert found.text == before, "the same, whichever way it is read"

    def test_nothing_is_done_where_it_did_not_come_whole(self, signing: House) -> None:
        with pytest.raises(Refusal):
            self.signed(signing, "[[1,2,3]]")
        assert not Opinion.objects.filter(act="issue").exists()
        assert not Entry.objects.filter(verb="issue").exists()

    def test_who_enters_paper_writes_in_nobodys_hand(self, signing: House) -> None:
        with pytest.raises(Refusal) as refusal:
            self.signed(signing, WRITTEN, by="收发", scan=scanned(signing))
        assert "以扫描件上的笔迹为准" in str(refusal.value)


class TestReadings:
    """What a reader writes by hand on a paper sent round."""

    def test_it_is_kept_with_its_digest_in_the_chain(self, house: House) -> None:
        case, reader, at = house.open(), house.people["收发"], noon(MONDAY)
        (row,) = circulate(
            case, [house.posts["收发"]], note="请阅", by=house.people["经办一"], at=at
        )
        done = mark_read(row, handwriting=f" {WRITTEN} ", by=reader, at=at)
        done.refresh_from_db()
        assert (done.opinion, done.handwriting) == ("", WRITTEN)
        said = json.loads(Entry.objects.filter(verb="read").latest("pk").payload)
        assert said["handwriting"] == digest_of(WRITTEN)
        assert first_break() is None

    def test_nothing_is_marked_where_it_did_not_come_whole(self, house: House) -> None:
        case, reader, at = house.open(), house.people["收发"], noon(MONDAY)
        (row,) = circulate(
            case, [house.posts["收发"]], note="请阅", by=house.people["经办一"], at=at
        )
        with pytest.raises(Refusal, match="没有收完整"):
            mark_read(row, opinion="已阅", handwriting="[[1]]", by=reader, at=at)
        row.refresh_from_db()
        assert (row.read_at, row.opinion, row.handwriting) == (None, "", "")

    def test_words_alone_put_no_strokes_in_the_chain(self, house: House) -> None:
        case, reader, at = house.open(), house.people["收发"], noon(MONDAY)
        (row,) = circulate(
            case, [house.posts["收发"]], note="请阅", by=house.people["经办一"], at=at
        )
        mark_read(row, opinion="已阅", by=reader, at=at)
        assert "handwriting" not in json.loads(Entry.objects.latest("pk").payload)
