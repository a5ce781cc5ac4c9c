"""Every setting an administrator can make is in the operations manual."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_setting_has_its_line_in_the_manual() -> None:
    source = (ROOT / "guiju/config/settings.py").read_text(encoding="utf-8")
    manual = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) | {"GUIJU_OFFICE"}
    assert len(names) >= 8
    assert {name for name in names if f"`{name}`" not in manual} == set()
