"""Which instrument a text means: titles in marks, document numbers, names, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from guiju.law.citation_model import How
from guiju.law.folding import fold

KINDS = (
    "法典|宪法|法|条例|办法|规定|细则|规则|决定|解释|意见|通知|章程|公约|协定|批复|准则|通则|方案|守则"
    "|规程|规范|标准|纲要|安排|制度|指南|公告|命令|修正案|议定书|条约|联合声明"
)
_ALL_KINDS = frozenset(KINDS.split("|"))
_KIND = re.compile(rf"(?:{KINDS})(?=$|（)")
_OWN = re.compile(
    rf"(?<!基)本(?:(?:实施|补充|暂行|指导|司法|议事|工作)?(?P<kind>{KINDS})|《(?P<in_marks>{KINDS})》)$"
)
# A decision amending 《…规定》 says 本规定 in the words it puts there.
_AMENDS = re.compile(r"修改.*决定$")
_SAME = re.compile(rf"(?:(?<!合)同|该|上述|前述)(?:(?P<kind>{KINDS})|《(?P<in_marks>{KINDS})》)$")
_DOCUMENT = re.compile(
    r"[一-龥]{1,20}(?:[〔﹝\[［【（(](?:19|20)\d\d[〕﹞\]］】）)]\s?第?\s?\d{1,5}\s?号|令\s?第?\s?\d{1,4}\s?号)(?:文件?|通知)?$"
)
_ASIDE = re.compile(r"[（(](?P<says>[^（）()\n]{1,60})[）)]\s?$")
_VERSION = re.compile(
    r"[（(]\s?(?P<version>(?:19|20)\d\d[^（）()]{0,12}|(?:修订|修正)\w{0,4})\s?[）)]\s?$"
)
_GLUE = re.compile(r"[ \t　\xa0]{0,3}(?:中的|中|的)?\s?$")
_CHAPTERS = re.compile(
    r"(?:总则|分则|附则)?(?:第[〇零一二三四五六七八九十百\d]{1,5}[编章节]){0,3}$"
)
_DEFINED = re.compile(
    r"[（(](?P<before>[^（）()\n]{0,60}?)(?:以下|下)(?:简称|统称|并称|称)(?:为|：|:)?\s?"
    r"[“\"《〈「‘]{0,2}(?P<short>[^”\"》〉」’（）()“《\n，；。]{1,40})[”\"》〉」’]{0,2}\s?[）)]"
)
# Words a name never begins with; a name without marks starts after the last of them.
_VERBS = re.compile(
    "依照|依据|根据|按照|遵照|比照|对照|违反|触犯|符合|适用|援引|引用|参照|属于|认定为|实施|构成|执行|不服|援用"
    "|修正后的?|修改后的?|修订后的?|修正前的?|修改前的?|修订前的?|现行的?|我国的?|具有|存在|涉及|关于"
    "|除了?|所称|或者|以及|以外|当事人|人民法院|行为人|上述|他人|被告人|通过|履行|行使|依|按|因(?!特)|据(?!库)"
    "|(?<=[法例定则释条款项典])(?:和|或|与|及|并)|违背|具备|犯(?!罪)|外的|包括|限于|规定的?(?=.)|刑法典?分则"
)
_PARTICLES = re.compile(
    "^(?:[有对由在与和或及为是将除以原新旧从受于即且后前当经用者的其等]|属于|应当|可以)+"
)
_RUN = re.compile(r"[一-龥〇]{2,40}$")
_NOT_NAMES = re.compile("(?:[依司执立违非守无合方做看想普不设枉新旧]|[上下]位)法|办法|基本法律")
_LONGEST = 60
_LONGEST_ENDING = 8
# 云岭区信访工作条例 is not 《信访工作条例》: the name goes on to the left.
_GOES_ON = re.compile(r"[省市区县州旗部局委厅署]$")
_ANNEX = re.compile(r"附(?:录|件|表)[一二三四1-4]?$")
_ISSUER = re.compile(r"(?:最高人民法院、)?(?:最高人民(?:法院|检察院)|国务院(?:办公厅)?)\s?$")


class Span(NamedTuple):
    """text[start:end] names `title` (normalised)."""

    start: int
    end: int
    written: str
    title: str
    how: How
    version: str = ""


@cache
def _endings(names: frozenset[str]) -> dict[str, str]:
    """Ending → the one title that ends so; "" if several do, as with 调解仲裁法."""
    found: dict[str, str] = {}
    for name in names:
        for length in range(4, min(len(name), _LONGEST_ENDING + 1)):
            ending = name[-length:]
            found[ending] = "" if found.get(ending, name) != name else name
    return found


@cache
def statutes() -> frozenset[str]:
    """Names of national laws, in force or repealed, known even where the library is empty.

    The longest name decides, so that 劳动合同法 is never taken for 合同法.
    """
    path = Path(__file__).parent / "data" / "statutes.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def normalise_title(title: str) -> str:
    """One spelling: no spaces, 中华人民共和国, version marks; 《》 inside, full-width brackets."""
    plain = re.sub(r"\s+", "", fold(title)).translate(_SPELLING)
    version = _VERSION.search(plain)
    plain = plain[: version.start()] if version else plain
    shorter = plain.replace("中华人民共和国", "")
    return shorter if len(shorter) > 1 else plain


_SPELLING = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》", "(": "（", ")": "）"})


def normalise_number(number: str) -> str:
    """国办发[2018]115号 as 国办发〔2018〕115号."""
    plain = re.sub(r"\s+|(?:文件?|通知)$", "", number)
    plain = re.sub(r"[﹝\[［【（(](\d{4})[﹞\]］】）)]第?", r"〔\1〕", plain)
    return re.sub(r"令(\d)", r"令第\1", plain)


class Titles:
    """The names a text can be citing by: its own, those it marks, defines, and known ones."""

    def __init__(self, text: str, own: str, known: Collection[str]) -> None:
        self._text = text
        self.own = normalise_title(own)
        self._names = statutes() | {normalise_title(title) for title in known}
        self._endings = _endings(self._names)
        self._full: dict[str, str] = {}
        self._marks = dict(_marked(text))
        self._short = dict(self._definitions())
        self._longest = min(
            _LONGEST, max((len(name) for name in [*self._names, *self._short]), default=0) + 7
        )

    @cached_property
    def marked(self) -> list[Span]:
        """Every outermost 《…》 that reads like an instrument, in order."""
        spans = (self._in_marks(end) for end in sorted(self._marks))
        return [s for s in spans if s and _KIND.search(s.title) and s.title not in _ALL_KINDS]

    def before(self, pos: int, floor: int, last: Mapping[str, str]) -> Span | None:
        """The instrument named right before `pos` and after `floor`.

        `last`: the instrument named last for each kind (条例 …), which 该条例 means.
        """
        annex = _ANNEX.search(self._text, max(floor, pos - 5), pos)
        if annex:
            span = self.before(annex.start(), floor, last)
            title = span.title + annex[0] if span and span.title else ""
            return span._replace(end=pos, title=title) if span else None
        pos, version = self._step_back(pos, floor)
        low = max(floor, pos - _LONGEST)
        window = self._text[low:pos]
        if window.endswith(("》", "〉")):
            span = self._own(window, pos, last) or self._in_marks(pos)
            if span and span.title in _ALL_KINDS:
                span = self._by_kind(span, last) or span._replace(title="", how=How.SAME)
            if span is None or span.start < floor:
                return None
            return span._replace(version=span.version or version)
        for read in (self._own, self._document, self._named):
            span = read(window, pos, last)
            if span:
                return span._replace(version=span.version or version)
        return None

    def _step_back(self, pos: int, floor: int) -> tuple[int, str]:
        """Over 第三章, 的, 中 and a bracket such as （2019年修订） or （以下简称…）."""
        chapters = _CHAPTERS.search(self._text, max(floor, pos - 16), pos)
        pos = chapters.start() if chapters else pos
        window = self._text[max(floor, pos - 5) : pos]
        glue = _GLUE.search(window)
        pos -= len(window) - glue.start() if glue else 0
        window = self._text[max(floor, pos - 70) : pos]
        aside = _ASIDE.search(window)
        if not aside or not window[: aside.start()].rstrip().endswith(
            tuple("》法例法定则释典见知")
        ):
            return pos, ""
        mark = _VERSION.search(window)
        pos -= len(window) - len(window[: aside.start()].rstrip())
        return pos, mark["version"].strip() if mark else ""

    def _in_marks(self, end: int) -> Span | None:
        start = self._marks.get(end)
        if start is None and self._text[end - 1] == "〉":
            opened = self._text.rfind("〈", max(0, end - _LONGEST), end)
            start = opened if opened >= 0 else None
        if start is None:
            return None
        written = self._text[start:end]
        version = _VERSION.search(written[1:-1])
        title = normalise_title(written[1:-1])
        issuer = _ISSUER.search(self._text, max(0, start - 20), start)
        if title.startswith("关于") and issuer:
            start, written = issuer.start(), self._text[issuer.start() : end]
            title = normalise_title(issuer[0]) + title
        if title in self._short:
            return Span(start, end, written, self._short[title], How.ABBREVIATION)
        return Span(start, end, written, title, How.WRITTEN, version["version"] if version else "")

    def _own(self, window: str, pos: int, last: Mapping[str, str]) -> Span | None:
        found = _OWN.search(window)
        if not found:
            return self._same(window, pos, last)
        written = found[0]
        title = self._short.get(written, self.own)
        if _AMENDS.search(self.own) and kind_of(self.own) not in written:
            title = last.get(found["kind"] or found["in_marks"], title)
        return Span(pos - len(written), pos, written, title, How.OWN)

    def _same(self, window: str, pos: int, last: Mapping[str, str]) -> Span | None:
        found = _SAME.search(window)
        if not found:
            return None
        kind = found["kind"] or found["in_marks"]
        title = last.get(kind, last.get("", ""))
        return Span(pos - len(found[0]), pos, found[0], title, How.SAME)

    def _document(self, window: str, pos: int, _last: Mapping[str, str]) -> Span | None:
        found = _DOCUMENT.search(window)
        if not found:
            return None
        written = _without_verbs(found[0])
        return Span(pos - len(written), pos, written, normalise_number(written), How.WRITTEN)

    def _named(self, window: str, pos: int, last: Mapping[str, str]) -> Span | None:
        known, guess = self._longest_known(window, pos), _guess(window, pos)
        longer = known is not None and guess is not None and guess.start < known.start
        if guess and longer and guess.title in self._endings:
            full = self._endings[guess.title] or self._in_full(guess.title)
            return guess._replace(title=full, how=How.ABBREVIATION) if full else guess
        if known and not (longer and _GOES_ON.search(window[: known.start - pos])):
            return known
        if guess and guess.title in _ALL_KINDS:
            return self._by_kind(guess, last)
        return guess or known

    def _in_full(self, ending: str) -> str:
        """The one title ending so that the text itself writes out; "" if there is none."""
        if ending not in self._full:
            titles = {span.title for span in self.marked if span.title.endswith(ending)}
            self._full[ending] = titles.pop() if len(titles) == 1 else ""
        return self._full[ending]

    def _by_kind(self, span: Span, last: Mapping[str, str]) -> Span | None:
        """条例第三条: the instrument of that kind named last, or the text's own."""
        title = last.get(span.title) or (self.own if kind_of(self.own) == span.title else "")
        return span._replace(title=title, how=How.SAME) if title else None

    def _longest_known(self, window: str, pos: int) -> Span | None:
        for length in range(min(self._longest, len(window)), 1, -1):
            name = window[-length:]
            if name in self._short:
                return Span(pos - length, pos, name, self._short[name], How.ABBREVIATION)
            plain = name.removeprefix("中华人民共和国")
            if plain in self._names:
                return Span(pos - length, pos, name, plain, How.WRITTEN)
        return None

    def _definitions(self) -> Iterator[tuple[str, str]]:
        """Short name → title for each 《…》（以下简称…）; 本… may be defined too."""
        for found in _DEFINED.finditer(self._text):
            pos = found.start()
            while pos and self._text[pos - 1].isspace() and found.start() - pos < 3:
                pos -= 1
            if pos in self._marks:
                inner = self._text[self._marks[pos] + 1 : pos - 1]
                yield normalise_title(found["short"]), normalise_title(inner)
                continue
            if not re.search(rf"(?:{KINDS})$", found["short"]):
                continue
            full = _guess(self._text[max(0, pos - _LONGEST) : pos], pos)
            if full:
                yield normalise_title(found["short"]), full.title


def kind_of(title: str) -> str:
    """条例 of 《政府信息公开条例》; "" if the title has none of the usual endings."""
    found = _KIND.search(title)
    return "法" if found and found[0] == "法典" else found[0] if found else ""


def _guess(window: str, pos: int) -> Span | None:
    """A name nobody told us, written without marks: the words before 第 that end like one."""
    run = _RUN.search(window)
    if not run or not re.search(rf"(?:{KINDS})$", run[0]):
        return None
    name = _without_verbs(run[0])
    if len(name) < 2 or len(name) > 30 or name != "办法" and _NOT_NAMES.fullmatch(name):
        return None
    return Span(pos - len(name), pos, name, normalise_title(name), How.WRITTEN)


def _without_verbs(run: str) -> str:
    for verb in reversed(list(_VERBS.finditer(run))):
        if verb.end() < len(run):
            run = run[verb.end() :]
            break
    return _PARTICLES.sub("", run)


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """(end, start) of each outermost 《…》; one that is never closed on its line is dropped."""
    depth, start = 0, 0
    for found in re.finditer(r"[《》\n]", text):
        mark = found[0]
        if mark == "\n":
            depth = 0
        elif mark == "《":
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield found.end(), start
