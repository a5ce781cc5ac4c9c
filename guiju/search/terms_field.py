"""The column that PostgreSQL searches; elsewhere it stays empty."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TermsField(models.TextField):  # type: ignore[type-arg]
    """A `tsvector` written out with its positions: `'政府':1A '府信':2A`. Never read back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"
