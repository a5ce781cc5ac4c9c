"""Faces: the office's own first, a free one with a word about it, none at all is refused."""

from __future__ import annotations

import pytest

from guiju.typeset.fonts import CLASSES, HEI, SONG, FontMissing, choose


def test_the_usual_faces_are_taken_without_a_word() -> None:
    chosen = choose(["仿宋_GB2312", "楷体", "SimHei", "方正小标宋简体", "宋体", SONG])
    assert chosen.faces["仿宋体"] == "仿宋_GB2312"
    assert chosen.faces["黑体"] == "SimHei"
    assert chosen.replaced == ()


def test_each_class_replaced_is_told_by_name() -> None:
    chosen = choose([SONG, HEI, "仿宋"])
    assert chosen.faces == {
        "仿宋体": "仿宋",
        "楷体": SONG,
        "黑体": HEI,
        "小标宋体": SONG,
        "宋体": SONG,
    }
    assert len(chosen.replaced) == 4
    assert chosen.replaced[0] == f"缺少楷体（楷体_GB2312等），改用{SONG}"


def test_any_chinese_face_is_better_than_none() -> None:
    assert set(choose(["KaiTi"]).faces.values()) == {"KaiTi"}


def test_without_a_chinese_face_the_remedy_is_given() -> None:
    with pytest.raises(FontMissing, match="apt-get install fonts-noto-cjk"):
        choose(["DejaVu Sans", "Libertinus Serif"])


def test_every_class_of_the_standard_has_a_free_face() -> None:
    assert all(each.free for each in CLASSES.values())
