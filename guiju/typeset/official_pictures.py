"""Pictures of a document, looked at before any of them is set. No tables."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image as Header

from guiju.typeset.official import Block, Image, OfficialDocument

HIGHEST = 190.0
"""Millimetres: a higher picture is made smaller, so that its caption stays with it."""

_KINDS = {"image/png": "png", "image/jpeg": "jpg"}
_ENDS = {"png": b"IEND", "jpg": b"\xff\xd9"}
_END_WITHIN = 64 * 1024
_BROKEN = (
    UnrecognizedImageError,
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    ValueError,
    KeyError,
    IndexError,
    ZeroDivisionError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes that can be printed, the suffix of their kind and the width to set them in, in mm."""

    content: bytes
    suffix: str
    width_mm: float


def file_name(image: Image, picture: Picture) -> str:
    """What the picture is called beside the templates; the digest is a hexadecimal word."""
    return f"{''.join(c for c in image.digest if c.isalnum())}.{picture.suffix}"


def pictures_of(
    document: OfficialDocument, images: Mapping[str, bytes]
) -> tuple[dict[Image, Picture], tuple[str, ...]]:
    """What can be printed, and a Chinese sentence for each picture that cannot."""
    found: dict[Image, Picture] = {}
    told: list[str] = []
    for image in _images(document):
        picture = _look(image, images.get(image.digest, b""))
        if isinstance(picture, Picture):
            found[image] = picture
        else:
            told.append(picture)
    return found, tuple(dict.fromkeys(told))


def _images(document: OfficialDocument) -> Iterator[Image]:
    parts: list[Block] = [*document.body]
    for attachment in document.attachments:
        parts.extend(attachment.body)
    return (block for block in parts if isinstance(block, Image))


def _look(image: Image, content: bytes) -> Picture | str:
    name = f"图片“{image.caption or image.digest[:8]}”"
    if not content:
        return f"{name}找不到文件，没有印出。请重新插入这张图片"
    try:
        header = Header.from_blob(content)
        wide, high, kind = header.px_width, header.px_height, header.content_type
    except _BROKEN:
        return f"{name}不是能识别的图片，没有印出。请另存为PNG或JPEG后重新插入"
    if kind not in _KINDS or not wide or not high:
        return f"{name}不是PNG或JPEG图片，没有印出。请另存为PNG或JPEG后重新插入"
    if _ENDS[_KINDS[kind]] not in content[-_END_WITHIN:]:
        return f"{name}的文件不完整，没有印出。请重新插入这张图片"
    return Picture(content, _KINDS[kind], min(image.width_mm, HIGHEST * wide / high))
