"""The check-up as one page that opens anywhere: no script, nothing fetched."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from guiju.checkup.export_summary import figures_told, groups, heading, headline
from guiju.checkup.run import Result
from guiju.typeset.text import printable

TEMPLATES = Path(__file__).with_name("templates_out")


def write_html(result: Result, path: Path) -> None:
    """Write the page; whatever a ledger holds is shown as text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("checkup.html").render(
        result=result,
        heading=heading(result),
        headline=headline(result),
        figures=list(figures_told(result)),
        groups=groups(result),
    )
    path.write_text(printable(page), encoding="utf-8")
