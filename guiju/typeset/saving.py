"""Files that appear complete or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path beside the target to write to; move it there only when all went well."""
    handle, name = tempfile.mkstemp(prefix=".half-", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    half = Path(name)
    try:
        yield half
        half.chmod(0o644)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def save(target: Path, content: bytes) -> Path:
    """Write content to the target, whose folder is made if need be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole(target) as half:
        half.write_bytes(content)
    return target
