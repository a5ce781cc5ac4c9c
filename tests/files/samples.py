"""Small files of every kind, made here, and hostile ones beside them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import openpyxl

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EXE = b"MZ\x90\0\3\0\0\0" + b"\0" * 500
TIFF = b"II*\0" + b"\0" * 60
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40 + b"\xff\xd9"
TEXT = "云岭区人民政府办公室\n".encode()
OFFICE = "application/vnd.openxmlformats-officedocument"


def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def word() -> bytes:
    """As python-docx writes it, with a heading and a table."""
    document = docx.Document()
    document.add_heading("关于做好防汛工作的通知", 1)
    document.add_table(2, 2)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def slides() -> bytes:
    return zipped({"[Content_Types].xml": types_of("presentationml.presentation")})


def ofd() -> bytes:
    return zipped({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<x/>"})


def types_of(main: str) -> bytes:
    return f'<Types><Override ContentType="{OFFICE}.{main}.main+xml"/></Types>'.encode()


def zipped(parts: dict[str, bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compress) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def word_with(**parts: bytes) -> bytes:
    """A text with further parts; `__` in a name stands for `/`, `_dot_` for `.`."""
    named = {k.replace("__", "/").replace("_dot_", "."): v for k, v in parts.items()}
    declared = {"[Content_Types].xml": types_of("wordprocessingml.document")}
    return zipped({**declared, "word/document.xml": b"<w:document/>", **named})


def ole(*names: str) -> bytes:
    """A compound file with these names in its directory, one entry each."""
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)[:512]
    entries = [
        (name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names)
    ]
    return head + b"".join(entries) + b"\0" * 512
