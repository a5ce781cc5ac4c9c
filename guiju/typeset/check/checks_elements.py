"""What the elements of a document say of each other.

(Source: 公文条例第九条、第十四条至第十七条.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from guiju.typeset.check.finding import Hit
from guiju.typeset.check.sheet import RUNNING, Sheet, Zone

_HEAD = (Zone.COPY_NUMBER, Zone.URGENCY)
_LOWER = re.compile(r"乡镇|各乡|各镇|街道|各村|社区|居委会|村委会")
_ASKING = re.compile(
    r"妥否|当否|可否|请(?:予)?(?:批示|批准|批复|审示|审批|指示|审定|审议|核准|核批)"
)
_RECEIVED = re.compile(r"(?:《[^》]{2,80}》|请示|来函|函).{0,60}收悉")
_SEE = re.compile(r"见附件\s*(\d{1,2})")
_ORDINAL = re.compile(r"^(?:附件\s*[：:])?\s*(?:\d{1,2}\s*[.．、,])?\s*")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DEPARTMENT = re.compile(r"(?:局|委员会|委)$")
_LOWER_GOVERNMENT = re.compile(r"(?:乡镇|[乡镇])人民政府|各乡镇|街道办事处")
_PARTY = re.compile(r"(?:中共.{2,12}|[省市区县])委(?:员会)?(?:办公室)?$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)(?:办公室)?$")
_MASK = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{14,17}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def head_in_order(sheet: Sheet) -> Iterator[Hit]:
    """份号 above 紧急程度. (GB/T 9704-2012 7.2.3)"""
    found = [(index, passage.zone) for index, passage in sheet.of(*_HEAD)]
    if [zone for _, zone in found] != sorted((zone for _, zone in found), key=_HEAD.index):
        yield Hit(found[0][0])


def mark_is_an_organ(sheet: Sheet) -> Iterator[Hit]:
    """The mark is the organ, or a short form of it, with 文件 or without. (7.2.4)"""
    for index, passage in sheet.of(Zone.MARK):
        name = re.sub(r"(?:文件|纪要|命令|令)$", "", passage.text.strip())
        if name and sheet.organs and not any(_same_organ(name, organ) for organ in sheet.organs):
            yield Hit(index, says=f"发文机关标志“{name}”与发文机关“{sheet.organs[0]}”不一致")


def upward_has_signer(sheet: Sheet) -> Iterator[Hit]:
    """An upward document names who signed it. An uploaded body without a head is not judged."""
    headed = bool(sheet.form) or any(True for _ in sheet.of(Zone.NUMBER, Zone.MARK))
    if sheet.official and headed and "签发人" not in _head(sheet) and not _signers(sheet):
        yield Hit(says="上行文应当标注签发人姓名，版头没有签发人")


def _head(sheet: Sheet) -> str:
    return sheet.text(Zone.NUMBER)


def _signers(sheet: Sheet) -> str:
    return sheet.text(Zone.SIGNER)


def organs_agree(sheet: Sheet) -> Iterator[Hit]:
    """Title and signature are those of the same organ."""
    titles, signed = list(sheet.of(Zone.TITLE)), list(sheet.of(Zone.SIGNATURE))
    if not titles or not signed or not sheet.organs:
        return
    organ = next((o for o in sheet.organs if titles[0][1].text.startswith(o)), "")
    names = [passage.text.strip() for _, passage in signed]
    if organ and not any(_same_organ(organ, name) for name in names):
        yield Hit(signed[0][0], says=f"署名“{names[0]}”与标题中的发文机关“{organ}”不一致")


def _same_organ(one: str, other: str) -> bool:
    """The shorter is the longer with characters left out: 区政府办 for 区人民政府办公室."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    inside = all(char in rest for char in short)
    return inside and bool(short) and (short[-1] == long[-1] or long.endswith("办公室"))


def one_addressee(sheet: Sheet) -> Iterator[Hit]:
    """An upward document has one main addressee. (公文条例第十五条第一项)"""
    found = list(sheet.of(Zone.RECIPIENT))
    names = [n for _, p in found for n in re.split(r"[、，,]", p.text.strip("：: ")) if n]
    if len(names) > 1:
        yield Hit(found[0][0], says=f"主送了{len(names)}个机关：{'、'.join(names[:4])}")


def request_goes_one_way(sheet: Sheet) -> Iterator[Hit]:
    """A 请示 has one main addressee, and no copy goes down. (公文条例第十五条第一、四项)"""
    yield from one_addressee(sheet)
    for index, passage in sheet.of(Zone.CC):
        found = _LOWER.search(passage.text)
        if found:
            yield Hit(index, *found.span(), "请示不得同时抄送下级机关")


def body_on_first_page(sheet: Sheet) -> Iterator[Hit]:
    """(GB/T 9704-2012 7.3.3)"""
    if any(p.page == 1 for _, p in sheet.of(Zone.TITLE)):
        pages = [p.page for _, p in sheet.of(*RUNNING) if p.page is not None]
        if pages and min(pages) > 1:
            yield Hit(says="首页没有正文：主送机关过多的，应移至版记")


def request_asks(sheet: Sheet) -> Iterator[Hit]:
    """The last three paragraphs of a 请示 ask for an answer."""
    body = list(sheet.of(*RUNNING))
    if body and not any(_ASKING.search(p.text) for _, p in body[-3:]):
        yield Hit(body[-1][0])


def one_attachment_unnumbered(sheet: Sheet) -> Iterator[Hit]:
    found = list(sheet.of(Zone.ATTACH_NOTE))
    if len(found) == 1 and (match := re.match(r"(?:附件：)?\s*1\s*[.．、]", found[0][1].text)):
        label = "附件：" if found[0][1].text.startswith("附件：") else ""
        yield Hit(found[0][0], 0, match.end(), put=label)


def attachments_agree(sheet: Sheet) -> Iterator[Hit]:
    """The names in the note are those on the attachments. (7.3.7)"""
    noted = [_ORDINAL.sub("", p.text).strip() for _, p in sheet.of(Zone.ATTACH_NOTE)]
    titled = [(i, p.text.strip()) for i, p in sheet.of(Zone.ATTACH_TITLE)]
    if not titled:
        return
    for name, (index, title) in zip(noted, titled, strict=False):
        if name.rstrip("。；，、") != title:
            yield Hit(index, says=f"附件说明写作“{name}”，附件标题为“{title}”，二者不一致")
    if len(noted) != len(titled):
        says = f"附件说明列{len(noted)}件，所附附件{len(titled)}件"
        yield Hit(titled[-1][0], says=says)


def attachments_counted(sheet: Sheet) -> Iterator[Hit]:
    """见附件3 needs three attachments. A text without its note of attachments is not judged."""
    count = sum(1 for _ in sheet.of(Zone.ATTACH_NOTE))
    if not count:
        return
    for index, passage in sheet.of(*RUNNING):
        for found in _SEE.finditer(passage.text):
            if int(found[1]) > count:
                yield Hit(index, *found.span(), f"只有{count}个附件，没有附件{found[1]}")


def issued_text_no_attachment(sheet: Sheet) -> Iterator[Hit]:
    """What is issued or forwarded with a notice is no attachment of it."""
    issued = {
        name
        for _, p in sheet.of(Zone.TITLE)
        if re.search("印发|转发|批转", p.text)
        for name in re.findall(r"[《〈]([^《》〈〉]+)[》〉]", p.text)
    }
    for index, passage in sheet.of(Zone.ATTACH_NOTE):
        if any(name in passage.text for name in issued):
            yield Hit(index)


def attachments_before_record(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.7: 附件 before 版记)"""
    record = [index for index, _ in sheet.of(Zone.CC, Zone.PRINTED)]
    late = [index for index, _ in sheet.of(Zone.ATTACH_LABEL)]
    if record and late and min(record) < max(late):
        yield Hit(max(late))


def note_has_contact(sheet: Sheet) -> Iterator[Hit]:
    if sheet.official and not re.search(r"联系(?:人|电话)", sheet.text(Zone.NOTE, Zone.BODY)):
        yield Hit()


def host_signs_first(sheet: Sheet) -> Iterator[Hit]:
    signed = list(sheet.of(Zone.SIGNATURE))
    if len(signed) < 2 or len(sheet.organs) < 2:
        return
    if not _same_organ(signed[0][1].text.strip(), sheet.organs[0]):
        yield Hit(signed[0][0], says=f"主办机关“{sheet.organs[0]}”的署名应在最前")


def printed_after_dated(sheet: Sheet) -> Iterator[Hit]:
    """送印 is not before 成文. (公文条例第九条第十二、十七项)"""
    dated = _day(sheet.text(Zone.DATE))
    for index, passage in sheet.of(Zone.PRINTED):
        printed = _day(passage.text)
        if dated and printed and printed < dated:
            yield Hit(index, says=f"印发日期{printed}早于成文日期{dated}")


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def replies_quote(sheet: Sheet) -> Iterator[Hit]:
    """A reply begins with what it answers."""
    body = list(sheet.of(*RUNNING))
    if body and not any(_RECEIVED.search(p.text[:200]) for _, p in body[:2]):
        yield Hit(body[0][0])


def department_to_government(sheet: Sheet) -> Iterator[Hit]:
    """A department gives no orders to a lower government without consent. (第十六条第二项)"""
    if not sheet.organs or not _DEPARTMENT.search(sheet.organs[0]):
        return
    if re.search(r"经.{0,10}(?:政府|党委|区委|县委|市委).{0,6}同意", sheet.text(*RUNNING)):
        return
    for index, passage in sheet.of(Zone.RECIPIENT):
        found = _LOWER_GOVERNMENT.search(passage.text)
        if found:
            yield Hit(index, *found.span())


def forwarded_with_opinion(sheet: Sheet) -> Iterator[Hit]:
    """A subordinate's request goes up with an opinion, never as it came. (第十五条第三项)"""
    text = sheet.text(*RUNNING)
    if re.search(r"转报|转呈", text) and not re.search(r"拟同意|建议|意见|认为", text):
        index = next(i for i, p in sheet.of(*RUNNING) if re.search(r"转报|转呈", p.text))
        yield Hit(index)


def party_and_government(sheet: Sheet) -> Iterator[Hit]:
    """Party and government do not issue together what is one's own business. (第十七条)"""
    names = sheet.organs
    if any(_PARTY.search(name) for name in names) and any(map(_GOVERNMENT.search, names)):
        yield Hit()


def identity_numbers(sheet: Sheet) -> Iterator[Hit]:
    """Numbers of identity cards whose last digit is right."""
    for index, passage in enumerate(sheet.passages):
        for found in _MASK.finditer(passage.text):
            digits = found[0]
            total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
            if "10X98765432"[total % 11] == digits[-1].upper():
                yield Hit(index, *found.span(), put=f"{digits[:6]}********{digits[-4:]}")


def card_numbers(sheet: Sheet) -> Iterator[Hit]:
    """Numbers of bank cards whose last digit is right (Luhn)."""
    for index, passage in enumerate(sheet.passages):
        for found in _CARD.finditer(passage.text):
            doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(found[0])))
            if sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0:
                put = f"{found[0][:4]}****{found[0][-4:]}"
                yield Hit(index, *found.span(), put=put)


CHECKS: tuple[Callable[[Sheet], Iterable[Hit]], ...] = (
    head_in_order, mark_is_an_organ, upward_has_signer, organs_agree, one_addressee,
    request_goes_one_way, body_on_first_page, request_asks, one_attachment_unnumbered,
    attachments_agree, attachments_counted, issued_text_no_attachment,
    attachments_before_record, note_has_contact, host_signs_first, printed_after_dated,
    replies_quote, department_to_government, forwarded_with_opinion, party_and_government,
    identity_numbers, card_numbers,
)  # fmt: skip
