"""Tables every act writes to: what they are spared of what Django gives a table.

SQLite keeps book of the highest key ever given where a table says AUTOINCREMENT, which is one page
more with every act. PostgreSQL looks whether a key points somewhere when the act is committed and
everybody waits for it; at once it is done while the next statement is worked out.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class RowId(models.BigAutoField):  # type: ignore[type-arg]
    """The key of a row nobody deletes: SQLite need not see to it that none is given twice."""

    def db_type_suffix(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor == "sqlite":
            return None
        given: Any = super()
        return given.db_type_suffix(connection)  # type: ignore[no-any-return]


class WriteOften(Operation):
    """A migration's step: the table of `model_name` is written to with every act.

    Its key is a `RowId` from here on. Nothing in the table changes, so it is not made anew, which
    on SQLite would lose its triggers and take minutes.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        field = RowId(primary_key=True, serialize=False)  # as Django tells of a key in a migration
        state.alter_field(*key, "id", field, preserve_default=True)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._alter(app_label, schema_editor, to_state, often=True)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._alter(app_label, schema_editor, from_state, often=False)

    def _alter(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState, *, often: bool
    ) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if editor.connection.vendor == "sqlite":
            _key_of(editor, model._meta.db_table, kept_book_of=not often)
        elif editor.connection.vendor == "postgresql":
            _look_at(editor, model, "IMMEDIATE" if often else "DEFERRED")

    def describe(self) -> str:
        return f"Write to {self.model_name} with every act"


_KEY = re.compile(r'"id" integer NOT NULL PRIMARY KEY(?: AUTOINCREMENT)?')


def _key_of(editor: BaseDatabaseSchemaEditor, table: str, *, kept_book_of: bool) -> None:
    """Change what SQLite holds the table's key to be, and nothing of its rows.

    https://www.sqlite.org/lang_altertable.html, section 7, allows it where the content stays.
    """
    key = '"id" integer NOT NULL PRIMARY KEY' + " AUTOINCREMENT" * kept_book_of
    with editor.connection.cursor() as cursor:
        said = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s"
        (sql,) = cursor.execute(said, [table]).fetchone()
        changed, found = _KEY.subn(key, sql)
        assert found == 1, f"{table} has no key of its own: {sql}"
        (version,) = cursor.execute("PRAGMA schema_version").fetchone()
        cursor.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = %s"
        cursor.execute(change, [changed, table])
        cursor.execute(f"PRAGMA schema_version = {version + 1}")
        cursor.execute("PRAGMA writable_schema = RESET")


def _look_at(editor: Any, model: type[models.Model], when: str) -> None:
    """When PostgreSQL looks whether the keys of a row point somewhere."""
    for name in editor._constraint_names(model, foreign_key=True):
        quote = editor.quote_name
        table, constraint = quote(model._meta.db_table), quote(name)
        editor.execute(
            f"ALTER TABLE {table} ALTER CONSTRAINT {constraint} DEFERRABLE INITIALLY {when}"
        )
