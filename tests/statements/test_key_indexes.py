"""Foreign keys that say they have no index have none, and losing it costs no trigger."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from guiju.statements.key_indexes import DropKeyIndex

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def without_index() -> list[tuple[type[models.Model], Any]]:
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not getattr(field, "db_index", True)
    ]


def indexes_of(model: type[models.Model], field: Any) -> list[str]:
    """The indexes of this one column that no `Index` of the model asks for."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    named = {index.name for index in model._meta.indexes}
    alone = {name: said for name, said in found.items() if said["columns"] == [field.column]}
    return [name for name, said in alone.items() if said["index"] and name not in named]


def test_the_tables_are_as_the_fields_say() -> None:
    known = [(m, f) for m, f in without_index() if m.__module__.startswith("guiju.")]
    assert len(known) > 10
    assert {
        str(field): found for model, field in known if (found := indexes_of(model, field))
    } == {}


def test_an_index_dropped_comes_back_when_the_step_is_undone() -> None:
    loader = MigrationLoader(connection)
    before = loader.project_state(("procedures", "0012_board_reads_indexes"))
    after = before.clone()
    step = DropKeyIndex("event", "post")
    step.state_forwards("procedures", after)
    event = apps.get_model("procedures", "Event")
    field = event._meta.get_field("post")
    with connection.schema_editor() as editor:
        step.database_backwards("procedures", editor, after, before)
    assert len(indexes_of(event, field)) == 1
    with connection.schema_editor() as editor:
        step.database_forwards("procedures", editor, before, after)
    assert indexes_of(event, field) == []
