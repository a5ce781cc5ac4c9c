"""Letter templates as data: folders of YAML files, read strictly; see docs/letters.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from guiju.procedures.definition import LETTER, Match, Model, Names
from guiju.procedures.yaml_source import Refused, Trouble, read


def _part(value: object) -> object:
    return {"say": value} if isinstance(value, str) else value


def _parts(value: object) -> object:
    """Accept one part alone, or several that make up one paragraph."""
    return [_part(v) for v in value] if isinstance(value, list) else [_part(value)]


def _paragraphs(value: object) -> object:
    return [_parts(v) for v in value] if isinstance(value, list) else value


class Part(Model):
    """A sentence, a shared fragment, or exactly one of several; on conditions.

    `when` asks the facts, `act` which act the letter answers, `after` whether an act was done.
    """

    say: str = ""
    use: str = ""
    one_of: tuple[Part, ...] = ()
    when: Match = Field(default_factory=dict)
    act: Names = ()
    after: Names = ()


Parts = Annotated[tuple[Part, ...], BeforeValidator(_parts)]
Paragraphs = Annotated[tuple[Parts, ...], BeforeValidator(_paragraphs)]


class Template(Model):
    """`kind` is the second line of the title, `to` the word or fact that names the addressee.

    `remedy` is given where it does not follow from the outcome. `requires` are facts that must
    be on record though the letter does not tell them. `words` are typed for this letter alone:
    name → label. `acts` call for the letter where the procedure does not name it itself.
    `number` is the fact of the act that may hold its number.
    """

    kind: str
    to: str = "applicant"
    body: Paragraphs
    notes: Paragraphs = ()
    remedy: Literal["", "A", "B"] = ""
    requires: Names = ()
    words: Mapping[str, str] = Field(default_factory=dict)
    acts: Names = ()
    number: str = LETTER

    @property
    def itself(self) -> str:
        """How the letter speaks of itself: 本答复书."""
        return "本" + next(word for word in CALLED if self.kind.endswith(word))


CALLED = ("答复书", "告知书", "通知书", "征求意见书", "回执", "函")


class _File(Model):
    letters: Mapping[str, Template] = Field(default_factory=dict)
    fragments: Mapping[str, Parts] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """Letter id → template, and the sentences that several letters share, by name."""

    letters: Mapping[str, Template]
    fragments: Mapping[str, tuple[Part, ...]]


@cache
def texts_in(folder: Path) -> Texts:
    """Every letter and fragment of a folder. Raises Refused when a name comes twice."""
    files = [_File.model_validate(read(path).data) for path in sorted(folder.glob("*.yaml"))]
    names = [name for file in files for name in (*file.letters, *file.fragments)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        says = f"“{'、'.join(twice)}”写了两次"
        raise Refused([Trouble("letters.repeated", folder.name, says, "只保留一处")])
    return Texts(
        {name: letter for file in files for name, letter in file.letters.items()},
        {name: parts for file in files for name, parts in file.fragments.items()},
    )
