"""Every rule finds its wrong example and leaves its right one alone."""

from __future__ import annotations

import pytest

from guiju.typeset.check.judging import check
from guiju.typeset.check.loader import standard_rules
from guiju.typeset.check.mending import apply, edits
from guiju.typeset.check.rule import Rule
from guiju.typeset.check.sheet import Sheet
from tests.typeset.check.examples import sheet_of_example

RULES = standard_rules().rules
every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


def found(rule: Rule, sheet: Sheet) -> list[str]:
    return [f.quote for f in check(sheet, publish=True) if f.rule.id == rule.id]


@every_rule
def test_the_wrong_example_is_found(rule: Rule) -> None:
    sheet = sheet_of_example(rule, rule.wrong, rule.wrong_case)
    assert found(rule, sheet)


@every_rule
def test_the_right_example_is_left_alone(rule: Rule) -> None:
    sheet = sheet_of_example(rule, rule.right, rule.right_case)
    assert found(rule, sheet) == []


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if (rule.put is not None or rule.fix) and rule.wrong_case is None],
    ids=lambda rule: rule.id,
)
def test_the_fix_makes_the_right_example_of_the_wrong_one(rule: Rule) -> None:
    sheet = sheet_of_example(rule, rule.wrong, None)
    own = [f for f in check(sheet, publish=True) if f.rule.id == rule.id]
    assert apply(rule.wrong, edits(own)[0]) == rule.right
