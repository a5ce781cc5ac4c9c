"""The fixed words of the table, `@today` and its like, as the scene spells them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.scene import PDF, Scene

NOTHING = 987654321
"""The key of nothing."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
"""One red pixel."""


def spelled(scene: Scene, word: str) -> Any:
    """What a word of the table stands for. Raises KeyError for one it does not know."""
    cast = scene.cast
    if word == "file":
        return SimpleUploadedFile("说明.pdf", PDF, "application/pdf")
    if word == "picture":
        return SimpleUploadedFile("图.png", PNG, "image/png")
    return {
        "nothing": NOTHING,
        "today": scene.today.isoformat(),
        "year": str(scene.today.year),
        "year_end": f"{scene.today.year}-12-31",
        "months": f"{scene.today.month}|{scene.today.month % 12 + 1}",
        "figure": "foi.received",
        "handler": cast["handler"].pk,
        "mate": cast["mate"].pk,
        "handler_post": cast.posts["handler"].pk,
        "mate_post": cast.posts["mate"].pk,
        "handler_addressee": f"post:{cast.posts['handler'].pk}",
        "mate_addressee": f"post:{cast.posts['mate'].pk}",
        "closed": scene.cases["closed"].pk,
    }[word]
