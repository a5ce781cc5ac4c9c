"""Every check a rule file can name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from guiju.typeset.check import checks_elements, checks_layout, checks_set, checks_text
from guiju.typeset.check.finding import Hit
from guiju.typeset.check.sheet import Sheet

Check = Callable[[Sheet], Iterable[Hit]]

CHECKS: dict[str, Check] = {
    check.__name__: check
    for module in (checks_text, checks_elements, checks_set, checks_layout)
    for check in module.CHECKS
}
