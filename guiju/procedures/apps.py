from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db import connection

if TYPE_CHECKING:
    from guiju.audit.selectors import Break


class ProceduresConfig(AppConfig):
    name = "guiju.procedures"
    verbose_name = "程序与事项"

    def ready(self) -> None:
        if connection.vendor == "sqlite":
            # Its driver is not wanted where there is PostgreSQL.
            from guiju.statements.read_once import read_once

            read_once()

    def first_mismatch(self) -> Break | None:
        """Asked by `guiju audit verify`, which knows no app above it by name."""
        # Models cannot be imported before every app is loaded.
        from guiju.procedures.testimony import first_mismatch

        return first_mismatch()
