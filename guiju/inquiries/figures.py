"""Figures of messages from citizens, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "message.site.received",
        label="政府网站留言",
        unit="件",
        procedure="inquiry",
        act="receive",
        where={"platform": ("本级政府网站",)},
    ),
    Figure(
        "message.city.received",
        label="市级平台留言",
        unit="件",
        procedure="inquiry",
        act="receive",
        where={"platform": ("市级平台",)},
    ),
    Figure(
        "message.answered",
        label="已答复留言",
        unit="件",
        procedure="inquiry",
        act="receive",
        also=("reply",),
    ),
)
