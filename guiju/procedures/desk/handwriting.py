"""手写意见: what someone writes by hand on a screen, kept as the strokes of the pen.

Strokes are numbers: nothing that comes in is a picture to be opened, they are as sharp on paper as
on a phone, and their digest stands in the chain with the act they were signed with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, pairwise

from guiju.audit.chain import sm3
from guiju.core.errors import Reason, Refusal

WIDTH, HEIGHT = 1000, 400
"""The field one writes in, in units of its own."""
LONGEST = 60_000
"""Characters of the strokes of one opinion: some two hundred signs."""
MARK = "（手写意见）"
"""Stands for it where only words can stand."""
PEN, MARGIN = 7, 14
_MM, _PX = 0.07, 0.36
"""Of a unit, on paper and on a screen."""

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]


def clean(said: str) -> str:
    """The strokes as they are kept, '' where nothing is written.

    `said` is JSON: a list of strokes, each a flat list x, y, x, y … of whole numbers within the
    field. Raises Refusal for anything else.
    """
    if not said.strip():
        return ""
    if len(said) > LONGEST:
        raise Refusal([Reason("handwriting", "手写的内容太长，请少写一些，或者改用文字")])
    try:
        return _written(_strokes(json.loads(said)))
    except (ValueError, TypeError, RecursionError):
        raise Refusal([Reason("handwriting", "手写的笔迹没有收完整，请清除后重写")]) from None


def _strokes(given: object) -> Strokes:
    """Raises ValueError or TypeError."""
    if not isinstance(given, list):
        raise TypeError("a list of strokes")
    return tuple(_stroke(stroke) for stroke in given)


def _stroke(given: object) -> tuple[Point, ...]:
    if not isinstance(given, list) or not given or any(type(n) is not int for n in given):
        raise TypeError("whole numbers")
    points = tuple(zip(given[::2], given[1::2], strict=True))
    if not all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points):
        raise ValueError("outside the field")
    return points


def _written(strokes: Strokes) -> str:
    flat = [list(chain.from_iterable(stroke)) for stroke in strokes]
    return json.dumps(flat, separators=(",", ":")) if flat else ""


def digest_of(kept: str) -> str:
    """SM3 over the strokes as they are kept, in hex (GB/T 32905—2016)."""
    return sm3(kept)


def drawing(kept: str, *, unit: str = "px") -> str:
    """The strokes as an SVG cut to what is written, `unit` px or mm; '' for none.

    `kept` is what `clean` gave: nothing but numbers goes into it.
    """
    strokes = _strokes(json.loads(kept)) if kept else ()
    if not strokes:
        return ""
    xs, ys = zip(*chain.from_iterable(strokes), strict=True)
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(xs) + MARGIN - left, max(ys) + MARGIN - top
    scale = _MM if unit == "mm" else _PX
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="handwriting" role="img" '
        f'aria-label="手写意见" viewBox="{left} {top} {width} {height}" '
        f'width="{width * scale:.1f}{unit}" height="{height * scale:.1f}{unit}">'
        f'<path fill="none" stroke="#111" stroke-width="{PEN}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{" ".join(map(_path, strokes))}"/></svg>'
    )


def _path(stroke: tuple[Point, ...]) -> str:
    """Through the middles between the points, which bend the line; a dot where there is one."""
    (x, y), *_ = stroke
    return " ".join([f"M{x} {y}", *_curves(stroke)]) if len(stroke) > 1 else f"M{x} {y}h0"


def _curves(stroke: tuple[Point, ...]) -> Iterator[str]:
    for (x, y), (to_x, to_y) in pairwise(stroke):
        yield f"Q{x} {y} {(x + to_x) / 2:g} {(y + to_y) / 2:g}"
    yield f"L{stroke[-1][0]} {stroke[-1][1]}"
