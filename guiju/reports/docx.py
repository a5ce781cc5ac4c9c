"""Reports in Word, in the office's own template where it keeps one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from guiju.reports.paper import Json, Paper
from guiju.reports.refusals import ReportRefused
from guiju.typeset.text import printable

TEMPLATES = Path(__file__).with_name("templates")


def template_of(name: str, office: Path | None = None) -> Path:
    """The office's `reports/<name>.docx`, else the one that comes along."""
    own = office / "reports" / f"{name}.docx" if office else None
    return own if own is not None and own.is_file() else TEMPLATES / f"{name}.docx"


def render_docx(paper: Paper, office: Path | None = None) -> bytes:
    """Fill the template. Raises ReportRefused when the office's template cannot be filled.

    Templates come from outside: they are filled in a sandbox, and a tag that names nothing is
    refused instead of leaving a gap.
    """
    path = template_of(paper.name, office)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template = DocxTemplate(str(path))
    try:
        template.render(_printable(paper.content), jinja_env=environment, autoescape=True)
        filled = io.BytesIO()
        template.save(filled)
    except (TemplateError, TypeError, PackageNotFoundError, zipfile.BadZipFile) as error:
        says = f"Word模板{path.name}不能使用：{error}；请对照自带模板改正"
        raise ReportRefused([says]) from error
    return filled.getvalue()


def _printable(value: Mapping[str, Json]) -> dict[str, Json]:
    return {name: _clean(item) for name, item in value.items()}


def _clean(value: Json) -> Json:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return _printable(value)
    return value
