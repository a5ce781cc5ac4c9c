"""What is asked of an index, without saying of which: phrases, all or any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other. `title`: in a title, not in a text.

    `beginning`: the only term is a character alone, and stands for all that begin with it.
    """

    terms: tuple[str, ...]
    title: bool = False
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What answers `asked` and does not answer `not_`."""

    asked: Expression
    not_: Expression


Expression: TypeAlias = Phrase | AllOf | AnyOf | Without
