"""`guiju manage reseal_applicants`: after a new key was put before the old one."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from guiju.foi.applicants import reseal_all
from guiju.foi.sealing import NotSealed


class Command(BaseCommand):
    help = "用现在的第一个密钥重新加密全部申请人信息；完成后可以去掉旧密钥。"

    def handle(self, *args: object, **options: object) -> None:
        try:
            count = reseal_all()
        except NotSealed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已用第一个密钥重新加密{count}条申请人信息，旧密钥可以去掉。")
