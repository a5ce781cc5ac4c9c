"""Official documents on paper: the PDF, and its pages as pictures for the editor.

(Source: GB/T 9704-2012.)
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import typst

from guiju.typeset.fonts import Chosen
from guiju.typeset.official import Image, OfficialDocument, Profile
from guiju.typeset.official_faces import missing_characters
from guiju.typeset.official_parts import PITCHES
from guiju.typeset.official_pictures import Picture, file_name, pictures_of
from guiju.typeset.official_sheet import sheet_of
from guiju.typeset.press import Printed, compiler, faces, inputs

PAGES = Path(__file__).with_name("official.typ")

SQUEEZES = (1.0, 0.98, 0.96, 1.03, 1.06)
"""Tried in order until signature and text share a page. (Source: GB/T 9704-2012 7.3.5.5.)"""

NO_IMAGES: Mapping[str, bytes] = {}


_WHERE = """
("text-end", "signed", "record-from", "record-on").map(name => {
  let found = query(label(name))
  if found.len() == 0 { 0 } else { found.first().location().page() }
})
"""


class CannotPrint(Exception):
    """The press refused the document; the message says what to look at."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where on the pages the text ends, the signature stands and the record lies; 0 for none.

    `pitch` is the distance of the lines in points that was chosen, `told` what to tell the clerk.
    """

    pitch: float
    text_end: int
    signed: int
    record_from: int
    record_on: int
    told: tuple[str, ...]


def official_pdf(
    document: OfficialDocument,
    *,
    images: Mapping[str, bytes] = NO_IMAGES,
    office: Path | None = None,
    profile: Profile = Profile.GLYPHS,
) -> Printed:
    """The document as PDF. `images` are bytes by their SM3 digest, `office` its folder.

    Raises FontMissing when no Chinese face is found, CannotPrint when the press refuses.
    """
    with _set(document, images, office, profile) as job:
        placed = job.place()
        return Printed(job.compile("pdf", placed.pitch)[0], placed.told)


def official_pages(
    document: OfficialDocument,
    *,
    images: Mapping[str, bytes] = NO_IMAGES,
    office: Path | None = None,
    profile: Profile = Profile.GLYPHS,
    form: Literal["svg", "png"] = "svg",
) -> list[bytes]:
    """One picture a page, as the PDF will look: SVG, or PNG of 96 dots an inch.

    Raises FontMissing when no Chinese face is found, CannotPrint when the press refuses.
    """
    with _set(document, images, office, profile) as job:
        return job.compile(form, job.place().pitch)


def place_official(
    document: OfficialDocument,
    *,
    images: Mapping[str, bytes] = NO_IMAGES,
    office: Path | None = None,
    profile: Profile = Profile.GLYPHS,
) -> Placed:
    """Where the parts of the document come to stand, without printing it."""
    with _set(document, images, office, profile) as job:
        return job.place()


@dataclass(frozen=True, slots=True)
class _Job:
    document: OfficialDocument
    profile: Profile
    pictures: Mapping[Image, Picture]
    told: tuple[str, ...]
    root: Path
    fonts: typst.Fonts
    chosen: Chosen
    presses: dict[float, typst.Compiler] = field(default_factory=dict)

    def place(self) -> Placed:
        """The first of the squeezes by which signature and text share a page."""
        pitch = PITCHES[self.profile]
        for squeeze in SQUEEZES:
            placed = self._placed(round(pitch * squeeze, 2))
            if placed.signed == placed.text_end:
                return placed
        return self._placed(pitch)

    def compile(self, form: Literal["pdf", "svg", "png"], pitch: float) -> list[bytes]:
        with _words_for_refusals():
            made = self._press(pitch).compile(format=form, ppi=96)
        return made if isinstance(made, list) else [made or b""]

    def _placed(self, pitch: float) -> Placed:
        with _words_for_refusals():
            pages = json.loads(self._press(pitch).eval(_WHERE))
        text_end, signed, record_from, record_on = pages
        return Placed(pitch, text_end, signed, record_from, record_on, self.told)

    def _press(self, pitch: float) -> typst.Compiler:
        """Kept while the job lasts: what it laid out to find the places is printed then."""
        if pitch in self.presses:
            return self.presses[pitch]
        sheet = sheet_of(self.document, self.profile, pitch, self.pictures)
        given = inputs(sheet, self.chosen)
        press = compiler(self.root / "official.typ", self.root, self.fonts, given)
        self.presses[pitch] = press
        return press


@contextmanager
def _set(
    document: OfficialDocument, images: Mapping[str, bytes], office: Path | None, profile: Profile
) -> Iterator[_Job]:
    """Everything that typesetting needs; pictures lie beside the templates while it lasts."""
    fonts, chosen = faces(office)
    pictures, lost = pictures_of(document, images)
    told = (*chosen.replaced, *missing_characters(document, chosen.faces, fonts), *lost)
    with _root(pictures) as root:
        yield _Job(document, profile, pictures, told, root, fonts, chosen)


@contextmanager
def _root(pictures: Mapping[Image, Picture]) -> Iterator[Path]:
    if not pictures:
        yield PAGES.parent
        return
    with tempfile.TemporaryDirectory(prefix="guiju-press-") as folder:
        root = Path(folder)
        for template in PAGES.parent.glob("official*.typ"):
            shutil.copyfile(template, root / template.name)
        for image, picture in pictures.items():
            (root / file_name(image, picture)).write_bytes(picture.content)
        yield root


@contextmanager
def _words_for_refusals() -> Iterator[None]:
    try:
        yield
    except (typst.TypstError, RuntimeError) as problem:
        raise CannotPrint(
            "这份公文不能排版。常见的原因是图片文件损坏：请删去图片再试，仍不行时联系管理员"
        ) from problem
