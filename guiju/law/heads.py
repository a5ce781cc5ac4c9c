"""The head of a law text: what it is called, who made it, and when.

A head is the lines before the first chapter or article: title, then lines that each begin
with a date and say what happened on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guiju.law.folding import fold, one_line

STATE = "中华人民共和国"
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_FILE_DATE = re.compile(r"[(（_-](\d{4})-?(\d{2})-?(\d{2})[)）]?$")
_ORGAN = re.compile(r"([\u4e00-\u9fff、]{2,40}?)(?:令|公告|关于)")
_QUOTED = re.compile(r"《.*》|〈.*〉")
_NOTE = re.compile(r"[(（](?:已废止|已失效|失效|废止|\d{4}年(?:修订|修正|修改)(?:版|本)?)[)）]$")
_QUOTES = str.maketrans("〈〉<>﹤﹥()", "《》《》《》（）")
_REPEALED = ("废止", "失效")


class Kind(StrEnum):
    """What an instrument is, in order of rank."""

    CONSTITUTION = "constitution"
    LAW = "law"
    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    DEPARTMENT_RULE = "department rule"
    LOCAL_REGULATION = "local regulation"
    LOCAL_RULE = "local rule"
    NORMATIVE = "normative"
    OFFICE = "office"


KIND_LABELS = {
    Kind.CONSTITUTION: "宪法",
    Kind.LAW: "法律",
    Kind.REGULATION: "行政法规",
    Kind.INTERPRETATION: "司法解释",
    Kind.DEPARTMENT_RULE: "部门规章",
    Kind.LOCAL_REGULATION: "地方性法规",
    Kind.LOCAL_RULE: "地方政府规章",
    Kind.NORMATIVE: "规范性文件",
    Kind.OFFICE: "本机关制度",
}
FIELDS_OF_LAW = (
    "法律", "宪法相关法", "民法典", "民法商法", "社会法", "经济法", "行政法", "刑法",
    "诉讼与非诉讼程序法",
)  # fmt: skip
_BY_FOLDER = {label: kind for kind, label in KIND_LABELS.items()} | dict.fromkeys(
    FIELDS_OF_LAW, Kind.LAW
)


class Change(StrEnum):
    """How a version came about."""

    MADE = "made"
    REVISED = "revised"  # 修订: the whole text anew
    AMENDED = "amended"  # 修正、修改: some articles


@dataclass(frozen=True, slots=True)
class Dates:
    """What the head says happened when; None where it is silent."""

    promulgated: date | None = None
    changed: date | None = None
    change: Change = Change.MADE
    effective: date | None = None
    repealed: date | None = None


def dates_of(lines: Sequence[str]) -> Dates:
    """The dates of a head. Of several changes the last counts."""
    promulgated = effective = repealed = changed = None
    change = Change.MADE
    for line in map(fold, lines):
        for on, says in _dated(line):
            how = _change(says)
            # “修订通过” is a change; “公布” after it is still the day of that text.
            if how is not None:
                if changed is None or on >= changed:
                    changed, change = on, how
            elif any(mark in says for mark in _REPEALED):
                repealed = on
            elif "施行" in says or "实施" in says or "生效" in says:
                effective = max(effective or on, on)
            else:
                promulgated = promulgated or on
    return Dates(promulgated, changed, change, effective, repealed)


def _dated(line: str) -> list[tuple[date, str]]:
    """Each date of a line with the words after it, quoted titles left out."""
    found = list(_DATE.finditer(line))
    pairs = []
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(line)
        on = _day(*match.groups())
        if on is not None:
            pairs.append((on, _QUOTED.sub(_amendment, line[match.end() : end])))
    return pairs


def _amendment(quoted: re.Match[str]) -> str:
    """Of a quoted title only that it amends counts, as in 通过的《宪法修正案》."""
    return "修正" if quoted[0].endswith("修正案》") else ""


def _change(says: str) -> Change | None:
    if "修订" in says:
        return Change.REVISED
    return Change.AMENDED if "修正" in says or "修改" in says else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def file_date(stem: str) -> date | None:
    """The version's date that ends a file's name: 某条例(2020-03-27)."""
    found = _FILE_DATE.search(stem)
    return _day(*found.groups()) if found else None


def first_date(text: str) -> date | None:
    """The first date a text names, in Arabic figures."""
    found = _DATE.search(fold(text))
    return _day(*found.groups()) if found else None


def only_date(text: str) -> date | None:
    """The date a line is, and nothing else: 2022年1月10日."""
    found = _DATE.fullmatch(fold(text).strip())
    return _day(*found.groups()) if found else None


def title_key(title: str) -> str:
    """What two ways of writing a title share: no state name, no spaces, one kind of quotes."""
    bare = _NOTE.sub("", re.sub(r"\s+", "", fold(title)).translate(_QUOTES))
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare = bare[1:-1]
    return bare.replace(STATE, "") if bare != STATE else bare


def kind_of(title: str, folders: Sequence[str], head: Sequence[str]) -> Kind:
    """From the folder where it says; else from who made it; else a normative document."""
    for folder in folders:
        if folder in _BY_FOLDER:
            return _BY_FOLDER[folder]
    made = "".join(head)
    if title_key(title).startswith(("最高人民法院", "最高人民检察院")):
        return Kind.INTERPRETATION
    if "人民代表大会" in made:
        return Kind.LAW if "全国人民代表大会" in made else Kind.LOCAL_REGULATION
    if "国务院令" in made:
        return Kind.REGULATION
    if re.search(r"人民政府令", made):
        return Kind.LOCAL_RULE
    return Kind.DEPARTMENT_RULE if re.search(r"(?:部|委员会|总局|署)令", made) else Kind.NORMATIVE


def organ_of(title: str, kind: Kind, folders: Sequence[str], head: Sequence[str]) -> str:
    """Who made it, as far as title, head and folder say; empty where they do not."""
    made = "".join(head)
    if kind in (Kind.LAW, Kind.CONSTITUTION):
        whole = "全国人民代表大会"
        return whole + ("常务委员会" if "常务委员会" in made and "法典" not in title else "")
    if kind is Kind.REGULATION:
        return "国务院"
    if kind is Kind.INTERPRETATION:
        courts = ("最高人民法院", "最高人民检察院")
        named = [c for c in courts if c in title.split("关于")[0]]
        named = named or [c for c in courts if c.removeprefix("最高") in title.split("关于")[0]]
        return "、".join(named or [c for c in courts if c in made] or courts[:1])
    if kind is Kind.DEPARTMENT_RULE and len(folders) > 1:
        return folders[-1]
    found = _ORGAN.search(re.sub(_DATE, "", one_line(made)))
    return found[1].removeprefix(STATE) if found else ""
