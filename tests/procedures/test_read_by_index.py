"""Tables whose lists are read from an index alone are tidied long before a fifth has changed."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.procedures.models import Case, Limit, Participation, Task

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.mark.parametrize("model", [Case, Task, Limit, Participation])
def test_postgresql_tidies_it_often(model: type[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table]
        )
        said = dict(option.split("=") for option in cursor.fetchone()[0])
    assert float(said["autovacuum_vacuum_scale_factor"]) <= 0.01
    assert float(said["autovacuum_vacuum_insert_scale_factor"]) <= 0.01
