"""What is made without setters is what Django makes."""

from __future__ import annotations

import pytest
from django.forms import model_to_dict

from guiju.org.models import Jurisdiction, Post, Unit
from guiju.procedures.models import Case, Event, Limit, Participation, Task
from guiju.statements.rows import new, relate


@pytest.mark.parametrize("model", [Case, Event, Task, Limit, Participation])
def test_a_new_row_begins_as_djangos(model: type[Case]) -> None:
    made, djangos = new(model), model()
    names = [field.attname for field in model._meta.concrete_fields]
    assert [getattr(made, name) for name in names] == [getattr(djangos, name) for name in names]
    assert made._state.adding and made.pk is None


def test_two_rows_share_no_default() -> None:
    one, other = new(Case), new(Case)
    one.facts["a"] = "b"
    assert other.facts == {}


def test_a_relation_is_known_by_its_object_and_by_its_key() -> None:
    home = Jurisdiction(pk=7, name="云岭区")
    unit = new(Unit, jurisdiction=home, name="办公室")
    assert unit.jurisdiction is home and unit.jurisdiction_id == 7
    post = new(Post, jurisdiction_id=7, unit=None)
    assert post.jurisdiction_id == 7 and post.unit_id is None and model_to_dict(post)
    relate([post, unit], jurisdiction={7: home})
    assert post.jurisdiction is home
    relate([unit], parent={})
    assert unit.parent is None


def test_no_row_has_a_field_its_model_lacks() -> None:
    with pytest.raises(TypeError, match="Unit has no field nmae"):
        new(Unit, nmae="办公室")
