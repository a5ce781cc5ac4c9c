"""Why a file is not taken in, and what its owner can do about it."""

from __future__ import annotations

from guiju.core.errors import Reason, Refusal

SAVE_AGAIN = "请用 WPS 或 Word、Excel 打开后另存，再重新上传"


def refused(rule: str, says: str) -> Refusal:
    """A refusal to raise: `rule` after `file.`, and a Chinese sentence with the remedy."""
    return Refusal([Reason(f"file.{rule}", says)])


def broken(label: str) -> Refusal:
    return refused("broken", f"文件已损坏或不完整，不能作为{label}打开。请重新导出或扫描后再上传")


def bomb() -> Refusal:
    return refused(
        "bomb", "文件解压后过大，可能是压缩炸弹，为安全起见不接收。请删减内容或图片后再上传"
    )


def strange() -> Refusal:
    return refused("strange", f"文件内部结构不正常，为安全起见不接收。{SAVE_AGAIN}")


def macros() -> Refusal:
    return refused(
        "macros", "文件带有宏，可能有害，不接收。请另存为不带宏的文件（如 docx）后再上传"
    )


def program() -> Refusal:
    return refused(
        "program", "文件内嵌有程序或其他文件，可能有害，不接收。请删去嵌入的对象后再上传"
    )


def locked() -> Refusal:
    return refused("locked", "文件设了打开密码，别人无法查看。请取消密码后再上传")
