"""A notice from draft to file, and a joint document its organs countersign."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Clerk, LiveDesk
from tests.browser.door import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "云岭区人民政府办公室关于做好汛期值班工作的通知"
BODY = "为做好汛期值班工作，现将有关事项通知如下。\n一、落实值班制度\n各单位要安排专人值守。"
DRAFTED = {
    "文种": "通知",
    "行文方向": "下行",
    "密级": "非涉密",
    "已声明不含国家秘密": "是",
    "重要公文": "是",
    "涉及其他部门职权": "否",
}


def test_a_notice_from_draft_to_file(desk: LiveDesk) -> None:
    desk.clock.to("2026-03-02")
    lin, qian, zheng = desk.clerk("lin"), desk.clerk("qian"), desk.clerk("zheng")
    _begin(lin, TITLE, joint="否")
    _write(lin)
    _to_review(lin, qian)
    qian.do("单独行文，直接呈批")
    qian.do("呈主要负责人签发", 签批人="主要负责人")
    zheng.open(TITLE)
    zheng.do("签发", 签发意见="同意。")
    _changed_after_signing(qian, zheng)
    _issue(lin)
    zhao = desk.clerk("zhao")
    zhao.open(TITLE)
    zhao.do("公开前审查")
    zhao.do("主动公开")
    _file(lin)
    assert not desk.complaints


def _begin(lin: Clerk, title: str, *, joint: str) -> None:
    lin.visitor.go("/cases/new/outgoing_document/")
    lin.fill({"标题": title, **DRAFTED, "联合行文": joint})
    lin.send("起草")
    expect(lin.heading).to_contain_text(title)


def _write(lin: Clerk) -> None:
    """Typed with headings, looked over as it is typed, kept, mended, saved."""
    page = lin.page
    lin.region("正文").get_by_role("link", name="起草正文").click()
    expect(lin.heading).to_have_text("编辑公文")
    lin.fill({"主送机关": "各镇人民政府\n区政府各部门", "发文机关署名": "云岭区人民政府办公室"})
    page.get_by_label("正文", exact=True).fill(BODY)
    expect(page.locator("img.sheet-page").first).to_be_visible(timeout=20_000)
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=20_000)
    assert lin.visitor.fits()
    page.get_by_role("button", name="保存为新的一稿").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存第1稿")


def _to_review(lin: Clerk, qian: Clerk) -> None:
    lin.do("完成起草")
    lin.do("拟定公开属性", 公开属性="主动公开", 政策性文件="否")
    lin.do("送审（主动公开）")
    qian.open(TITLE)
    qian.do("收稿（平行文、下行文）")
    qian.do("认定是否规范性文件", 是否规范性文件="否", 认定理由="内部工作部署")
    qian.do("按普通公文办理")
    qian.do("审核同意", 审核意见="拟同意印发")


def _changed_after_signing(qian: Clerk, zheng: Clerk) -> None:
    """A material change goes back to whoever signed; the marked copy shows it."""
    qian.open(TITLE)
    qian.region("正文").get_by_role("link", name="修改正文").click()
    box = qian.page.get_by_label("正文", exact=True)
    box.fill(box.input_value() + "\n二、严肃值班纪律")
    qian.page.get_by_role("button", name="保存为新的一稿").click()
    expect(qian.page.get_by_text("已退回原签批环节")).to_be_visible()
    qian.region("公文稿纸和归档包").get_by_role("link", name="花脸稿").click()
    expect(qian.page.locator("p.marked.in")).to_have_text("二、严肃值班纪律")
    zheng.open(TITLE)
    zheng.do("签发", 签发意见="同意修改。")
    qian.open(TITLE)
    qian.do("复核通过")


def _issue(lin: Clerk) -> None:
    lin.open(TITLE)
    lin.do("登记编号", 机关代字="云政办发", 分送范围="各镇、各部门", 份数="30")
    expect(lin.page.get_by_text("云政办发〔2026〕1号").first).to_be_visible()
    lin.do("印制")
    lin.do("用印", 印章名称="云岭区人民政府办公室印章", 用印份数="30")
    lin.do("印发")
    lin.do("送公开")


def _file(lin: Clerk) -> None:
    page = lin.page
    lin.open(TITLE)
    panel = lin.region("公文稿纸和归档包")
    panel.get_by_role("link", name="归档包", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载归档包（zip）").click()
    assert waiting.value.path().stat().st_size > 10_000
    lin.open(TITLE)
    lin.do("归档", 档号="2026-WS-0001")
    lin.visitor.go("/documents/outgoing/register/")
    row = page.get_by_role("row", name=re.compile("云政办发〔2026〕1号"))
    expect(row).to_contain_text("郑区长")
    lin.visitor.go("/documents/seals/register/")
    expect(page.get_by_role("row", name=re.compile("办公室印章"))).to_contain_text("郑区长")


def test_a_joint_document_its_organs_countersign(desk: LiveDesk) -> None:
    desk.clock.to("2026-03-02")
    lin, qian = desk.clerk("lin"), desk.clerk("qian")
    _begin(lin, TITLE, joint="是")
    _write(lin)
    _to_review(lin, qian)
    qian.begin("送联合发文机关会签")
    for unit in ("区财政局", "区教育局"):
        qian.page.get_by_role("checkbox", name=re.compile(unit)).first.check()
    qian.send("送联合发文机关会签")
    shen, han = desk.clerk("shen"), desk.clerk("han", PHONE)
    shen.open(TITLE)
    shen.do("会签", 是否同意="是", **{"会签机关（写明负责人姓名）": "区财政局"})
    qian.open(TITLE, box="已办")
    expect(qian.refused("会签完毕")).to_contain_text("区教育局")
    han.open(TITLE)
    assert han.visitor.fits()
    han.do("会签", 是否同意="是", **{"会签机关（写明负责人姓名）": "区教育局"})
    qian.open(TITLE)
    qian.do("会签完毕")
    qian.region("公文稿纸和归档包").get_by_role("link", name="会签单").click()
    sheet = qian.page.get_by_role("article")
    expect(sheet).to_contain_text("沈局长")
    expect(sheet).to_contain_text("韩局长")
    assert not desk.complaints
