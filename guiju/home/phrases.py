"""常用意见: offered for insertion, never filled in."""

from __future__ import annotations

from django.contrib.auth.models import User

from guiju.procedures.models import Phrase

COMMON = (
    "同意。",
    "不同意。",
    "已阅。",
    "拟同意，请审示。",
    "请按规定办理。",
    "请主办单位牵头，会同有关单位研究办理，按期反馈。",
)
MOST = 40


def phrases_of(user: User) -> list[str]:
    """One's own first, then those common to all."""
    own = Phrase.objects.filter(user=user).order_by("text").values_list("text", flat=True)
    return [*own[:MOST], *(text for text in COMMON if text not in own)]
