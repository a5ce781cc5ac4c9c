"""Word files opened by LibreOffice: what another program makes of them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from guiju.typeset.fonts import CLASSES
from guiju.typeset.press import faces

WAIT = 240


def program() -> str:
    """Where LibreOffice is. Skips the test without it, but not in CI."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing: scripts/system-packages office")
        pytest.skip("LibreOffice is not installed")
    return found


def render(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The PDF that LibreOffice makes of each Word file."""
    office = program()
    for name, content in files.items():
        _write(content, folder / f"{name}.docx")
    environment = {**os.environ, "FONTCONFIG_FILE": str(_same_faces(folder)), "HOME": str(folder)}
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=WAIT,
        env=environment,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def _write(content: bytes, to: Path) -> None:
    """LibreOffice 7.4 takes w:overflowPunct for its contrary, so it is told the contrary."""
    word = docx.Document(io.BytesIO(content))
    for hanging in word.styles.element.iter(qn("w:overflowPunct")):
        assert hanging.get(qn("w:val")) == "0"
        hanging.set(qn("w:val"), "1")
    word.save(str(to))


def _same_faces(folder: Path) -> Path:
    """Let the faces named in the file be those that the PDF was printed with."""
    _, chosen = faces(None)
    pairs = [(CLASSES[kind].usual[0], face) for kind, face in chosen.faces.items()]
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{usual}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{face}</string></edit></match>'
        for usual, face in pairs
    )
    target = folder / "fonts.conf"
    target.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{matches}</fontconfig>',
        encoding="utf-8",
    )
    return target
