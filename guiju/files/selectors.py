"""Getting a file back."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from django.core.files.base import File as Content

from guiju.core.errors import Reason, Refusal
from guiju.files.acts import place_of, storage
from guiju.files.insides import MEGABYTE
from guiju.files.models import File


def open_file(file: File) -> Content[bytes]:
    """Its bytes, to be closed by the caller. Raises Refusal when the storage has lost them."""
    try:
        return storage().open(place_of(file.jurisdiction, file.digest))
    except FileNotFoundError as problem:
        says = f"文件“{file.name}”不在存储中，须由备份恢复"
        raise Refusal([Reason("file.lost", says, helper="系统管理员")]) from problem


def is_intact(file: File) -> bool:
    """Whether the bytes in the storage are those that were taken in. Reads all of them.

    Raises Refusal when there are none.
    """
    digest = hashes.Hash(hashes.SM3())
    with open_file(file) as content:
        for block in content.chunks(MEGABYTE):
            digest.update(block)
    return digest.finalize().hex() == file.digest
