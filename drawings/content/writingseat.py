"""Texts of the front end: kept as texts, words joined to lines, grounds laid under them."""

from collections.abc import Iterator
from contextlib import contextmanager

from ezdxf.addons.drawing.properties import Properties
from ezdxf.math import Matrix44, Vec2

from drawings.content.cadletters import decoded, is_shape
from drawings.content.grounds import Ground, corners_around
from drawings.content.lettering import width_of
from drawings.content.recorder import Quad, Recorder
from drawings.content.recording import Writing
from drawings.content.seat import Mark, Seat
from drawings.content.words import Word, joined


class WritingSeat(Seat):
    """The seat, and what it does with texts."""

    def __init__(self, recorder: Recorder, *, is_black: bool = False) -> None:
        super().__init__(recorder, is_black=is_black)
        self.words: list[Word] | None = None
        self.held: list[Word] | None = None

    def reset(self, mark: Mark) -> None:
        """Go back to a mark after an entity broke off."""
        super().reset(mark)
        self.words = self.held = None

    def draw_text(
        self,
        text: str,
        transform: Matrix44,
        properties: Properties,
        cap_height: float,
        dxftype: str = "TEXT",
    ) -> None:
        """A line of text, kept as text."""
        del dxftype
        text = "".join(c if c.isprintable() else " " for c in decoded(text)).rstrip()
        if not text.strip() or cap_height <= 0:
            return
        shape = is_shape(properties.font)
        if self.clip.is_active:
            transform = self.clip.transform_matrix(transform)
        word = Word(
            Writing(text, shape),
            _corners(
                transform, width_of(text, is_shape=shape) * cap_height, cap_height
            ),
            self.place_of(properties),
        )
        if self.words is not None:
            self.words.append(word)
        else:
            self._write(word)

    @contextmanager
    def joining_words(self) -> Iterator[None]:
        """Collect the words of one MTEXT and write them as whole lines."""
        self.words = []
        yield
        words, self.words = self.words, None
        for word in joined(words or []):
            self._write(word)

    @contextmanager
    def on_ground(self, ground: Ground, properties: Properties) -> Iterator[None]:
        """Lay a ground under the texts that are drawn meanwhile.

        Where it lies only its texts tell, so they are held until it is laid.

        Args:
            ground: what is laid.
            properties: how it is filled; its frame is drawn as the texts are.

        """
        self.held = []
        yield
        held, self.held = self.held, None
        corners = corners_around([one.quad for one in held], ground.gap) if held else []
        if corners and ground.is_filled:
            self.recorder.fill([corners], self.place_of(properties))
        if corners and ground.is_framed:
            ends = zip(corners, corners[1:] + corners[:1], strict=True)
            sides: list[Quad] = [(a, a, b, b) for a, b in ends]
            self.recorder.path(sides, [False] * len(sides), held[0].place)
        for word in held:
            self.recorder.text(word.writing, word.quad, word.place)

    def _write(self, word: Word) -> None:
        if self.clip.is_active and not self._is_inside(word.quad):
            return
        if self.held is not None:
            self.held.append(word)
        else:
            self.recorder.text(word.writing, word.quad, word.place)

    def _is_inside(self, quad: Quad) -> bool:
        """Whether the middle of a text lies in its viewport."""
        middle = Vec2((quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2)
        # The innermost stage already moved the text; only its window is asked here.
        return all(
            stage.portal.clip_point(middle) is not None
            for stage in self.clip._stages
            if stage.transform is not None
        )


def _corners(transform: Matrix44, width: float, height: float) -> Quad:
    corners = [(0, 0), (0, height), (width, height), (width, 0)]
    a, b, c, d = transform.fast_2d_transform(corners)
    return ((a.x, a.y), (b.x, b.y), (c.x, c.y), (d.x, d.y))
