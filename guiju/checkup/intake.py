"""The door: a ledger from outside is looked at here before any parser touches it."""

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

MAX_BYTES = 50 * 1024 * 1024

_SAVE_AS = "请用 Excel 或 WPS 打开后“另存为”类型“Excel 工作簿（*.xlsx）”，再重新提交"
_REFUSED = {
    ".xls": f"这是旧版 Excel 文件（.xls）。{_SAVE_AS}。",
    ".xlsm": f"这是带宏的 Excel 文件（.xlsm），宏可能有害，系统不读取。{_SAVE_AS}。",
    ".xlsb": f"这是二进制 Excel 文件（.xlsb）。{_SAVE_AS}。",
    ".et": f"这是 WPS 表格文件（.et）。{_SAVE_AS}。",
    ".ods": f"这是 OpenDocument 表格（.ods）。{_SAVE_AS}。",
}
SUFFIXES = frozenset({".xlsx", ".csv", *_REFUSED})
"""What counts as a ledger in a folder: the kinds read, and those refused with a remedy."""


class Unreadable(Exception):  # noqa: N818 -- what it says, not that it is an error
    """A file that is refused as a whole, with the reason and the remedy in Chinese."""

    def __init__(self, file: str, says: str) -> None:
        super().__init__(f"{file}：{says}")
        self.file = file
        self.says = says


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was not read or not understood; the rest was.

    ``row`` is Excel's row number, ``column`` its letters; both absent where the whole sheet or
    file is meant.
    """

    file: str
    says: str
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from a browser: the name it claims, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """A file let in by name and size; the bytes are still as hostile as they came."""

    file: str
    kind: Literal["xlsx", "csv"]
    content: bytes


def passed_over(name: str) -> bool:
    """Tell lock files (``~$…``) and hidden files, about which nobody needs a word."""
    return PurePath(name).name.startswith(("~$", "."))


def ledger_files(folder: Path) -> list[Path]:
    """List what may be a ledger in this folder, by name; folders within are not entered.

    Raises Unreadable if the folder cannot be listed.
    """
    try:
        entries = sorted(folder.iterdir())
        return [
            entry
            for entry in entries
            if entry.suffix.casefold() in SUFFIXES
            and not passed_over(entry.name)
            and entry.is_file()
        ]
    except OSError as problem:
        raise Unreadable(str(folder), "无法打开这个文件夹，请检查路径和权限。") from problem


def _may_be_ledger(entry: Path) -> bool:
    known = entry.suffix.casefold() in SUFFIXES
    return known and not passed_over(entry.name) and entry.is_file()


def take_in(source: Path | Upload, limit: int = MAX_BYTES) -> Intake:
    """Read a file's bytes if its kind is read here and its size is within ``limit`` bytes.

    Raises Unreadable otherwise.
    """
    name = source.name if isinstance(source, Path) else PurePath(source.name).name
    kind = _kind(name)
    content = source.content if isinstance(source, Upload) else _read(source, limit)
    if len(content) > limit:
        megabytes = limit // (1024 * 1024)
        says = f"文件超过 {megabytes} MB。请删去图片和空白行列，或按年份拆分后再提交。"
        raise Unreadable(name, says)
    if not content:
        raise Unreadable(name, "文件是空的（0 字节）。请重新导出后再提交。")
    return Intake(name, kind, content)


def _kind(name: str) -> Literal["xlsx", "csv"]:
    suffix = PurePath(name).suffix.casefold()
    if passed_over(name):
        raise Unreadable(name, "这是临时文件或隐藏文件，不是台账。请提交台账文件本身。")
    if suffix == ".xlsx":
        return "xlsx"
    if suffix == ".csv":
        return "csv"
    raise Unreadable(name, _REFUSED.get(suffix, "只能读取 .xlsx 和 .csv 台账。请转换后再提交。"))


def _read(path: Path, limit: int) -> bytes:
    """Read one byte more than allowed at most, so that a file that grows is noticed too."""
    try:
        if not path.is_file():
            raise Unreadable(path.name, "找不到这个文件，请检查路径。")
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as problem:
        says = "无法打开文件，请检查权限，或先关闭正在使用它的程序。"
        raise Unreadable(path.name, says) from problem
