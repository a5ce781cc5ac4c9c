"""The rules, read from their files once; a file that does not hold together is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from guiju.typeset.check.checks import CHECKS
from guiju.typeset.check.fixes import FIXES
from guiju.typeset.check.rule import Rule, RuleFile, Unjudged

FOLDER = Path(__file__).parent / "rules"


class BadRules(Exception):
    """Rule files that do not hold together; says file, place and what is wrong."""


@dataclass(frozen=True, slots=True)
class Book:
    """Every rule, in the order of the files, and those no machine can judge."""

    rules: tuple[Rule, ...]
    unjudged: tuple[Unjudged, ...]
    families: tuple[tuple[str, tuple[str, ...]], ...]

    def rule(self, id: str) -> Rule:
        """Raises KeyError for a rule there is not."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)


@cache
def standard_rules() -> Book:
    """The rules that come with the product. Raises BadRules."""
    return read_rules(sorted(FOLDER.glob("*.yaml")))


def read_rules(paths: Iterable[Path]) -> Book:
    """Raises BadRules for a malformed file, a rule told twice, a check or fix there is not."""
    files = [_read(path) for path in paths]
    rules = tuple(rule for file in files for rule in file.rules)
    unjudged = tuple(rule for file in files for rule in file.unjudged)
    seen: set[str] = set()
    for id in (*(rule.id for rule in rules), *(rule.id for rule in unjudged)):
        if id in seen:
            raise BadRules(f"rule {id} is there twice")
        seen.add(id)
    for rule in rules:
        if rule.check is not None and rule.check not in CHECKS:
            raise BadRules(f"rule {rule.id}: there is no check {rule.check}")
        if rule.fix is not None and rule.fix not in FIXES:
            raise BadRules(f"rule {rule.id}: there is no fix {rule.fix}")
    families = tuple(
        (file.family, (*(r.id for r in file.rules), *(r.id for r in file.unjudged)))
        for file in files
    )
    return Book(rules, unjudged, families)


def _read(path: Path) -> RuleFile:
    try:
        return RuleFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as problem:
        raise BadRules(f"{path.name}: {problem}") from problem
