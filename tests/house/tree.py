"""The files of the project as git sees them: tracked, or new and not ignored."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def _listed() -> tuple[Path, ...]:
    # The checkout may belong to another user than the one running the tests.
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listing = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    paths = (Path(name) for name in listing.split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


def files(*suffixes: str) -> list[Path]:
    """Paths relative to the root, with one of these suffixes or, without any, all of them."""
    return [path for path in _listed() if not suffixes or path.suffix in suffixes]
