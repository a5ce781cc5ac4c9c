"""What a notice still says to whoever was told, once the case is out of their sight."""

from __future__ import annotations

from collections.abc import Iterable

from guiju.notices.models import Notice
from guiju.procedures.desk.visibility import Viewer, visible_cases

OUT_OF_SIGHT = "（本件已不在您的阅知范围内）"
_CASE = "case/"


def as_told(viewer: Viewer, notices: Iterable[Notice]) -> list[Notice]:
    """The notices, in their order, those of cases no longer to be seen without their words."""
    rows = list(notices)
    about = {row.pk: int(row.about.removeprefix(_CASE)) for row in rows if _of_case(row)}
    seen = set(visible_cases(viewer).filter(pk__in=about.values()).values_list("pk", flat=True))
    for row in rows:
        if row.pk in about and about[row.pk] not in seen:
            row.text = OUT_OF_SIGHT
    return rows


def _of_case(notice: Notice) -> bool:
    return notice.about.startswith(_CASE) and notice.about.removeprefix(_CASE).isdecimal()
