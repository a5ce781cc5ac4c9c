"""清理结果公告: the one notice of a round, with a list for each conclusion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guiju.normative.models import CleanUp, CleanUpItem, Conclusion
from guiju.typeset.official import Attachment, Block, OfficialDocument, Paragraph, Signature, Table

_LISTS = {
    Conclusion.KEEP: "继续有效的行政规范性文件目录",
    Conclusion.AMEND: "拟修改的行政规范性文件目录",
    Conclusion.REPEAL: "废止的行政规范性文件目录",
    Conclusion.LAPSE: "宣布失效的行政规范性文件目录",
}
_HEAD = ("序号", "文件名称", "发文字号", "起草单位")
_WIDTHS = (14.0, 68.0, 42.0, 32.0)


def notice_of(clean_up: CleanUp, on: date) -> OfficialDocument:
    """The notice of a finished round, dated as it was published or else `on`.

    (Source: 立法法第一百一十六条; that the list is made public: invariant
    normative.clean_up.unpublished.)
    """
    organ = f"{clean_up.jurisdiction.name}人民政府"
    lists = tuple(_lists(clean_up))
    return OfficialDocument(
        document_type="公告",
        organs=(organ,),
        title=f"{organ}关于公布行政规范性文件清理结果的公告",
        body=tuple(_body(clean_up, lists)),
        attachments=lists,
        signatures=(Signature(organ=organ),),
        dated=clean_up.published_on or on,
        note="此件公开发布",
        printed_by=f"{organ}办公室",
        printed_on=clean_up.published_on or on,
    )


def _body(clean_up: CleanUp, lists: tuple[Attachment, ...]) -> Iterator[Block]:
    counted = {one: clean_up.items.filter(conclusion=one).count() for one in Conclusion.values}
    total = sum(counted.values())
    said = "，".join(f"{word}{n}件" for word, n in counted.items() if n)
    found = f"其中{said}，目录见附件。" if lists else "没有应当列出的文件。"
    yield Paragraph(
        text=f"根据《中华人民共和国立法法》第一百一十六条，对截至{_chinese(clean_up.opened_on)}"
        f"现行有效的行政规范性文件进行了清理，共清理{total}件，{found}"
    )
    ended = counted[Conclusion.REPEAL] + counted[Conclusion.LAPSE]
    if ended and clean_up.decided_on is not None:
        day = _chinese(clean_up.decided_on)
        yield Paragraph(
            text=f"根据{clean_up.decision}，废止和宣布失效的文件自{day}起停止执行，不再作为行政管理的依据。"
        )
    if counted[Conclusion.AMEND]:
        yield Paragraph(text="拟修改的文件在修改前继续有效。")
    yield Paragraph(text="特此公告。")


def _lists(clean_up: CleanUp) -> Iterator[Attachment]:
    items = list(clean_up.items.exclude(conclusion="").select_related("unit").order_by("pk"))
    for conclusion, title in _LISTS.items():
        chosen = [item for item in items if item.conclusion == conclusion]
        if chosen:
            yield Attachment(title=title, body=(_table(chosen),))


def _table(items: list[CleanUpItem]) -> Table:
    rows = tuple(
        (str(n), item.title, item.number, item.unit.name if item.unit else "")
        for n, item in enumerate(items, 1)
    )
    return Table(rows=(_HEAD, *rows), widths=_WIDTHS)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
