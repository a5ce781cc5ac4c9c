"""退回：五十余种情形的总表（inward-lessons 2），由 `test_returns` 逐一办理。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guiju.procedures.desk.tasks import Back
from guiju.procedures.models import Resume
from tests.procedures.desk.house import AGAINST, AGREED, STRAIGHT, UNITS
from tests.procedures.desk.moves import Step, back, do, hand

ASKED: tuple[Step, ...] = (do("submit", "经办一", UNITS),)
ONE_SIGNED: tuple[Step, ...] = (*ASKED, do("sign", "甲局会签岗", **AGREED))
SIGNED: tuple[Step, ...] = (
    *ONE_SIGNED,
    do("sign", "乙局会签岗", **AGREED),
    do("sign", "丙局会签岗", **AGREED),
)
CONCLUDED: tuple[Step, ...] = (*SIGNED, do("conclude", "经办一"))
DIRECT: tuple[Step, ...] = (do("submit_direct", "经办一"),)
TO_HEAD: tuple[Step, ...] = (*DIRECT, do("review", "审核"))
KEEP = Back(keep_siblings=True, keep_signed=True)
TWICE = (*DIRECT, back("return_for_changes", "审核"), do("submit_direct", "经办一"))
WAITING = {"together:乙局会签岗", "together:丙局会签岗"}
ALL_ASKED = {f"together:{name}" for name in UNITS}


@dataclass(frozen=True, slots=True)
class Row:
    """One situation. `refused`: the rule that refuses the last of the moves."""

    name: str
    moves: tuple[Step, ...]
    step: str
    held: set[str]
    states: Mapping[tuple[str, str], str] = field(default_factory=dict)
    refused: str = ""


RETURNS = [
    Row(
        "审核退回起草，不指定人，回到原起草人",
        (*DIRECT, back("return_for_changes", "审核")),
        "drafting",
        {"drafting:经办一"},
        {("审核", "reviewing"): "returned", ("经办一", "drafting"): "open"},
    ),
    Row(
        "审核退回起草，指定没有办过的人，不许",
        (*DIRECT, back("return_for_changes", "审核", to=("经办二",))),
        "reviewing",
        {"reviewing:审核"},
        refused="return.to",
    ),
    Row(
        "两人先后起草，退回时可以选前一人",
        (hand("经办一", "经办二"), do("submit_direct", "经办二"))
        + (back("return_for_changes", "审核", to=("经办一",)),),
        "drafting",
        {"drafting:经办一"},
    ),
    Row(
        "两人先后起草，退回不指定，回到最后的人",
        (hand("经办一", "经办二"), do("submit_direct", "经办二"))
        + (back("return_for_changes", "审核"),),
        "drafting",
        {"drafting:经办二"},
    ),
    Row(
        "退回后逐级重办，再送审由原审核人办",
        (*DIRECT, back("return_for_changes", "审核"), do("submit_direct", "经办一")),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "退回后直接回到退回人",
        (*DIRECT, back("return_for_changes", "审核", STRAIGHT), do("submit_direct", "经办一")),
        "reviewing",
        {"reviewing:审核"},
        {("审核", "reviewing"): "open"},
    ),
    Row(
        "签发人要求改后直接回来，须重新审核，不许",
        (*TO_HEAD, back("return_for_changes", "负责人", STRAIGHT)),
        "signing",
        {"signing:负责人"},
        refused="return.straight",
    ),
    Row(
        "签发人越级退回起草，逐级重办",
        (*TO_HEAD, back("return_for_changes", "负责人"), do("submit_direct", "经办一")),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "签发人退回审核，再审后直接回来",
        (*TO_HEAD, back("return_to_review", "负责人", STRAIGHT), do("review", "审核")),
        "signing",
        {"signing:负责人"},
    ),
    Row(
        "退回审核后未重新审核，不得签发",
        (*TO_HEAD, back("return_to_review", "负责人"), do("issue", "负责人")),
        "reviewing",
        {"reviewing:审核"},
        refused="chart",
    ),
    Row(
        "会签中一单位退回，其他单位的待办撤销，已签的失效",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗")),
        "drafting",
        {"drafting:经办一"},
        {
            ("甲局会签岗", "together"): "cancelled",
            ("乙局会签岗", "together"): "returned",
            ("丙局会签岗", "together"): "cancelled",
        },
    ),
    Row(
        "会签退回后再送，须重新选择单位",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗"), do("submit", "经办一")),
        "drafting",
        {"drafting:经办一"},
        refused="addressees",
    ),
    Row(
        "会签退回后再送同样的单位，全部重签",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗"), do("submit", "经办一", UNITS)),
        "together",
        ALL_ASKED,
    ),
    Row(
        "会签退回，保留其他单位待办和已签意见",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", KEEP)),
        "drafting",
        {"drafting:经办一", "together:丙局会签岗"},
        {("甲局会签岗", "together"): "done"},
    ),
    Row(
        "保留后再送，退回的单位重签，已签的不再签",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", KEEP), do("submit", "经办一")),
        "together",
        WAITING,
        {("甲局会签岗", "together"): "done"},
    ),
    Row(
        "保留待办但已签失效，再送时已签的重签",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", Back(keep_siblings=True)))
        + (do("submit", "经办一"),),
        "together",
        ALL_ASKED,
    ),
    Row(
        "保留已签但撤销待办，再送时只请指定的单位",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", Back(keep_signed=True)))
        + (do("submit", "经办一", ("乙局会签岗",)),),
        "together",
        {"together:乙局会签岗"},
        {("甲局会签岗", "together"): "done", ("丙局会签岗", "together"): "cancelled"},
    ),
    Row(
        "保留的单位在退回期间不能签署",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", KEEP))
        + (do("sign", "丙局会签岗", **AGREED),),
        "drafting",
        {"drafting:经办一", "together:丙局会签岗"},
        refused="chart",
    ),
    Row(
        "保留的待办，改走免会签后仍在，签发时一并撤销",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", KEEP), do("submit_direct", "经办一"))
        + (do("review", "审核"), do("issue", "负责人")),
        "closed",
        set(),
        {("丙局会签岗", "together"): "cancelled"},
    ),
    Row(
        "会签单位退回并要求直接回来，再送不必再选单位",
        (*ASKED, back("return_draft", "乙局会签岗", STRAIGHT), do("submit", "经办一")),
        "together",
        ALL_ASKED,
    ),
    Row(
        "单位不同意，只能退回，不能送审",
        (*ASKED, do("sign", "甲局会签岗", **AGAINST), do("sign", "乙局会签岗", **AGREED))
        + (do("sign", "丙局会签岗", **AGREED), do("conclude", "经办一")),
        "together",
        {"together:经办一"},
        refused="countersign.together.refused",
    ),
    Row(
        "单位不同意后由经办人退回起草，意见失效",
        (*ASKED, do("sign", "甲局会签岗", **AGAINST), back("return_draft", "经办一")),
        "drafting",
        {"drafting:经办一"},
        {("甲局会签岗", "together"): "cancelled", ("乙局会签岗", "together"): "cancelled"},
    ),
    Row(
        "审核退回会签，经办人即有待办，各单位重签",
        (*CONCLUDED, back("return_to_units", "审核")),
        "together",
        {*ALL_ASKED, "together:经办一"},
    ),
    Row(
        "审核退回会签，各单位未重签不能再送审",
        (*CONCLUDED, back("return_to_units", "审核"), do("conclude", "经办一")),
        "together",
        {*ALL_ASKED, "together:经办一"},
        refused="countersign.together",
    ),
    Row(
        "审核退回会签，已签的仍有效，只由经办人重办",
        (*CONCLUDED, back("return_to_units", "审核", Back(keep_signed=True))),
        "together",
        {"together:经办一"},
        {("甲局会签岗", "together"): "done"},
    ),
    Row(
        "审核退回会签，已签有效，再送直接回到审核",
        (*CONCLUDED, back("return_to_units", "审核", Back(Resume.STRAIGHT_BACK, False, True)))
        + (do("conclude", "经办一"),),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "审核退回起草，先前的会签一并失效",
        (*CONCLUDED, back("return_for_changes", "审核"), do("submit", "经办一", UNITS)),
        "together",
        ALL_ASKED,
    ),
    Row(
        "审核退回起草但保留会签，再送时会签已齐，经办人即可送审",
        (*CONCLUDED, back("return_for_changes", "审核", Back(keep_signed=True)))
        + (do("submit", "经办一"),),
        "together",
        {"together:经办一"},
    ),
]
