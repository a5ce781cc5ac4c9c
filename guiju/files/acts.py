"""Taking a file in: measured, recognised, digested and stored once."""

from __future__ import annotations

import tempfile
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, Protocol, cast

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import File as Content
from django.core.files.storage import Storage, storages
from django.db import transaction

from guiju.audit import acts as audit
from guiju.files import refusals
from guiju.files.insides import MEGABYTE
from guiju.files.kinds import Kind, clean_name, recognise
from guiju.files.models import File
from guiju.org.models import Jurisdiction

_IN_MEMORY = 4 * MEGABYTE


class Readable(Protocol):
    """An upload, an open file, anything that gives its bytes in blocks."""

    def read(self, size: int, /) -> bytes: ...


def store(
    upload: Readable | bytes, *, name: str, jurisdiction: Jurisdiction, by: User, at: datetime
) -> File:
    """Keep a file; bytes the district has already are not stored again.

    The bytes are written before the row: what a failed transaction leaves behind is found by
    its digest when it comes again. Raises Refusal for size, kind or content.
    """
    shown = clean_name(name)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        copy = cast(BinaryIO, spooled)
        digest, size = _take_in(BytesIO(upload) if isinstance(upload, bytes) else upload, copy)
        kind = recognise(shown, copy)
        _write(place_of(jurisdiction, digest), copy)
    row = File(
        jurisdiction=jurisdiction,
        digest=digest,
        name=shown,
        size=size,
        content_type=kind.content_type,
        stored_by=by,
        stored_at=at,
    )
    return _record(row, kind)


def place_of(jurisdiction: Jurisdiction, digest: str) -> str:
    """Where the bytes lie in the storage."""
    return f"{jurisdiction.code}/{digest[:2]}/{digest}"


def storage() -> Storage:
    """The storage the settings name: a folder, or a store that speaks S3."""
    return storages["files"]


def _take_in(upload: Readable, copy: BinaryIO) -> tuple[str, int]:
    """Copy and digest a stream, one block at a time; stops as soon as it is too long."""
    limit: int = settings.FILE_MAX_BYTES
    digest = hashes.Hash(hashes.SM3())
    size = 0
    while block := upload.read(MEGABYTE):
        size += len(block)
        if size > limit:
            says = f"文件超过{_megabytes(limit)} MB。请压缩图片、降低扫描精度或拆分后再上传"
            raise refusals.refused("size", says)
        digest.update(block)
        copy.write(block)
    if not size:
        raise refusals.refused("empty", "文件是空的（0 字节）。请检查后重新上传")
    return digest.finalize().hex(), size


def _write(place: str, copy: BinaryIO) -> None:
    kept = storage()
    if kept.exists(place):
        return
    written = kept.save(place, Content(copy))
    if written != place:
        # Somebody stored the same bytes at the same moment.
        kept.delete(written)


def _record(row: File, kind: Kind) -> File:
    with transaction.atomic():
        file, new = File.objects.get_or_create(
            jurisdiction=row.jurisdiction,
            digest=row.digest,
            defaults={
                "name": row.name,
                "size": row.size,
                "content_type": row.content_type,
                "stored_by": row.stored_by,
                "stored_at": row.stored_at,
            },
        )
        if new:
            audit.append(
                audit.Record(
                    file.jurisdiction_id,
                    f"file/{file.pk}",
                    "store",
                    file.stored_by.get_username(),
                    file.stored_at,
                    {
                        "digest": file.digest,
                        "name": file.name,
                        "size": file.size,
                        "kind": kind.label,
                    },
                )
            )
    return file


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:g}"
