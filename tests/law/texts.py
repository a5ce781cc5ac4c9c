"""Small made-up law texts. None of them is, or quotes, a real one."""

from __future__ import annotations

from pathlib import Path

FIRST = """# 中华人民共和国灯笼管理条例

2010年3月1日 中华人民共和国国务院令第9001号公布

<!-- INFO END -->

## 第一章 总　则

第一条 为了规范灯笼悬挂，制定本条例。

第二条 悬挂灯笼应当牢固。

悬挂人应当每日检查，并遵守下列规定：

（一）记录检查情况；

（二）排除下列隐患：

1.绳索磨损；

2.灯座松动；

（三）不得夜间无人看守。

## 第二章 法律责任

### 第一节 处　罚

第三条 主管部门应当自收到申请之日起二十个工作日内答复。

第四条 本条例自2010年5月1日起施行。1990年发布的《花灯暂行办法》同时废止。
"""

SECOND = """# 中华人民共和国灯笼管理条例

2010年3月1日 中华人民共和国国务院令第9001号公布

2019年4月3日 中华人民共和国国务院令第9702号修订

2019年5月15日 施行

<!-- INFO END -->

## 第一章 总则

第一条 为了规范灯笼悬挂，制定本条例。

第一条之一 灯笼包括宫灯和走马灯。

第二条 悬挂灯笼应当牢固，不得遮挡门牌。

第三条 主管部门应当自收到申请之日起十五个工作日内答复。

第五条 本条例自2019年5月15日起施行。
"""

OLD = """# 花灯暂行办法

1990年1月1日 中华人民共和国国务院发布

<!-- INFO END -->

一、花灯应当登记。

登记不收费。

二、本办法自发布之日起施行。
"""


def write_library(folder: Path) -> Path:
    """The three texts above as a folder of regulations."""
    regulations = folder / "行政法规"
    regulations.mkdir(parents=True)
    (regulations / "灯笼管理条例(2010-03-01).md").write_text(FIRST, encoding="utf-8")
    (regulations / "灯笼管理条例(2019-04-03).md").write_text(SECOND, encoding="utf-8")
    (regulations / "花灯暂行办法(1990-01-01).md").write_text(OLD, encoding="utf-8")
    (regulations / "_index.md").write_text("---\nbook: true\n---\n", encoding="utf-8")
    return folder
