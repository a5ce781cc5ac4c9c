"""What people are told about, and by which ways it leaves the desk."""

from __future__ import annotations

from dataclasses import dataclass

EMAIL, WEBHOOK = "email", "webhook"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice: its label, what it asks for, and its channels unless a robot says else."""

    label: str
    asks: str
    channels: frozenset[str] = frozenset()


_BY_ALL, _BY_MAIL = frozenset({EMAIL, WEBHOOK}), frozenset({EMAIL})

KINDS: dict[str, Kind] = {
    "task": Kind("新待办", "有事项等待办理，请登录工作台办理", _BY_ALL),
    "returned": Kind("退回", "有事项被退回，请登录工作台查看退回意见", _BY_ALL),
    "urged": Kind("催办", "有事项被催办，请尽快登录工作台办理", _BY_ALL),
    "reading": Kind("待阅", "有材料等待阅读，请登录工作台查阅"),
    "nearing": Kind("临期", "有事项临近期限，请登录工作台办理", _BY_ALL),
    "overdue": Kind("逾期", "有事项已经逾期，请立即登录工作台办理", _BY_ALL),
    "instructed": Kind("批示后告知文书", "领导已作批示，请登录工作台查看并告知", _BY_MAIL),
    "entered_for": Kind("代录批示", "有代录的批示需要核对，请登录工作台查看", _BY_MAIL),
    "countersigned": Kind("会签完成", "会签已经完成，请登录工作台继续办理", _BY_MAIL),
}
"""Every notice is shown on the desk; these channels carry it outside as well."""
