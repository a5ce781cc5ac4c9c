"""The library in the tables: what was in force when, and a second import changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.law.acts import Stored, store_texts
from guiju.law.cli import law_group
from guiju.law.models import Article, Ended, Passage, Version
from guiju.law.reading import read_folder
from guiju.law.selectors import Difference, Standing, article_on, compare, instrument_named
from guiju.org.acts import create_jurisdiction
from tests.law.texts import FIRST, write_library

pytestmark = pytest.mark.django_db
TITLE = "灯笼管理条例"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = write_library(tmp_path / "laws")
    store_texts(read_folder(folder).texts)
    return folder


def versions() -> list[Version]:
    return list(Version.objects.filter(instrument__key=TITLE).order_by("on"))


class TestImport:
    def test_a_second_import_changes_nothing(self, library: Path) -> None:
        before = list(Passage.objects.order_by("pk").values_list("pk", "text"))
        assert store_texts(read_folder(library).texts) == Stored(unchanged=3)
        assert list(Passage.objects.order_by("pk").values_list("pk", "text")) == before

    def test_a_corrected_text_replaces_the_old_and_keeps_its_address(self, library: Path) -> None:
        first = versions()[0]
        path = library / "行政法规" / "灯笼管理条例(2010-03-01).md"
        path.write_text(FIRST.replace("牢固", "十分牢固"), encoding="utf-8")
        assert store_texts(read_folder(library).texts) == Stored(corrected=1, unchanged=2)
        assert versions()[0].pk == first.pk
        assert "十分牢固" in Article.objects.get(version=first, number=2).text

    def test_a_later_wording_closes_the_earlier_one(self, library: Path) -> None:
        first, second = versions()
        assert (first.valid_until, first.ended) == (date(2019, 5, 15), Ended.REVISED)
        assert (second.earlier, second.valid_until) == (first, None)

    def test_the_order_of_import_does_not_matter(self, tmp_path: Path) -> None:
        texts = read_folder(write_library(tmp_path)).texts
        for text in reversed(texts):
            store_texts([text])
        first, second = versions()
        assert (first.valid_until, second.earlier) == (date(2019, 5, 15), first)
        old = Version.objects.get(instrument__key="花灯暂行办法")
        assert (old.valid_until, old.ended) == (date(2010, 5, 1), Ended.REPEALED)

    def test_a_districts_own_rule_stands_beside_the_law_of_the_land(self, library: Path) -> None:
        district = create_jurisdiction(code="990101", name="云岭区")
        store_texts(read_folder(library).texts[:1], district=district)
        own = instrument_named(TITLE, district)
        land = instrument_named(TITLE)
        assert own is not None and own.jurisdiction == district
        assert land is not None and land.jurisdiction is None


class TestPointInTime:
    @pytest.mark.parametrize(
        ("on", "number", "standing", "says"),
        [
            (date(2010, 5, 1), 3, Standing.FOUND, "二十个工作日"),
            (date(2019, 5, 14), 3, Standing.FOUND, "二十个工作日"),
            (date(2019, 5, 15), 3, Standing.FOUND, "十五个工作日"),
            (date(2010, 4, 30), 3, Standing.NOT_YET, ""),
            (date(2019, 5, 15), 4, Standing.NO_ARTICLE, ""),
        ],
    )
    def test_an_article_says_what_it_said_that_day(
        self, library: Path, on: date, number: int, standing: Standing, says: str
    ) -> None:
        found = article_on(TITLE, number, on)
        assert found.standing is standing
        if says:
            assert found.article is not None and says in found.article.text

    def test_a_repealed_instrument_says_nothing_any_more(self, library: Path) -> None:
        assert article_on("花灯暂行办法", 1, date(2010, 4, 30)).standing is Standing.FOUND
        assert article_on("花灯暂行办法", 1, date(2010, 5, 1)).standing is Standing.NO_LONGER

    def test_a_wording_not_at_hand_is_not_taken_for_not_yet(self, library: Path) -> None:
        versions()[0].delete()
        assert article_on(TITLE, 3, date(2015, 1, 1)).standing is Standing.WORDING_MISSING
        assert article_on(TITLE, 3, date(2009, 1, 1)).standing is Standing.NOT_YET

    def test_an_unknown_title_cannot_be_verified(self, library: Path) -> None:
        found = article_on("风筝法", 1, date(2020, 1, 1))
        assert found.standing is Standing.UNKNOWN_INSTRUMENT
        assert "无法核对" in found.says

    def test_an_inserted_article_is_found_by_its_suffix(self, library: Path) -> None:
        found = article_on(TITLE, 1, date(2020, 1, 1), suffix=1)
        assert found.article is not None and "走马灯" in found.article.text

    def test_two_wordings_stand_side_by_side(self, library: Path) -> None:
        rows = [
            (row.difference, row.before and row.before.label, row.after and row.after.label)
            for row in compare(*versions())
        ]
        assert rows == [
            (Difference.SAME, "第一条", "第一条"),
            (Difference.ADDED, None, "第一条之一"),
            (Difference.ADDED, None, "第二条"),
            (Difference.REMOVED, "第二条", None),
            (Difference.CHANGED, "第三条", "第三条"),
            (Difference.CHANGED, "第四条", "第五条"),
        ]


class TestCommands:
    def test_import_prints_counts_and_what_failed(self, tmp_path: Path) -> None:
        folder = write_library(tmp_path / "laws")
        (folder / "无日期.md").write_text("# 无日期\n第一条 牢固。", encoding="utf-8")
        result = CliRunner().invoke(law_group, ["import", str(folder)])
        assert result.exit_code == 1
        assert "法规2部，版本3个，条文11条" in result.output
        assert "未能读取 无日期.md" in result.output

    def test_show_prints_the_article_of_that_day(self, library: Path) -> None:
        arguments = ["show", TITLE, "第三条", "--on", "2015-01-01"]
        result = CliRunner().invoke(law_group, arguments)
        assert (result.exit_code, "二十个工作日" in result.output) == (0, True)
        assert CliRunner().invoke(law_group, ["show", "风筝法", "1"]).exit_code == 1

    def test_compare_lists_only_what_differs(self, library: Path) -> None:
        arguments = ["compare", TITLE, "--from", "2015-01-01", "--to", "2020-01-01"]
        result = CliRunner().invoke(law_group, arguments)
        assert result.exit_code == 0
        assert "为了规范灯笼悬挂" not in result.output
        assert "1条相同，5条不同" in result.output
