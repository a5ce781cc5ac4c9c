"""Which faces print a page: the office's own, else free ones, never a silent substitute.

GB/T 9704-2012 names classes of faces. The usual faces of most classes are licensed and do not
come along; an office puts them into its folder under fonts/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SONG, HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
REMEDY = (
    "没有可用的中文字体，不能输出PDF：请以root执行 apt-get install fonts-noto-cjk，"
    "或把字库文件放入本机关文件夹的 fonts/ 下"
)


class FontMissing(Exception):
    """No face with Chinese letterforms was found; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class FontClass:
    """A class of faces: its usual ones in order, and the free ones that may stand in."""

    usual: tuple[str, ...]
    free: tuple[str, ...]


CLASSES: Mapping[str, FontClass] = {
    "仿宋体": FontClass(
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"), (SONG, HEI)
    ),
    "楷体": FontClass(
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK"), ("LXGW WenKai", SONG, HEI)
    ),
    "黑体": FontClass(("黑体", "SimHei", "方正黑体_GBK"), (HEI, SONG)),
    "小标宋体": FontClass(
        ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
        (SONG, HEI),
    ),
    "宋体": FontClass(("宋体", "SimSun", "方正书宋_GBK"), (SONG, HEI)),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A face for each class, and a Chinese sentence for each class that had to be replaced."""

    faces: Mapping[str, str]
    replaced: tuple[str, ...]


def choose(families: Iterable[str]) -> Chosen:
    """Choose among the families at hand. Raises FontMissing when none of them is Chinese."""
    at_hand = {family.casefold(): family for family in families}
    faces: dict[str, str] = {}
    replaced: list[str] = []
    for name, wanted in CLASSES.items():
        found = _first(wanted.usual, at_hand)
        if found is None:
            found = _first(wanted.free, at_hand) or _any_chinese(at_hand)
            if found is None:
                raise FontMissing(REMEDY)
            replaced.append(f"缺少{name}（{wanted.usual[0]}等），改用{found}")
        faces[name] = found
    return Chosen(faces, tuple(replaced))


def _first(wanted: Iterable[str], at_hand: Mapping[str, str]) -> str | None:
    return next((at_hand[f.casefold()] for f in wanted if f.casefold() in at_hand), None)


def _any_chinese(at_hand: Mapping[str, str]) -> str | None:
    every = [family for each in CLASSES.values() for family in (*each.usual, *each.free)]
    return _first(every, at_hand)
