"""What an archive package says of its document: its metadata, and one record for every step.

Element names are those of GB/T 33480-2016 (18 core elements) and, for the archive, of DA/T 46-2009;
their codes and short names are not public and are left out.
"""

from __future__ import annotations

from guiju.documents.paper import completed, document_in
from guiju.documents.slip import value_of
from guiju.org.selectors import names_of
from guiju.procedures.desk.handwriting import drawing
from guiju.procedures.history import text_of
from guiju.procedures.models import Case
from guiju.procedures.record import from_json
from guiju.procedures.selectors import procedure_kept
from guiju.typeset.official import OfficialDocument
from guiju.typeset.official_parts import dated_words

Said = dict[str, object]


def metadata_of(case: Case) -> Said:
    """The elements of the document, and what the archive needs beside them."""
    latest = case.texts.order_by("-version").first()
    facts = from_json(procedure_kept(case), case.facts)
    document = completed(case, document_in(latest) if latest else OfficialDocument())
    return {
        "公文要素": _elements(case, document),
        "归档": {
            "档号": value_of(facts, "archive_number"),
            "年度": str(case.opened_on.year),
            "立档单位名称": case.unit.name if case.unit else case.jurisdiction.name,
            "题名": case.title,
            "责任者": "、".join(document.organs),
            "文件编号": case.number,
            "日期": document.dated.isoformat() if document.dated else "",
            "主送": "，".join(document.addressees),
            "抄送": "，".join(document.cc),
            "稿本": f"定稿（共{case.texts.count()}稿）",
            "公开属性": value_of(facts, "disclosure_attribute"),
            "不公开理由": value_of(facts, "non_disclosure_reason"),
            "附件数": case.attachments.count(),
            "信息系统描述": "规矩",
        },
    }


def _elements(case: Case, document: OfficialDocument) -> Said:
    names = [attachment.title for attachment in document.attachments]
    return {
        "公文标识": f"{case.jurisdiction.code}/{case.procedure}/{case.pk}",
        "文种": document.document_type,
        "份号": document.copy_number,
        "密级和保密期限": "",
        "紧急程度": document.urgency,
        "发文机关标志": document.mark or "、".join(document.organs),
        "发文字号": document.number,
        "签发人": "　".join(document.signers),
        "标题": "".join(document.title.split("\n")),
        "主送机关": "，".join(document.addressees),
        "附件说明": "；".join(names),
        "发文机关或签发人署名": "、".join(each.organ for each in document.signatures),
        "成文日期": dated_words(document.dated),
        "附注": document.note,
        "抄送机关": "，".join(document.cc),
        "印发机关": document.printed_by,
        "印发日期": dated_words(document.printed_on),
        "发布层次": "",
    }


def handling_records(case: Case) -> list[Said]:
    """Every event on record in order, corrections too: who, in which role, did what, when.

    (DA/T 48-2009: 业务实体, one for every step of the work.)
    """
    p = procedure_kept(case)
    events = list(case.events.select_related("post__unit").order_by("seq"))
    signed = {(o.seq, o.by): o for o in case.opinions.all()}
    names = names_of(event.by for event in events)
    return [
        {
            "业务标识符": event.seq,
            "业务行为": p.label_of(event.act),
            "行为时间": event.on.isoformat(),
            "时刻": event.at.isoformat() if event.at else "",
            "机构人员": names.get(event.by, event.by),
            "岗位": str(event.post) if event.post else "",
            "角色": p.roles.get(event.role, ""),
            "行为依据": p.cite(p.acts()[event.act].basis) if event.act in p.acts() else "",
            "意见": opinion.text if (opinion := signed.get((event.seq, event.by))) else "",
            "手写笔迹": drawing(opinion.handwriting) if opinion else "",
            "行为描述": {
                p.label_of(name): text_of(value)
                for name, value in from_json(p, event.facts).items()
            },
            "更正第几条": event.corrects,
            "作废": event.void,
            "理由": event.reason,
        }
        for event in events
    ]
