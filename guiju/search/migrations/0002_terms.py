"""The index itself, each database in its own way. The tables are `search.index_*`'s."""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = {
    "sqlite": "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5(title, text, content='', "
    "columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "postgresql": "CREATE INDEX IF NOT EXISTS search_entry_terms ON search_entry USING gin (terms)",
}
DROP = {
    "sqlite": "DROP TABLE IF EXISTS search_terms",
    "postgresql": "DROP INDEX IF EXISTS search_entry_terms",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(create, drop)]
