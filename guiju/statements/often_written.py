"""Tables every act writes to: what they are spared of what Django gives a table.

SQLite keeps book of the highest key ever given where a table says AUTOINCREMENT, which is one page
more with every act. PostgreSQL looks whether a key points somewhere when the act is committed and
everybody waits for it; at once it is done while the next statement is worked out. And it locks the
row the key points to: every act of everybody would lock the row of its district, six times.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

DISTRICT = "jurisdiction"


class RowId(models.BigAutoField):  # type: ignore[type-arg]
    """The key of a row nobody deletes: SQLite need not see to it that none is given twice."""

    def db_type_suffix(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor == "sqlite":
            return None
        given: Any = super()
        return given.db_type_suffix(connection)  # type: ignore[no-any-return]


class WriteOften(Operation):
    """A migration's step: the table of `model_name` is written to with every act.

    Its key is a `RowId` from here on, and the database no longer looks whether there is a district
    of its `jurisdiction`: it does so for the case and the posts, and nobody deletes a district.
    Nothing in the table changes, so it is not made anew, which on SQLite would lose its triggers
    and take minutes.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        row_id = RowId(primary_key=True, serialize=False)  # as Django tells of it in a migration
        district: Any = state.models[key].fields[DISTRICT].clone()
        district.db_constraint = False
        state.alter_field(*key, "id", row_id, preserve_default=True)
        state.alter_field(*key, DISTRICT, district, preserve_default=True)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._alter(app_label, schema_editor, from_state, often=True)

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
        """`state` is the one in which the district is looked for."""
        model = state.apps.get_model(app_label, self.model_name)
        if editor.connection.vendor == "sqlite":
            _say_anew(editor, model, often=often)
        elif editor.connection.vendor == "postgresql":
            _constrain_anew(editor, model, often=often)

    def describe(self) -> str:
        return f"Write to {self.model_name} with every act"


_KEY = re.compile(r'("id" integer NOT NULL PRIMARY KEY)(?: AUTOINCREMENT)?')
_DISTRICTS = ' REFERENCES "org_jurisdiction" ("id") DEFERRABLE INITIALLY DEFERRED'
_DISTRICT = re.compile(rf'("jurisdiction_id" bigint NOT NULL)(?:{re.escape(_DISTRICTS)})?')


def _say_anew(editor: BaseDatabaseSchemaEditor, model: type[models.Model], *, often: bool) -> None:
    """Change what SQLite holds the table to be, and nothing of its rows.

    https://www.sqlite.org/lang_altertable.html, section 7, allows it where the content stays.
    """
    table = model._meta.db_table
    with editor.connection.cursor() as cursor:
        said = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s"
        (sql,) = cursor.execute(said, [table]).fetchone()
        sql, keys = _KEY.subn(r"\1" if often else r"\1 AUTOINCREMENT", sql)
        sql, districts = _DISTRICT.subn(r"\1" if often else r"\1" + _DISTRICTS, sql)
        assert (keys, districts) == (1, 1), f"{table} has no such columns: {sql}"
        (version,) = cursor.execute("PRAGMA schema_version").fetchone()
        cursor.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = %s"
        cursor.execute(change, [sql, table])
        cursor.execute(f"PRAGMA schema_version = {version + 1}")
        cursor.execute("PRAGMA writable_schema = RESET")


def _constrain_anew(editor: Any, model: type[models.Model], *, often: bool) -> None:
    """Which keys PostgreSQL looks at, and when."""
    district: Any = model._meta.get_field(DISTRICT)
    if often:
        for name in editor._constraint_names(model, [district.column], foreign_key=True):
            editor.execute(editor._delete_fk_sql(model, name))
    when, quote = "IMMEDIATE" if often else "DEFERRED", editor.quote_name
    for name in editor._constraint_names(model, foreign_key=True):
        table, constraint = quote(model._meta.db_table), quote(name)
        editor.execute(
            f"ALTER TABLE {table} ALTER CONSTRAINT {constraint} DEFERRABLE INITIALLY {when}"
        )
    if not often:
        editor.execute(editor._create_fk_sql(model, district, "_fk_%(to_table)s_%(to_column)s"))
