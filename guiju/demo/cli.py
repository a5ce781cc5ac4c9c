"""`guiju demo`: the demo district from nothing to a desk, by the commands offices use."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from rich.console import Console

from guiju.checkup.cli import FINDINGS, checkup_command
from guiju.checkup.import_cli import import_command
from guiju.core.office import own_folder
from guiju.demo import district
from guiju.demo.accounts import ACCOUNTS, kept_password, set_up_district
from guiju.demo.ledgers import DemoYear, write_year
from guiju.demo.lending import lend_paper
from guiju.demo.letterhead import write_letterhead
from guiju.demo.live import play
from guiju.demo.lives import LIVES
from guiju.demo.lives_normative import normative
from guiju.demo.lives_outgoing import outgoing
from guiju.demo.studying import play_study
from guiju.procedures.cli import procedures_group
from guiju.procedures.searching import index_all_cases
from guiju.reports.cli import report_group
from guiju.search.acts import settle

YEAR = 2025
ADDRESS = "127.0.0.1:8000"
STEPS = 9


@click.command("demo", help="建立云岭区演示数据：台账、体检、导入、年度报告，然后打开工作台。")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"))
def demo_command(out: Path) -> None:
    """Set up, fill and serve the demo. `DEMO_SERVE=0` in the environment ends without serving."""
    console = Console(stderr=True)
    _step(console, 1, "准备数据库")
    call_command("migrate", verbosity=0)
    password = kept_password(settings.VAR / "demo_password")
    jurisdiction = set_up_district(password)
    write_letterhead(own_folder())
    _step(console, 2, f"生成{district.DISTRICT}{YEAR}年台账")
    ledgers = out / "ledgers" / str(YEAR)
    write_year(ledgers, DemoYear(YEAR))
    _step(console, 3, "合规体检")
    _run(checkup_command, str(ledgers), "--out", str(out / "checkup"), allowed=(0, FINDINGS))
    _step(console, 4, "导入台账")
    _run(import_command, str(ledgers), "--year", str(YEAR), "--jurisdiction", district.CODE)
    _step(console, 5, "办理几件申请、来文和发文")
    today = timezone.localdate()
    play((*LIVES, *outgoing(today), *normative(today)), jurisdiction, today)
    lend_paper(today)
    _step(console, 6, "编学法计划，办学法和述法")
    play_study(jurisdiction, today)
    _step(console, 7, "生成年度报告")
    _write_reports(out)
    _step(console, 8, "打印程序说明与流程图")
    _run(procedures_group, "sheet", "--out", str(out / "procedures"), quiet=True)
    _step(console, 9, "把事项编入检索")
    index_all_cases()
    settle()
    _tell(console, out, password)
    if os.environ.get("DEMO_SERVE", "1") != "0":
        serve()


def _write_reports(out: Path) -> None:
    for report in ("law-based-government", "disclosure"):
        common = ("--year", str(YEAR), "--jurisdiction", district.CODE, "--out", str(out))
        _run(report_group, report, *common, allowed=(0, 1))


def _step(console: Console, number: int, words: str) -> None:
    console.print(f"[bold][{number}/{STEPS}][/] {words}…")


def _run(
    command: click.Command, *args: str, allowed: tuple[int, ...] = (0,), quiet: bool = False
) -> None:
    """Run a command as a user would; stop the demo when it fails."""
    status = 0
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        try:
            with redirect_stdout(nowhere) if quiet else nullcontext():
                command.main(args=list(args), standalone_mode=False)
        except SystemExit as done:
            status = int(done.code or 0)
    if status not in allowed:
        raise SystemExit(status)


def _tell(console: Console, out: Path, password: str) -> None:
    console.print(f"\n结果在 {out}/：ledgers 台账、checkup 体检、procedures 程序、年度报告")
    console.print(f"\n工作台 [bold]http://{ADDRESS}[/]，演示账号（密码都是 [bold]{password}[/]）：")
    for account in ACCOUNTS:
        console.print(f"  {account.username:<6}{account.name}（{account.unit}{account.post}）")


def serve() -> None:
    """Become the web server, so that Ctrl+C ends it."""
    server = shutil.which("gunicorn", path=str(Path(sys.executable).parent)) or "gunicorn"
    os.execv(
        server,
        [
            server,
            "guiju.config.wsgi",
            "--bind",
            ADDRESS,
            "--timeout",
            "120",
            "--workers",
            "2",
            "--log-level",
            "warning",
        ],
    )
