"""The district's own rules, made up, so that there is something to study, search and cite.

One was revised, so that the wording of a day can be told from today's.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User

from guiju.law.acts import store_texts
from guiju.law.reading import read_folder
from guiju.law.selectors import article_on
from guiju.org.models import Jurisdiction
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.record import day_of
from guiju.procedures.research import collect, folders_of, make_folder
from guiju.search.laws import index_laws

FIREWORKS = "云岭区烟花爆竹燃放管理办法"
STUDY = "云岭区领导干部学法办法"
FOLDER = "春节禁放烟花爆竹通告起草依据"
_TEXTS = {
    "烟花爆竹-2021": f"""{FIREWORKS}
（2021年11月1日云岭区人民政府公布　自2022年1月1日起施行）

第一条　为了加强烟花爆竹燃放管理，保障公共安全，结合本区实际，制定本办法。
第二条　本区行政区域内燃放烟花爆竹，适用本办法。
第三条　下列地点禁止燃放烟花爆竹：
（一）文物保护单位；
（二）车站、加油站；
（三）学校、医院、养老机构。
第四条　社区应当在春节前十五日张贴禁放地点清单。
第五条　区应急管理部门会同公安机关、社区开展巡查，发现违反本办法燃放的，应当场劝阻。
第六条　本办法自2022年1月1日起施行。
""",
    "烟花爆竹-2025": f"""{FIREWORKS}
（2021年11月1日云岭区人民政府公布　2025年11月3日修订　自2026年1月1日起施行）

第一条　为了加强烟花爆竹燃放管理，保障公共安全和环境质量，结合本区实际，制定本办法。
第二条　本区行政区域内燃放烟花爆竹，适用本办法。
第三条　下列地点禁止燃放烟花爆竹：
（一）文物保护单位；
（二）车站、加油站、地下空间；
（三）学校、医院、养老机构；
（四）山林和湿地。
第四条　社区应当在春节前三十日张贴禁放地点清单，并告知居民可以燃放的地点。
第五条　区应急管理部门会同公安机关、社区开展巡查，发现违反本办法燃放的，应当先行劝阻，告知依据。
第六条　本办法自2026年1月1日起施行。
""",
    "学法-2024": f"""{STUDY}
（2024年2月1日云岭区人民政府公布　自2024年3月1日起施行）

第一条　为了规范领导干部学法，提高依法办事能力，制定本办法。
第二条　区政府各部门每年编制学法计划，写明学法的日期、形式、主题和主讲人，由主要负责人批准。
第三条　学法采取会前学法、专题讲座、集中培训、旁听庭审等形式。
第四条　每次学法应当签到并形成记录。缺席的，写明原因。
第五条　工作中的典型案例可以编写案例剖析，不得写入个人信息。
第六条　单位主要负责人每年书面述法，学法情况以记录为准。
第七条　本办法自2024年3月1日起施行。
""",
}


def bring_in_own_rules(jurisdiction: Jurisdiction, today: date) -> None:
    """Import them as the district's, and let the search find them; again changes nothing."""
    with TemporaryDirectory() as folder:
        own = Path(folder) / "规范性文件"
        own.mkdir()
        for name, text in _TEXTS.items():
            (own / f"{name}.txt").write_text(text, encoding="utf-8")
        stored = store_texts(read_folder(Path(folder)).texts, district=jurisdiction)
    if stored.added or stored.corrected:
        index_laws(today)


def collect_bases(jurisdiction: Jurisdiction, by: User, at: datetime) -> None:
    """A research folder of somebody's with two articles for a notice to be written; once."""
    if folders_of(viewer_of(by, on=day_of(at))).exists():
        return
    folder = make_folder(FOLDER, jurisdiction=jurisdiction, by=by, at=at)
    for number, note in ((3, "通告第一条"), (4, "张贴清单的时间")):
        found = article_on(FIREWORKS, number, day_of(at), district=jurisdiction).article
        if found is not None:
            collect(folder, found, note=note, by=by, at=at)
