"""The audit chain: each entry carries the digest of the one before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guiju.org.models import OftenWritten


class Entry(OftenWritten):
    """One link of one chain (`case/12`). Never changed, never deleted: triggers refuse both.

    `payload` is canonical JSON text; `digest` is SM3 over `prev` and the other fields in hex.
    """

    append_only = True

    chain = models.CharField("链", max_length=60)
    seq = models.PositiveIntegerField("序号")
    verb = models.CharField("行为", max_length=60)
    by = models.CharField("操作人", max_length=150)
    at = models.DateTimeField("时间")
    payload = models.TextField("内容")
    prev = models.CharField("前一摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_seq_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"
