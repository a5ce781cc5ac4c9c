"""The kinds of jobs, and where the work of each is found when it is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`work` is `module:function`, called as `function(job, on, report)`; returns the result.

    It lives on a floor above, hence the name instead of an import.
    """

    label: str
    work: str


KINDS: dict[str, Kind] = {
    "holidays": Kind("放假安排变更后复算", "guiju.procedures.nightly.reread:reread_open_cases")
}
