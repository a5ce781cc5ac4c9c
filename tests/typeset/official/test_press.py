"""What the press says of what it could not print as asked, pictures of pages, many at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guiju.typeset.official import Form, Heading, Image, OfficialDocument, Profile
from guiju.typeset.press import faces
from guiju.typeset.press_official import CannotPrint, official_pages, official_pdf, place_official
from guiju.typeset.word_official import official_docx
from tests.typeset.official.measured import measure
from tests.typeset.official.samples import (
    DIGEST,
    IMAGES,
    NOTICE,
    PLAN,
    SHORT,
    digest_of,
    paragraphs,
    picture,
)


def told(document: OfficialDocument, **images: bytes) -> list[str]:
    """What is said beyond the faces that this machine lacks."""
    _, chosen = faces(None)
    said = official_pdf(document, images=images).replaced
    return [sentence for sentence in said if sentence not in chosen.replaced]


def test_a_class_that_was_replaced_is_told() -> None:
    _, chosen = faces(None)
    assert set(chosen.replaced) <= set(official_pdf(NOTICE).replaced)


def test_a_character_no_face_has_is_told_by_its_number() -> None:
    (said,) = told(SHORT.model_copy(update={"body": paragraphs("甲\U0010fffd乙")}))
    assert "U+10FFFD" in said and "空框" in said


def test_a_character_of_another_face_is_told() -> None:
    """A smiling face is in no Chinese face; some other one on the machine may have it."""
    (said,) = told(SHORT.model_copy(update={"body": paragraphs("好\N{GRINNING FACE}")}))
    assert "\N{GRINNING FACE}" in said


def test_common_and_rare_characters_of_names_are_not_told() -> None:
    assert told(SHORT.model_copy(update={"body": paragraphs("喆堃㛃“—…〔〕№①Ⅳ％")})) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "找不到"),
        (b"GIF89a", "PNG或JPEG"),
        (b"GIF89a" + b"\1" * 20, "PNG或JPEG"),
        (b"nonsense", "PNG或JPEG"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_told(content: bytes, word: str) -> None:
    document = SHORT.model_copy(update={"body": (Image(digest=DIGEST, caption="图1"),)})
    images = {DIGEST: content} if content else {}
    printed = official_pdf(document, images=images)
    assert any("图1" in said and word in said for said in printed.replaced)
    written = official_docx(document, images=images)
    assert any("图1" in said for said in written.told)


def test_a_torn_picture_is_told() -> None:
    torn = picture()[:60]
    document = SHORT.model_copy(update={"body": (Image(digest=digest_of(torn)),)})
    said = official_pdf(document, images={digest_of(torn): torn}).replaced
    assert any("没有印出" in sentence for sentence in said)


def test_a_picture_damaged_within_is_refused_in_words() -> None:
    damaged = picture().replace(b"IDAT", b"IDAX")
    document = SHORT.model_copy(update={"body": (Image(digest=digest_of(damaged)),)})
    with pytest.raises(CannotPrint, match="图片"):
        official_pdf(document, images={digest_of(damaged): damaged})


def test_a_high_picture_is_made_smaller_to_fit() -> None:
    high = picture(100, 900)
    document = SHORT.model_copy(update={"body": (Image(digest=digest_of(high), width_mm=150),)})
    official = official_pdf(document, images={digest_of(high): high})
    assert official.pdf.startswith(b"%PDF")
    assert official.replaced == official_pdf(SHORT).replaced


def called(font: bytes, family: str) -> bytes:
    """A TrueType font under another, shorter family name."""
    out, count = bytearray(font), int.from_bytes(font[4:6], "big")
    table = next(12 + 16 * n for n in range(count) if font[12 + 16 * n : 16 + 16 * n] == b"name")
    start = int.from_bytes(font[table + 8 : table + 12], "big")
    texts = start + int.from_bytes(font[start + 4 : start + 6], "big")
    for n in range(int.from_bytes(font[start + 2 : start + 4], "big")):
        at = start + 6 + 12 * n
        platform, _, _, kind, _, offset = (
            int.from_bytes(font[at + 2 * k : at + 2 * k + 2], "big") for k in range(6)
        )
        if kind in (1, 16):
            name = family.encode("ascii" if platform == 1 else "utf-16-be")
            out[at + 8 : at + 10] = len(name).to_bytes(2, "big")
            out[texts + offset : texts + offset + len(name)] = name
    return bytes(out)


def test_the_offices_own_faces_are_picked_up(tmp_path: Path) -> None:
    source = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
    if not source.exists():
        pytest.skip("LXGW WenKai is not installed")
    (tmp_path / "fonts").mkdir()
    own = tmp_path / "fonts" / "kaiti.ttf"
    document = SHORT.model_copy(update={"body": (Heading(level=2, text="（一）规矩"),)})
    assert any("缺少楷体" in said for said in official_pdf(document).replaced)
    own.write_bytes(called(source.read_bytes(), "KaiTi"))
    printed = official_pdf(document, office=tmp_path)
    assert printed.pdf.startswith(b"%PDF")
    assert not any("缺少楷体" in said for said in printed.replaced)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_of_every_page(form: str) -> None:
    pages = official_pages(PLAN, images=IMAGES, form=form)  # type: ignore[arg-type]
    assert len(pages) == len(measure(PLAN))
    start = b"<svg" if form == "svg" else b"\x89PNG"
    assert all(page.startswith(start) for page in pages)


def test_markup_in_a_text_is_only_text() -> None:
    tricky = '#panic() *粗* _斜_ $x$ <a> @b \\ // `c` = 标题 ~ #include "/etc/passwd"'
    document = SHORT.model_copy(
        update={"title": tricky, "body": paragraphs(tricky), "addressees": (tricky,)}
    )
    text = "".join(page.text for page in measure(document)).replace("\n", "")
    assert "#panic()" in text and "$x$" in text and "#include" in text


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("profile", Profile)
def test_an_empty_document_is_printed(form: Form, profile: Profile) -> None:
    empty = OfficialDocument(form=form)
    assert official_pdf(empty, profile=profile).pdf.startswith(b"%PDF")
    assert official_docx(empty, profile=profile).docx.startswith(b"PK")


def test_many_at_a_time() -> None:
    """A compiler that two threads share says 'Already borrowed'."""
    documents = [SHORT.model_copy(update={"number": f"云政发〔2026〕{n}号"}) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        printed = list(pool.map(lambda document: official_pdf(document).pdf, documents))
    assert len(set(printed)) == 16


def test_where_the_parts_come_to_stand() -> None:
    placed = place_official(NOTICE)
    assert (placed.text_end, placed.signed) == (2, 2)
    assert (placed.record_from, placed.record_on) == (2, 4)
    assert placed.pitch == 28.95


def test_lines_move_closer_to_keep_the_signature_with_its_text() -> None:
    """(7.3.5.5)"""
    pitches = {
        place_official(SHORT.model_copy(update={"body": paragraphs(*["规矩"] * n)})).pitch
        for n in range(4, 12)
    }
    assert 28.95 in pitches and len(pitches) > 1
