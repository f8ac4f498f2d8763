"""A digest of what a sheet shows: the same for the same content, whatever file it came in."""

import hashlib

import numpy as np

from drawings.content.parts import Content, Kind

STEP_MM = 0.01
"""Coordinates are compared to the hundredth of a millimetre on paper."""


def fingerprint(content: Content) -> str:
    """SHA-256 of kinds, places and words, in no order; empty for a page without any.

    Layers, colours and the order of drawing do not count. A picture counts by its place
    alone, so a scan has no fingerprint.
    """
    if content.is_scanned or not len(content):
        return ""
    places = np.rint(content.points.reshape(len(content), 8) / STEP_MM).astype(np.int64)
    words = np.array([0, *(_number(text) for text in content.texts)], np.int64)
    rows = np.column_stack(
        [
            content.kind.astype(np.int64),
            places,
            words[np.where(content.kind == Kind.TEXT, content.text + 1, 0)],
        ]
    )
    ordered = rows[np.lexsort(rows.T[::-1])]
    size = np.rint(np.asarray(content.size_mm)).astype(np.int64)
    return hashlib.sha256(size.tobytes() + ordered.tobytes()).hexdigest()


def _number(text: str) -> int:
    digest = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest()[:8], "big", signed=True)
