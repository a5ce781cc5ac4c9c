"""What a pattern cannot see in running text: pairs, sequences, sums, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from guiju.typeset.check.finding import Hit
from guiju.typeset.check.sheet import RUNNING, Passage, Sheet, Zone

_PAIRS = {"“": "”", "（": "）", "《": "》", "〔": "〕", "〈": "〉", "【": "】", "「": "」"}
_CLOSING = {close: open for open, close in _PAIRS.items()}
_RUN_ON = {"“": 200, "（": 12}
"""Marks that may stay open, and for how many paragraphs."""
_DIGITS = "一二三四五六七八九"
_ORDINALS = (
    re.compile(r"([一二三四五六七八九十]{1,3})[、.．,，]"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"(\d{1,2})[.．、，](?!\d)"),
    re.compile(r"[（(](\d{1,2})[)）]"),
)
_SERIES = re.compile(r"(?:^|[，。；：:、,;（]|\s)([一二三四五六七八九十])是")
_COUNTED = re.compile(r"(?:^|[，。；：、\s])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
_RANGE = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)\s*([～~—\-至到])\s*(\d{1,4}(?:\.\d{1,2})?)\s*"
    r"([万亿](?:元|人|亩|户|吨|辆|件)?)"
)
_DATE = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日")
_TOTAL = re.compile(
    r"共(?:[有计]|办理|收到|受理|印发|制发)?(\d{1,9})([件个项人次份起家部场条名户])[^，。；：]{0,12}[，,：:（]?其中[，：]?"
    r"(?P<parts>[^。；\n]{1,200})"
)
_PART = re.compile(r"(?<![\d.])(\d{1,9})(?P<unit>[件个项人次份起家部场条名户])")
_SHORT = re.compile(r"《([^》]{2,5})》")
_GENERIC = frozenset(
    {"条例", "规定", "办法", "细则", "意见", "通知", "方案", "决定", "规则", "规划", "纲要"}
)


def pairs_whole(sheet: Sheet) -> Iterator[Hit]:
    """Quotation marks and brackets in pairs, in one paragraph or, run on, over several."""
    running: list[str] = []
    for index, passage in enumerate(sheet.passages):
        if passage.zone not in RUNNING and passage.zone is not Zone.TITLE:
            continue
        opened = [(char, -1) for char in running]
        for at in _unopened(passage.text, opened):
            char = passage.text[at]
            opening = _CLOSING.get(char, "（")
            yield Hit(index, at, at + 1, f"“{char}”没有与之成对的“{opening}”")
        running = [char for char, _ in opened if char in _RUN_ON and _runs_on(sheet, index, char)]
        for char, at in opened:
            if at >= 0 and char not in running:
                yield Hit(index, at, at + 1, f"“{char}”没有与之成对的“{_PAIRS[char]}”")


def _unopened(text: str, opened: list[tuple[str, int]]) -> Iterator[int]:
    """Where marks close what was never opened; what stays open is left in `opened`."""
    # Half-width brackets are told elsewhere; here one may close what the other opened.
    for at, char in enumerate(text.replace("(", "（").replace(")", "）")):
        if char in _PAIRS:
            # A quotation of several paragraphs opens each of them and is closed once.
            if not (char == "“" and at == 0 and opened):
                opened.append((char, at))
        elif char in _CLOSING and (opened or not _list_number(text, at)):
            if opened and opened[-1][0] == _CLOSING[char]:
                opened.pop()
            else:
                yield at


def _list_number(text: str, at: int) -> bool:
    """1） and 一） count something; nothing is opened."""
    return text[at] in "）)" and bool(_COUNTED.search(text[max(0, at - 4) : at]))


def _runs_on(sheet: Sheet, index: int, mark: str) -> bool:
    """A later paragraph closes what this one opened."""
    for passage in sheet.passages[index + 1 : index + _RUN_ON[mark]]:
        text = passage.text.replace("(", "（").replace(")", "）")
        opened, closed = text.find(mark), text.find(_PAIRS[mark])
        if closed >= 0 and (opened < 0 or closed < opened or mark == "“" and opened == 0):
            return True
        if opened > 0:
            return False
    return False


def ordinals_follow(sheet: Sheet) -> Iterator[Hit]:
    """Ordinals of one level count on from 1 without gap or repetition."""
    counts = [0, 0, 0, 0]
    zone: Zone | None = None
    for index, passage in _ordered(sheet):
        if passage.zone is not zone and Zone.ATTACH_BODY in (passage.zone, zone):
            counts = [0, 0, 0, 0]
        zone = passage.zone
        level, number, end = _ordinal(passage.text)
        if not level:
            continue
        before = counts[level - 1]
        if number not in (1, before + 1) and before:
            says = f"“{passage.text[:end]}”应接在序号{before}之后，实为{number}，序号不连续"
            yield Hit(index, 0, end, says)
        counts[level - 1] = number
        counts[level:] = [0] * (4 - level)


def no_level_skipped(sheet: Sheet) -> Iterator[Hit]:
    """一、 is followed by （一） or, in a simple document, by 1.; never by （1）."""
    last = 0
    for index, passage in _ordered(sheet):
        level, _, end = _ordinal(passage.text)
        if level:
            if last and level > last + 1 and (last, level) != (1, 3):
                yield Hit(index, 0, end)
            last = level


def _ordered(sheet: Sheet) -> Iterator[tuple[int, Passage]]:
    return sheet.of(Zone.HEADING, Zone.BODY, Zone.ATTACH_BODY)


def _ordinal(text: str) -> tuple[int, int, int]:
    """Level, number and end of the ordinal a text begins with; level 0 for none."""
    for level, pattern in enumerate(_ORDINALS, start=1):
        found = pattern.match(text)
        if found:
            number = int(found[1]) if found[1].isdigit() else chinese(found[1])
            return level, number, found.end()
    return 0, 0, 0


def chinese(text: str) -> int:
    """一 to 九十九 as a number; 0 for what is none."""
    head, ten, tail = text.partition("十")
    if (head and head not in _DIGITS) or (tail and tail not in _DIGITS):
        return 0
    ones = _DIGITS.index(tail) + 1 if tail else 0
    if not ten:
        return _DIGITS.index(head) + 1 if head else 0
    return (_DIGITS.index(head) + 1 if head else 1) * 10 + ones


def enumerations_follow(sheet: Sheet) -> Iterator[Hit]:
    """一是、二是、三是 within a paragraph count on."""
    for index, passage in _running(sheet):
        expected = 1
        for found in _SERIES.finditer(passage.text):
            number = chinese(found[1])
            if number == 1:
                expected = 2
            elif expected > 1:
                if number != expected:
                    says = f"“{found[1]}是”之前缺“第{expected}项”，序次不连续"
                    yield Hit(index, found.start(1), found.end(), says)
                expected = number + 1


def one_way_of_counting(sheet: Sheet) -> Iterator[Hit]:
    """首先 goes with 其次, 第一 with 第二; within one paragraph."""
    for index, passage in _running(sheet):
        text = passage.text
        for first, own, other in (
            ("首先", "其次", ("第二，", "第二、", "第三，")),
            ("第一，", "第二", ("其次",)),
        ):
            start = text.find(first)
            if start < 0 or own in text[start:]:
                continue
            at = min((p for word in other if (p := text.find(word, start)) >= 0), default=-1)
            if at >= 0:
                yield Hit(index, start, start + len(first))


def dates_exist(sheet: Sheet) -> Iterator[Hit]:
    """2月30日 is no day."""
    for index, passage in enumerate(sheet.passages):
        for found in _DATE.finditer(passage.text):
            try:
                date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                yield Hit(index, *found.span(), f"没有“{found[0]}”这一天")


def sums_agree(sheet: Sheet) -> Iterator[Hit]:
    """共10件，其中发文6件、收文5件: the parts of one unit, listed with 、, make up the whole."""
    for index, passage in _running(sheet):
        for found in _TOTAL.finditer(passage.text):
            parts = [int(p[1]) for p in _PART.finditer(found["parts"]) if p["unit"] == found[2]]
            listed = re.search(r"[、，]", found["parts"]) and len(parts) > 1
            # A part within a part (其中…其中) is no part of the whole.
            if listed and "其中" not in found["parts"] and sum(parts) != int(found[1]):
                says = f"分项合计{sum(parts)}{found[2]}，与总数{found[1]}{found[2]}不符，请核对"
                yield Hit(index, *found.span(), says)


def ranges_keep_units(sheet: Sheet) -> Iterator[Hit]:
    """3～5万元 means 3万元～5万元; 5000至1万 means what it says."""
    for index, passage in enumerate(sheet.passages):
        for found in _RANGE.finditer(passage.text):
            if float(found[1]) < float(found[3]):
                unit = found[4]
                put = f"{found[1]}{unit}{found[2]}{found[3]}{unit}"
                yield Hit(index, *found.span(), put=put)


def abbreviations_told(sheet: Sheet) -> Iterator[Hit]:
    """《条例》 stands only after 以下简称《条例》 said which."""
    seen: set[str] = set()
    before = ""
    for index, passage in _running(sheet):
        for found in _SHORT.finditer(passage.text):
            name = found[1]
            if name in _GENERIC and name not in seen:
                seen.add(name)
                told = before + passage.text[: found.end()]
                if not re.search(rf"(?:简称|称为|称)[：:]?[“《]*{re.escape(name)}", told):
                    yield Hit(index, *found.span())
        before += passage.text + "\n"


def _running(sheet: Sheet) -> Iterator[tuple[int, Passage]]:
    return sheet.of(*RUNNING)


CHECKS: tuple[Callable[[Sheet], Iterable[Hit]], ...] = (
    pairs_whole,
    ordinals_follow,
    no_level_skipped,
    enumerations_follow,
    one_way_of_counting,
    dates_exist,
    sums_agree,
    ranges_keep_units,
    abbreviations_told,
)
