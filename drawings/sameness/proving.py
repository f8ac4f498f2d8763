"""Prove that DWG and PDF are one sheet, or say where they differ: the public home."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from drawings.content.parts import SECOND_READER, Content, Floats, Kind
from drawings.diff.findings import Box, Registration
from drawings.diff.ink import Ink, ink_of
from drawings.diff.preparing import vocabulary
from drawings.diff.strokes import Strokes
from drawings.sameness.collecting import collect, text_finding, untold
from drawings.sameness.findings import (
    Doubt,
    Finding,
    Proof,
    Score,
    Traces,
    Verdict,
)
from drawings.sameness.grounding import ungrounded
from drawings.sameness.inking import leftover_ink
from drawings.sameness.laying import Laid, lay
from drawings.sameness.lettering import Reading, read_lettering
from drawings.sameness.masking import visible
from drawings.sameness.places import off_paper_edge, placed
from drawings.sameness.sides import Leftover, sides_of
from drawings.sameness.wording import Saying, disagreements

# Less ink than this in common, on the better side, and the two were not registered.
LEAST_SHARE = 0.5
MOST_PRIMITIVES = 2_000_000


def prove_same(dwg: Content, pdf: Content, *, title_box: Box | None = None) -> Proof:
    """Hold the two faces of a sheet against each other, in both directions.

    Args:
        dwg: what was read of the DWG face.
        pdf: what was read of the page.
        title_box: where the title block lies on the page, in mm.

    Returns:
        The proof. `SAME` is only said where every mark of either face was found on the
        other and nothing was lost in reading.

    """
    doubts = _doubts(dwg, pdf)
    if any(doubt in _HOPELESS for doubt, _ in doubts):
        return Proof(Verdict.UNPROVED, tuple(doubts))
    shown, page = visible(dwg), visible(pdf)
    laid = lay(shown.content, page.content)
    trial = _Trial((dwg, pdf), (shown.content, page.content), laid, title_box)
    return replace(trial.proof(doubts), hidden=shown.hidden + page.hidden)


_HOPELESS = frozenset({Doubt.SCANNED, Doubt.EMPTY, Doubt.TOO_LARGE})


def _doubts(dwg: Content, pdf: Content) -> list[tuple[Doubt, str]]:
    """What stands against a proof before anything was looked at."""
    doubts: list[tuple[Doubt, str]] = []
    if dwg.is_scanned or pdf.is_scanned:
        doubts.append((Doubt.SCANNED, ""))
    if not _is_drawn(dwg) or not _is_drawn(pdf):
        doubts.append((Doubt.EMPTY, ""))
    if max(len(dwg), len(pdf)) > MOST_PRIMITIVES:
        doubts.append((Doubt.TOO_LARGE, str(max(len(dwg), len(pdf)))))
    for side, content in (("dwg", dwg), ("pdf", pdf)):
        for loss in content.losses:
            doubt = Doubt.REDUCED if loss.kind == SECOND_READER else Doubt.LOSSES
            doubts.append((doubt, f"{side}/{loss.kind}/{loss.count}"))
    images = max(int((c.kind == Kind.IMAGE).sum()) for c in (dwg, pdf))
    if images:
        doubts.append((Doubt.IMAGES, str(images)))
    return doubts


def _is_drawn(content: Content) -> bool:
    return bool((content.kind != Kind.IMAGE).any())


class _Trial:
    """The two faces on one page, while they are held against each other."""

    def __init__(
        self,
        read: tuple[Content, Content],
        seen: tuple[Content, Content],
        laid: Laid,
        title_box: Box | None,
    ) -> None:
        self._read_of, self._title = read, title_box
        dwg, pdf = seen
        self._words = vocabulary(dwg, pdf)
        on_page = _on_page(laid.dwg, pdf.size_mm)
        self._laid = laid = replace(laid, dwg=laid.dwg.take(on_page))
        self._dwg, self._pdf = sides_of(dwg, pdf, laid)
        self._sheet, self._size = dwg.size_mm, pdf.size_mm

    def proof(self, doubts: list[tuple[Doubt, str]]) -> Proof:
        """The whole answer."""
        laid = self._laid
        left = leftover_ink(self._dwg, self._pdf, laid.reach_mm)
        left = off_paper_edge(left, self._sheet, self._size, laid.similarity)
        sayings = disagreements(laid.dwg, laid.pdf, self._words)
        left = ungrounded(left, self._read_of, (self._dwg, self._pdf), laid, sayings)
        asked = np.concatenate(
            [np.zeros(0, np.intp), *(s.dwg for s in sayings if not len(s.pdf))]
        ).astype(np.intp)
        reading = self._read(asked, left)
        left = _without_letters(left, laid.pdf, reading.used)
        score = self._score(left, sayings, reading)
        registration = self._registration(score)
        if max(score.ink_of_dwg, score.ink_of_pdf) < LEAST_SHARE:
            doubts = [*doubts, (Doubt.NO_REGISTRATION, "")]
            return Proof(Verdict.UNPROVED, tuple(doubts), score, registration)
        unread = len(reading.unread) + sum(s.is_unreadable for s in sayings)
        if unread:
            doubts = [*doubts, (Doubt.LETTERING, str(unread))]
        findings = self._findings(left, sayings, asked, reading)
        return Proof(
            verdict=_verdict(findings, doubts),
            doubts=tuple(doubts),
            score=score,
            registration=registration,
            findings=findings,
            tolerance_mm=laid.reach_mm,
            missing_layers=self._missing_layers(left, reading),
            outlined=len(asked) - len(reading.missing),
            unread=unread,
            traces=Traces(left.dwg.lines, left.pdf.lines),
        )

    def _read(
        self, asked: np.ndarray[tuple[int], np.dtype[np.intp]], left: Leftover
    ) -> Reading:
        texts = self._laid.dwg.take(asked)
        words = [self._words[t] for t in texts.text]
        return read_lettering(
            texts,
            words,
            self._pdf,
            _whole(left, self._laid.pdf, self._pdf.content),
        )

    def _score(
        self, left: Leftover, sayings: Sequence[Saying], reading: Reading
    ) -> Score:
        laid = self._laid
        wrong = len(reading.missing) + len(reading.differing) + len(reading.unread)
        wrong += sum(len(s.dwg) for s in sayings if len(s.pdf))
        # a text that fell together with a stamp on the margin counts as one of the page
        extra = sum(len(s.pdf) for s in sayings if len(s.dwg) or not self._is_stamp(s))
        letters = np.zeros(len(laid.pdf), bool)
        letters[reading.used] = True
        return Score(
            _share(left.dwg, laid.dwg, laid.dwg.kind != Kind.TEXT),
            _share(left.pdf, laid.pdf, (laid.pdf.kind != Kind.TEXT) & ~letters),
            _part(wrong, int((laid.dwg.kind == Kind.TEXT).sum())),
            _part(extra, int((laid.pdf.kind == Kind.TEXT).sum())),
        )

    def _is_stamp(self, saying: Saying) -> bool:
        said = (saying.said_dwg, saying.said_pdf)
        found = text_finding(self._dwg, self._pdf, saying.dwg, saying.pdf, said)
        return not self._placed(found).counts

    def _registration(self, score: Score) -> Registration:
        lay_ = self._laid.similarity
        return Registration(
            scale=lay_.scale,
            rotation_deg=lay_.turn_deg,
            dx_mm=lay_.shift.real,
            dy_mm=lay_.shift.imag,
            inliers=max(score.ink_of_dwg, score.ink_of_pdf),
            residual_mm=self._laid.residual_mm,
            method=self._laid.method,
        )

    def _findings(
        self,
        left: Leftover,
        sayings: Sequence[Saying],
        asked: np.ndarray[tuple[int], np.dtype[np.intp]],
        reading: Reading,
    ) -> tuple[Finding, ...]:
        laid = self._laid
        found = [
            text_finding(self._dwg, self._pdf, s.dwg, s.pdf, (s.said_dwg, s.said_pdf))
            for s in sayings
            if len(s.pdf) and not s.is_unreadable
        ]
        for number, said in (*((m, "") for m in reading.missing), *reading.differing):
            position = asked[number : number + 1]
            word = self._words[laid.dwg.text[position[0]]]
            nobody = np.zeros(0, np.intp)
            found.append(
                text_finding(self._dwg, self._pdf, position, nobody, (word, said))
            )
        for number in reading.unread:
            position = asked[number : number + 1]
            word = self._words[laid.dwg.text[position[0]]]
            found.append(untold(self._dwg, position, word))
        found += collect(self._dwg, self._pdf, left)
        return tuple(
            sorted(
                (self._placed(each) for each in found),
                key=lambda f: (-f.pdf_box[3], f.pdf_box[0]),
            )
        )

    def _placed(self, finding: Finding) -> Finding:
        return placed(finding, self._laid.similarity, self._size, self._title)

    def _missing_layers(self, left: Leftover, reading: Reading) -> tuple[str, ...]:
        strokes, content = self._laid.dwg, self._dwg.content
        layer = content.layer[strokes.index]
        count = len(content.layers)
        drawn = strokes.kind != Kind.TEXT
        length = np.where(drawn, strokes.lengths(), 0.0)
        whole = np.bincount(layer, length, minlength=count)
        gone = np.bincount(
            layer[left.dwg.whose], _length(left.dwg.lines), minlength=count
        )
        lost = (whole > 1.0) & (gone >= 0.98 * whole)
        return tuple(content.layers[i] for i in np.flatnonzero(lost))


def _verdict(
    findings: Sequence[Finding], doubts: Sequence[tuple[Doubt, str]]
) -> Verdict:
    if any(finding.counts for finding in findings):
        return Verdict.DIFFERS
    return Verdict.UNPROVED if doubts else Verdict.SAME


def _on_page(
    strokes: Strokes, size: tuple[float, float]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    boxes = strokes.boxes()
    inside = (boxes[:, 2:] >= 0) & (boxes[:, :2] <= np.asarray(size))
    return np.asarray(inside.all(axis=1))


def _whole(
    left: Leftover, strokes: Strokes, content: Content
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Strokes with open ink, and the rest of what was drawn at one go with most of them."""
    open_ = np.zeros(len(strokes), bool)
    open_[left.pdf.whose] = True
    source = content.source[strokes.index]
    count = np.bincount(source)
    share = np.bincount(source, open_) / np.maximum(count, 1)
    return np.flatnonzero(open_ | (share[source] >= 0.5))


def _without_letters(
    left: Leftover, page: Strokes, used: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Leftover:
    is_letter = np.zeros(len(page), bool)
    is_letter[used] = True
    kept = ~is_letter[left.pdf.whose]
    return replace(left, pdf=Ink(left.pdf.lines[kept], left.pdf.whose[kept]))


def _share(
    left: Ink, strokes: Strokes, drawn: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> float:
    whole = ink_of(
        strokes, np.flatnonzero(drawn & (strokes.kind != Kind.IMAGE)), sagitta=0.05
    )
    return _part(float(_length(left.lines).sum()), float(_length(whole.lines).sum()))


def _part(wrong: float, whole: float) -> float:
    return max(0.0, 1 - wrong / whole) if whole > 0 else 1.0


def _length(lines: Floats) -> Floats:
    span = lines[:, 1] - lines[:, 0]
    return np.asarray(np.hypot(span[:, 0], span[:, 1]))
