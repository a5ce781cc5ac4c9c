"""`guiju api`: tokens for other systems, and the nightly sweep. Django is set up by the caller."""

from __future__ import annotations

import getpass
from datetime import datetime

import click
from django.utils import timezone

from guiju.api.gate import prune
from guiju.api.models import ApiToken
from guiju.api.tokens import Wanted, issue, revoke
from guiju.core.errors import Refusal
from guiju.org.models import Jurisdiction, Post


@click.group("api", help="接口：系统令牌的创建、列表、停用。")
def api_group() -> None:
    """The tokens of other systems."""


@api_group.group("token", help="系统令牌。")
def token_group() -> None:
    """Create, list, revoke."""


@token_group.command("create", help="创建令牌，密文只显示这一次。")
@click.option("--system", required=True, help="系统名称")
@click.option("--account", required=True, help="系统账号，没有的自动建立（不能登录）")
@click.option("--district", default="", help="行政区代码；只有一个行政区时可省略")
@click.option("--post", "posts", multiple=True, help="岗位，写作“单位/岗位”，可重复")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="有效期至")
def create_command(
    system: str, account: str, district: str, posts: tuple[str, ...], until: datetime
) -> None:
    """Print the secret on standard output, and nothing else there."""
    place = _district(district)
    wanted = Wanted(
        system, account, place, until.date(), [_post(place, written) for written in posts]
    )
    try:
        token, secret = issue(wanted, by=_operator(), at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"令牌{token.pk}已创建，有效期至{token.expires_on}。密文只显示这一次：", err=True)
    click.echo(secret)


@token_group.command("list", help="列出令牌。")
def list_command() -> None:
    """One line a token, tab-separated."""
    for token in ApiToken.objects.select_related("user").order_by("pk"):
        state = f"已停用 {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "有效"
        if state == "有效" and token.expires_on < timezone.localdate():
            state = "已过期"
        used = timezone.localtime(token.last_used_at) if token.last_used_at else None
        click.echo(
            "\t".join(
                (
                    str(token.pk),
                    token.system,
                    token.user.get_username(),
                    f"{token.hint}…",
                    str(token.expires_on),
                    state,
                    f"{used:%Y-%m-%d %H:%M}" if used else "未使用",
                )
            )
        )


@token_group.command("revoke", help="停用令牌。")
@click.argument("number", type=int)
def revoke_command(number: int) -> None:
    """By its number in the list."""
    token = ApiToken.objects.filter(pk=number).first()
    if token is None:
        raise click.ClickException(f"没有第{number}号令牌，见 guiju api token list")
    revoke(token, by=_operator(), at=timezone.now())
    click.echo(f"“{token.system}”的令牌已停用。")


@api_group.command("prune", help="清除过期的幂等应答，每晚运行。")
def prune_command() -> None:
    """See the setting API_ANSWER_DAYS."""
    click.echo(f"清除{prune(at=timezone.now())}条。")


def _operator() -> str:
    return f"命令行 {getpass.getuser()}"[:150]


def _district(code: str) -> Jurisdiction:
    found = Jurisdiction.objects.filter(code=code) if code else Jurisdiction.objects.all()
    rows = list(found[:2])
    if len(rows) != 1:
        codes = "、".join(f"{j.code} {j.name}" for j in Jurisdiction.objects.order_by("code"))
        raise click.ClickException(f"请以 --district 指明行政区：{codes or '还没有行政区'}")
    return rows[0]


def _post(place: Jurisdiction, written: str) -> Post:
    unit, _, name = written.partition("/")
    found = Post.objects.filter(jurisdiction=place, unit__name=unit, name=name).first()
    if found is None:
        raise click.ClickException(f"没有岗位“{written}”，请写作“单位/岗位”")
    return found
