"""退回的总表之二：正文改动、代办离任、取回、更正、转办与退回相遇（inward-lessons 2）。"""

from __future__ import annotations

from guiju.procedures.corrections import Move, Replace, Void
from guiju.procedures.desk.tasks import Back
from tests.procedures.desk.house import AGREED, STRAIGHT
from tests.procedures.desk.moves import (
    back,
    do,
    fix,
    hand,
    last,
    leave,
    read,
    replaced,
    revise,
    stand_in,
    take,
)
from tests.procedures.desk.situations import (
    ALL_ASKED,
    ASKED,
    CONCLUDED,
    DIRECT,
    KEEP,
    ONE_SIGNED,
    TO_HEAD,
    TWICE,
    WAITING,
    Row,
)

MEETINGS = [
    Row(
        "退回期间正文有实质修改，审核后不受旧稿影响",
        (revise("初稿", "经办一"), *TO_HEAD, back("return_for_changes", "负责人"))
        + (revise("二稿", "经办一"), do("submit_direct", "经办一"), do("review", "审核"))
        + (do("issue", "负责人"),),
        "closed",
        set(),
    ),
    Row(
        "签发人改动正文，自动退回重新审核",
        (revise("初稿", "经办一"), *TO_HEAD, revise("二稿", "负责人")),
        "reviewing",
        {"reviewing:审核"},
        {("负责人", "signing"): "returned"},
    ),
    Row(
        "签发人只改错别字，不退回",
        (revise("初稿", "经办一"), *TO_HEAD)
        + (revise("初稿。", "负责人", material=False, note="补句号"),),
        "signing",
        {"signing:负责人"},
    ),
    Row(
        "审核人委托他人，受托人退回，直接回到审核岗位",
        (stand_in("审核", "收发"), *DIRECT, back("return_for_changes", "收发", STRAIGHT))
        + (do("submit_direct", "经办一"),),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "退回人已离任、岗位空缺，再送时进入无人岗位之外的待办",
        (*DIRECT, back("return_for_changes", "审核", STRAIGHT), leave("审核"))
        + (do("submit_direct", "经办一"),),
        "reviewing",
        {"reviewing:paper.reviewer"},
    ),
    Row(
        "原起草人已离任，退回给同角色的在任岗位",
        (*DIRECT, leave("经办一"), back("return_for_changes", "审核")),
        "drafting",
        {"drafting:经办二"},
    ),
    Row(
        "原起草人已离任，指名退回给他，不许",
        (*DIRECT, leave("经办一"), back("return_for_changes", "审核", to=("经办一",))),
        "reviewing",
        {"reviewing:审核"},
        refused="addressees",
    ),
    Row(
        "原起草人交接给他人，退回到原岗位，由接手人办",
        (*DIRECT, replaced("经办一", "收发"), back("return_for_changes", "审核"))
        + (do("submit_direct", "收发"),),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "两次退回，每次都回到起草人",
        (*TWICE, back("return_for_changes", "审核")),
        "drafting",
        {"drafting:经办一"},
    ),
    Row(
        "先逐级退回、再直接退回，以后一次为准",
        (*TWICE, back("return_for_changes", "审核", STRAIGHT), do("submit_direct", "经办一")),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "退回后对方未打开，退回人取回",
        (*DIRECT, back("return_for_changes", "审核"), take("审核")),
        "reviewing",
        {"reviewing:审核"},
        {("经办一", "drafting"): "taken_back"},
    ),
    Row(
        "退回后对方已打开，不能取回",
        (*DIRECT, back("return_for_changes", "审核"), read("经办一"), take("审核")),
        "drafting",
        {"drafting:经办一"},
        refused="take_back",
    ),
    Row(
        "他人不能取回别人的退回",
        (*DIRECT, back("return_for_changes", "审核"), take("负责人")),
        "drafting",
        {"drafting:经办一"},
        refused="take_back.person",
    ),
    Row(
        "会签中退回又取回，待办和已签意见都恢复原状",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗"), take("乙局会签岗")),
        "together",
        WAITING,
        {("甲局会签岗", "together"): "done"},
    ),
    Row(
        "取回之后再签署、送审，照常办理",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗"), take("乙局会签岗"))
        + (do("sign", "乙局会签岗", **AGREED), do("sign", "丙局会签岗", **AGREED))
        + (do("conclude", "经办一"),),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "审核退回会签又取回，会签仍是签齐的",
        (*CONCLUDED, back("return_to_units", "审核"), take("审核"))
        + (back("return_to_units", "审核", Back(keep_signed=True)),),
        "together",
        {"together:经办一"},
    ),
    Row(
        "管理员作废退回，回到退回人手中",
        (*DIRECT, back("return_for_changes", "审核"), fix(lambda house: Void(last(house)))),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "管理员先改退回的内容、再作废，待办仍能恢复",
        (*DIRECT, back("return_for_changes", "审核"))
        + (fix(lambda house: Replace(last(house), facts={"reason": "另有原因"})),)
        + (fix(lambda house: Void(last(house))),),
        "reviewing",
        {"reviewing:审核"},
        {("经办一", "drafting"): "taken_back"},
    ),
    Row(
        "退回期间管理员移到审核，审核人即有待办",
        (*DIRECT, back("return_for_changes", "审核"))
        + (fix(lambda house: Move("reviewing", house.today)),),
        "reviewing",
        {"reviewing:审核"},
        {("经办一", "drafting"): "cancelled"},
    ),
    Row(
        "管理员移到会签，没有请过单位，不能当作已会签",
        (fix(lambda house: Move("together", house.today)), do("conclude", "经办一")),
        "together",
        {"together:经办一"},
        refused="countersign.together",
    ),
    Row(
        "管理员更正后不能再取回",
        (*DIRECT, back("return_for_changes", "审核"))
        + (fix(lambda house: Replace(last(house), facts={"reason": "另有原因"})), take("审核")),
        "drafting",
        {"drafting:经办一"},
        refused="take_back",
    ),
    Row(
        "保留会签期间管理员作废起草环节的记录，会签待办不受影响",
        (*ONE_SIGNED, back("return_draft", "乙局会签岗", KEEP), do("note", "经办一"))
        + (fix(lambda house: Void(last(house))),),
        "drafting",
        {"drafting:经办一", "together:丙局会签岗"},
    ),
    Row(
        "退回件转办后，再送直接回到退回人",
        (*DIRECT, back("return_for_changes", "审核", STRAIGHT), hand("经办一", "经办二"))
        + (do("submit_direct", "经办二"),),
        "reviewing",
        {"reviewing:审核"},
    ),
    Row(
        "退回须写理由",
        (*DIRECT, do("return_for_changes", "审核")),
        "reviewing",
        {"reviewing:审核"},
        refused="needs.reason",
    ),
    Row(
        "案件不在手中的人不能退回",
        (*ASKED, back("return_draft", "甲局副岗")),
        "together",
        ALL_ASKED,
        refused="task",
    ),
]
