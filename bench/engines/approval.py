"""What the three engines have in common: ten steps, ten people, one commit a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import User

STEPS = 10


@dataclass(frozen=True, slots=True)
class People:
    """Who opens the case, and who does which step."""

    opener: User
    steps: tuple[User, ...]


class Engine(Protocol):
    """`play` opens one case and does its ten steps: eleven commits. It returns the case's key."""

    name: str

    def play(self, title: str) -> int: ...

    def finished(self, key: int) -> bool: ...


def people() -> People:
    users = [User.objects.create_user(f"person{n}") for n in range(STEPS + 1)]
    return People(users[0], tuple(users[1:]))
