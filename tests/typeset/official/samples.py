"""Ten official documents of the fictional district, one for each way of laying out."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from cryptography.hazmat.primitives import hashes

from guiju.typeset.official import (
    Attachment,
    Attendance,
    Block,
    Direction,
    Form,
    Heading,
    Image,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
)

AIM = (
    "为深入推进依法行政，进一步规范全区行政执法行为，切实保护公民、法人和其他组织的合法权益，"
    "根据有关法律、法规和上级工作部署，结合本区实际，现就有关事项通知如下。"
)
DUTY = (
    "各乡镇人民政府、街道办事处和区政府各部门要把这项工作摆上重要议事日程，主要负责人亲自研究，"
    "分管负责人具体落实，明确责任单位和完成时限，于每季度末月25日前将进展情况报送区司法局。"
)
CARE = (
    "对工作推进不力、逾期未办结的，由区政府督查室予以通报；对在检查中发现的问题，要建立台账、"
    "逐项销号，做到“一事一档”，并将整改结果（含佐证材料）一并归档备查。"
)


def picture(width: int = 600, height: int = 300) -> bytes:
    """A grey PNG of that many dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\xaa" * width) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def digest_of(content: bytes) -> str:
    """SM3 in hex, by which pictures are named."""
    hashed = hashes.Hash(hashes.SM3())
    hashed.update(content)
    return hashed.finalize().hex()


PICTURE = picture()
DIGEST = digest_of(PICTURE)
IMAGES = {DIGEST: PICTURE}


def paragraphs(*texts: str) -> tuple[Block, ...]:
    """Paragraphs one after the other."""
    return tuple(Paragraph(text=text) for text in texts)


def sections(count: int) -> tuple[Block, ...]:
    """`count` sections with headings of all four levels."""
    ordinals = "一二三四五六七八九十"
    body: list[Block] = []
    for n in range(count):
        body.append(Heading(level=1, text=f"{ordinals[n]}、健全工作机制"))
        body += paragraphs(DUTY)
        body.append(Heading(level=2, text="（一）明确责任分工"))
        body += paragraphs(CARE)
        body.append(Heading(level=3, text="1.加强组织领导。"))
        body += paragraphs(DUTY, CARE)
        body.append(Heading(level=4, text="（1）严格时限要求。"))
        body += paragraphs(CARE)
    return tuple(body)


GOVERNMENT, OFFICE = "云中区人民政府", "云中区人民政府办公室"
CC = (
    "区委各部门，区人大常委会办公室，区政协办公室，区监察委员会，区人民法院，区人民检察院，"
    "区人民武装部，各人民团体"
)
TO_ALL = ("各乡镇人民政府、街道办事处", "区政府各部门、各直属机构")
DAY, NEXT_DAY = date(2026, 3, 5), date(2026, 3, 6)

NOTICE = OfficialDocument(
    organs=(GOVERNMENT,),
    copy_number="000012",
    urgency="特急",
    number="云政发〔2026〕12号",
    title="云中区人民政府关于印发云中区2026年法治政府建设工作要点的通知",
    addressees=TO_ALL,
    body=(*paragraphs(AIM), *sections(1)),
    signatures=(Signature(organ=GOVERNMENT),),
    dated=DAY,
    note="此件公开发布",
    cc=tuple(CC.split("，")),
    printed_by=OFFICE,
    printed_on=NEXT_DAY,
)
SHORT = NOTICE.model_copy(
    update={
        "copy_number": "",
        "urgency": "",
        "number": "云政办发〔2026〕3号",
        "organs": (OFFICE,),
        "title": "云中区人民政府办公室关于2026年清明节放假安排的通知",
        "body": paragraphs(AIM, CARE),
        "signatures": (Signature(organ=OFFICE),),
        "cc": (),
    }
)
LONG = NOTICE.model_copy(
    update={
        "number": "云政发〔2026〕15号",
        "title": "云中区人民政府关于公布行政规范性文件清理结果的决定",
        "document_type": "决定",
        "body": (*paragraphs(AIM), *sections(4)),
        "attachments": (
            Attachment(
                title="继续有效的行政规范性文件目录",
                body=(
                    *paragraphs("以下文件继续有效，由各起草单位负责解释。"),
                    Table(
                        rows=(
                            ("序号", "文件名称", "文号", "起草单位"),
                            *(
                                (
                                    str(n),
                                    f"云中区公共事务管理办法（{n}）",
                                    f"云政规〔2025〕{n}号",
                                    "区司法局",
                                )
                                for n in range(1, 31)
                            ),
                        ),
                        widths=(15, 69, 48, 24),
                    ),
                ),
            ),
            Attachment(title="宣布失效的行政规范性文件目录", body=paragraphs(DUTY)),
        ),
    }
)
REQUEST = OfficialDocument(
    direction=Direction.UP,
    document_type="请示",
    organs=(GOVERNMENT,),
    number="云政〔2026〕8号",
    signers=("赵一鸣",),
    title="云中区人民政府关于申请拨付2026年度乡村道路养护补助资金的请示",
    addressees=("河川市人民政府",),
    body=paragraphs(AIM, DUTY, CARE, "妥否，请批示。"),
    signatures=(Signature(organ=GOVERNMENT),),
    dated=date(2026, 11, 18),
    note="联系人：钱二，联系电话：0000-1234567",
    printed_by=OFFICE,
    printed_on=date(2026, 11, 18),
)
JOINT = OfficialDocument(
    organs=("云中区财政局", "云中区司法局", "云中区审计局"),
    number="云财发〔2026〕21号",
    title="云中区财政局 云中区司法局 云中区审计局关于开展罚没收入专项检查的通知",
    addressees=("各乡镇人民政府、街道办事处", "区直各单位"),
    body=paragraphs(AIM, DUTY, CARE),
    attachments=(Attachment(title="罚没收入专项检查表", body=paragraphs(CARE)),),
    signatures=tuple(Signature(organ=f"云中区{name}局") for name in ("财政", "司法", "审计")),
    dated=DAY,
    cc=("区政府办公室",),
    printed_by="云中区财政局办公室",
    printed_on=NEXT_DAY,
)
JOINT_UP = JOINT.model_copy(
    update={
        "direction": Direction.UP,
        "document_type": "报告",
        "title": "关于罚没收入专项检查情况的报告",
        "signers": ("赵一鸣", "钱二", "孙三石"),
        "addressees": (GOVERNMENT,),
        "sealed": False,
        "attachments": (),
    }
)
LETTER = OfficialDocument(
    form=Form.LETTER,
    direction=Direction.LEVEL,
    document_type="函",
    organs=(OFFICE,),
    urgency="加急",
    number="云政办函〔2026〕33号",
    title="云中区人民政府办公室关于征求《云中区公共数据管理办法（征求意见稿）》意见的函",
    addressees=("区委办公室", "区人大常委会办公室"),
    body=paragraphs(AIM, DUTY, CARE, DUTY),
    signatures=(Signature(organ=OFFICE),),
    dated=DAY,
    cc=("区司法局",),
)
MINUTES = OfficialDocument(
    form=Form.MINUTES,
    document_type="纪要",
    mark="云中区人民政府常务会议纪要",
    number="〔2026〕6号",
    title="云中区第三届人民政府第十二次常务会议纪要",
    body=(*paragraphs(AIM), *sections(1)),
    attendance=(
        Attendance(
            label="出席", who="赵一鸣、钱二、孙三石、李四方、周五常、吴六一、郑七星、王八达"
        ),
        Attendance(label="请假", who="冯九思"),
        Attendance(label="列席", who="区政府办公室陈十全，区司法局褚一新，区财政局卫二水"),
    ),
    sealed=False,
    cc=("区委办公室",),
    printed_by=OFFICE,
    printed_on=NEXT_DAY,
)
ORDER = OfficialDocument(
    form=Form.ORDER,
    document_type="命令",
    organs=(GOVERNMENT,),
    number="第5号",
    body=paragraphs(
        "《云中区城市道路临时占用管理规定》已经2026年2月26日区人民政府第12次常务会议审议通过，"
        "现予公布，自2026年4月1日起施行。"
    ),
    signatures=(Signature(organ=GOVERNMENT, head="赵一鸣", office="区长"),),
    sealed=False,
    dated=DAY,
    printed_by=OFFICE,
    printed_on=NEXT_DAY,
)
PLAN = NOTICE.model_copy(
    update={
        "number": "云政发〔2026〕18号",
        "title": "云中区人民政府关于印发行政执法案卷评查工作方案的通知",
        "body": (
            *paragraphs(AIM, DUTY),
            Image(digest=DIGEST, width_mm=100, caption="图1 评查工作流程"),
            *paragraphs(CARE),
        ),
        "main_in_record": True,
        "attachments": (
            Attachment(
                title="评查任务分工表",
                body=(
                    Table(
                        caption="评查任务分工",
                        wide=True,
                        rows=(
                            ("序号", "任务", "内容", "牵头单位", "完成时限"),
                            *(
                                (
                                    str(n),
                                    "案卷评查",
                                    "抽取已办结的行政处罚案卷",
                                    "区司法局",
                                    "6月底前",
                                )
                                for n in range(1, 26)
                            ),
                        ),
                        widths=(15, 45, 80, 40, 30),
                    ),
                    *paragraphs(CARE),
                ),
            ),
        ),
    }
)

SAMPLES = {
    "notice": NOTICE,
    "short": SHORT,
    "long": LONG,
    "request": REQUEST,
    "joint": JOINT,
    "joint-up": JOINT_UP,
    "letter": LETTER,
    "minutes": MINUTES,
    "order": ORDER,
    "plan": PLAN,
}
