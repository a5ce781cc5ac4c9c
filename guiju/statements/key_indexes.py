"""A migration's step: a foreign key loses the index Django gives each, where another serves.

Every row written is written into every index of its table, so one that nobody asks is dear. The
change of a field would have SQLite remake the table, which loses its triggers; this drops the
index and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class DropKeyIndex(Operation):
    """Drop the index of the foreign key `name` of `model_name`, whose field says it has none."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        field: Any = state.models[key].fields[self.name].clone()
        field.db_index = False
        state.alter_field(*key, self.name, field, preserve_default=True)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        editor: Any = schema_editor
        model = from_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        named = {index.name for index in model._meta.indexes}
        found = editor._constraint_names(
            model, [column], index=True, unique=False, primary_key=False, exclude=named
        )
        for name in found:
            editor.execute(editor._delete_index_sql(model, name))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        editor: Any = schema_editor
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        for statement in editor._field_indexes_sql(model, field):
            editor.execute(statement)

    def describe(self) -> str:
        return f"Drop the index of {self.model_name}.{self.name}"
