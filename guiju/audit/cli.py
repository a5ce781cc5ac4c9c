"""`guiju audit`: verify the chains, print a seal. Django must be set up by the caller."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import click
from django.utils import timezone

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break, first_mismatch, missing_triggers, seal


@click.group("audit", help="审计：核验审计链，打印封存码。")
def audit_group() -> None:
    """Verify and seal the audit chains."""


@audit_group.command("verify", help="逐条核验审计链，指出第一处断裂；完好时退出码为0，否则为1。")
@click.option("--chain", default="", help="只核验一条链，如 case/12")
def verify_command(chain: str) -> None:
    """Exit status 1 at the first broken link or when a table is unprotected."""
    found = first_break(chain or None) or (None if chain else first_mismatch())
    if found is not None:
        click.echo(
            f"审计链断裂：链“{found.chain}”第{found.seq}条，{found.says}。"
            "请停止录入，以备份和封存码核对。"
        )
        raise SystemExit(1)
    for table in missing_triggers():
        click.echo(f"数据表 {table} 的防改动触发器不见了，请重新运行数据库迁移并查明原因。")
        raise SystemExit(1)
    entries = Entry.objects.filter(chain=chain) if chain else Entry.objects.all()
    chains = entries.values("chain").distinct().count()
    click.echo(f"审计链完好：{chains}条链，{entries.count()}条记录。")


@audit_group.command("seal", help="打印某日终了时各链末端的封存码，另行保存。")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="日期，如 2025-12-31")
def seal_command(on: datetime) -> None:
    """The Merkle root over all chain heads at the end of a day."""
    end = timezone.make_aware(datetime.combine(on.date() + timedelta(days=1), time.min))
    root, chains = seal(before=end)
    click.echo(f"{on.date()} 封存码（SM3，{chains}条链）：{root}")
