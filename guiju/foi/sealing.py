"""Sealing what must not be read in the table: AES-256-GCM under one of the office's keys.

A sealed value is: version (1 byte), mark of the key (8), nonce (12), ciphertext with its tag.
It is bound to what it is about, so that it cannot be moved to another case.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guiju.core.errors import Reason, Refusal

VERSION = b"\x01"
MARK, NONCE = 8, 12
SHORTEST = 32
"""Characters a key needs: it is used as it is, not stretched like a password."""


class NotSealed(Refusal):
    """What was sealed cannot be opened; the reason says why and who can help."""


def seal(plain: bytes, about: bytes, keys: Sequence[str]) -> bytes:
    """Seal with the first key. Raises NotSealed when it is too short to protect anything."""
    key, mark = _derived(_usable(keys)[0])
    nonce = os.urandom(NONCE)
    return VERSION + mark + nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(sealed: bytes, about: bytes, keys: Sequence[str]) -> bytes:
    """Open with whichever key it was sealed. Raises NotSealed."""
    head, rest = sealed[: 1 + MARK], sealed[1 + MARK :]
    for key, mark in map(_derived, _usable(keys)):
        if head == VERSION + mark:
            try:
                return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], about)
            except (InvalidTag, ValueError) as error:
                raise _refused("applicant.altered", ALTERED) from error
    raise _refused("applicant.key", WRONG_KEY)


ALTERED = "申请人信息已被改动或者不属于本事项，不能显示；请以备份核对并查明原因"
WRONG_KEY = (
    "申请人信息不是用现有密钥加密的，不能显示；"
    "请把原来的密钥放回 APPLICANT_KEY 或 applicant_key 文件，新密钥在前、旧密钥在后"
)
TOO_SHORT = f"申请人信息的密钥没有设置或者不足{SHORTEST}个字符，请按运维手册生成密钥"


def _usable(keys: Sequence[str]) -> list[str]:
    wanted = [key.strip() for key in keys if key.strip()]
    if not wanted or any(len(key) < SHORTEST for key in wanted):
        raise _refused("applicant.key", TOO_SHORT)
    return wanted


def _derived(key: str) -> tuple[bytes, bytes]:
    """The AES key, and a mark that tells keys apart and tells nothing of them."""
    made = HKDF(hashes.SHA256(), 32 + MARK, salt=None, info=b"guiju.foi.applicant")
    both = made.derive(key.encode())
    return both[:32], both[32:]


def _refused(rule: str, says: str) -> NotSealed:
    return NotSealed([Reason(rule, says, helper="系统管理员")])
