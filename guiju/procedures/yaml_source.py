"""YAML read strictly: repeated keys are refused, and every key knows its line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

# libyaml reads a procedure ten times faster, which every command and worker feels as it starts.
try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a file: an id, the place, what is wrong, and the remedy."""

    id: str
    place: str
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.id}  {self.place}\n    {self.says}\n    → {self.remedy}"


class Refused(ValueError):
    """A file that cannot be used as it stands; `troubles` has every reason."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__("\n".join(map(str, troubles)))
        self.troubles = troubles


@dataclass(slots=True)
class Source:
    """A YAML file as plain data, with the line of every key and item."""

    path: Path
    data: dict[str, object]
    lines: dict[Place, int] = field(default_factory=dict)

    def place(self, location: Place) -> str:
        """`foi_request.yaml:42 steps.handling.acts.reply`, at the nearest key that has a line."""
        dotted = ".".join(map(str, location))
        for size in range(len(location), 0, -1):
            if location[:size] in self.lines:
                return f"{self.path.name}:{self.lines[location[:size]]} {dotted}"
        return f"{self.path.name} {dotted}"


class _Loader(SafeLoader):
    """SafeLoader in which only yes, no, true and false are booleans: `on` is a word here."""


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != _BOOL]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:yes|no|true|false)$"), list("yntf"))


def read(path: Path) -> Source:
    """Read one YAML mapping. Raises Refused for bad YAML, aliases or repeated keys."""
    try:
        node, data = _parse(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise Refused(
            [Trouble("yaml.syntax", path.name, str(error), "改正 YAML 语法后重试")]
        ) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise Refused([Trouble("yaml.shape", path.name, "文件不是键值表", "以“键: 值”书写")])
    source = Source(path, data)
    repeated: list[Trouble] = []
    _walk(node, (), source, repeated)
    if repeated:
        raise Refused(repeated)
    return source


def _parse(text: str) -> tuple[yaml.Node | None, object]:
    """The one document of a text, with its marks and as plain data."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _walk(node: yaml.Node, place: Place, source: Source, repeated: list[Trouble]) -> None:
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            source.lines[(*place, index)] = item.start_mark.line + 1
            _walk(item, (*place, index), source, repeated)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            here = (*place, key.value)
            source.lines[here] = key.start_mark.line + 1
            if key.value in seen:
                repeated.append(
                    Trouble(
                        "yaml.repeated_key",
                        source.place(here),
                        f"“{key.value}”写了两次",
                        "只保留一处",
                    )
                )
            seen.add(key.value)
            _walk(value, here, source, repeated)
