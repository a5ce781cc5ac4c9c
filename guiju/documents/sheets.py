"""发文稿纸 and 会签单: what an outgoing document carries with it on paper.

(公文条例第二十二条: 签署意见、姓名和完整日期; 第二十五条: 复核、登记.)
"""

from __future__ import annotations

from guiju.documents.paper import SIGNING_ZONE
from guiju.documents.slip import Row, Signed, Slip, Zone, value_of
from guiju.procedures.desk.opinions import block
from guiju.procedures.history import Facts
from guiju.procedures.models import Case, Opinion
from guiju.procedures.record import from_json
from guiju.procedures.selectors import procedure_kept

SHEET, COUNTERSIGN = "发文稿纸", "会签单"
_SHEET_ZONES = ("签发意见", "会签意见", "部门会签意见", "审核意见", "政务公开机构意见", "复核意见")
_COUNTERSIGN_ZONES = ("部门会签意见", "会签意见")
_HEAD = (
    ("document_number", "发文字号"),
    ("document_type", "文种"),
    ("classification", "密级"),
    ("urgency", "紧急程度"),
    ("direction", "行文方向"),
    ("disclosure_attribute", "公开属性"),
    ("copies", "份数"),
    ("distribution", "分送范围"),
)
_END = (
    ("non_disclosure_reason", "不公开理由"),
    ("identification_reason", "规范性文件认定"),
    ("agreement", "协商情况"),
    ("archive_number", "档号"),
)


def sheet_of(case: Case) -> Slip:
    """发文稿纸 as the document now stands."""
    facts = from_json(procedure_kept(case), case.facts)
    pairs = [(label, value_of(facts, name)) for name, label in _HEAD]
    head: tuple[Row, ...] = (
        ("标题", case.title),
        ("拟稿单位", _unit(case), "拟稿日期", case.opened_on.isoformat()),
        *((*left, *right) for left, right in zip(pairs[::2], pairs[1::2], strict=True)),
    )
    end = tuple((label, _ended(facts, name)) for name, label in _END if _ended(facts, name))
    return Slip(_unit(case), head, _zones(case, _SHEET_ZONES), end)


def countersign_of(case: Case) -> Slip:
    """会签单: what departments and the organs of a joint document signed."""
    facts = from_json(procedure_kept(case), case.facts)
    head: tuple[Row, ...] = (
        ("标题", case.title),
        ("主办单位", _unit(case), "文种", value_of(facts, "document_type")),
    )
    end: tuple[Row, ...] = (("协商情况", value_of(facts, "agreement")),)
    return Slip(_unit(case), head, _zones(case, _COUNTERSIGN_ZONES), end)


def signer_of(case: Case) -> Opinion | None:
    """Whoever signed the document last; `opinions` may have been fetched before."""
    signed = [o for o in case.opinions.all() if o.zone == SIGNING_ZONE and o.act.startswith("sign")]
    return max(signed, key=lambda o: o.pk, default=None)


def _unit(case: Case) -> str:
    return case.unit.name if case.unit else case.jurisdiction.name


def _ended(facts: Facts, name: str) -> str:
    said = value_of(facts, name)
    if name == "identification_reason" and said:
        return f"{'是' if facts.get('is_normative') else '不是'}规范性文件。{said}"
    return said


def _zones(case: Case, names: tuple[str, ...]) -> tuple[Zone, ...]:
    signed = {zone.name: zone.opinions for zone in block(case)}
    return tuple(Zone(name, tuple(map(_signed, signed.get(name, ())))) for name in names)


def _signed(opinion: Opinion) -> Signed:
    post = str(opinion.post) if opinion.post else ""
    words, on = opinion.text.strip(), opinion.on.isoformat()
    return Signed(words, opinion.signature, post, on, opinion.handwriting)
