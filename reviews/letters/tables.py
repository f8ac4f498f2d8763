"""Tables over several pages: the head is repeated, a row is cut only when it must be.

No short row is left alone: neither the first below its caption nor the last overleaf.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from reviews.letters.ink import HAIR
from reviews.letters.lines import BLACK, MM_PER_POINT, Align, Ink, Line, Run, set_lines
from reviews.letters.paper import LEFT, MEASURE, Paper
from signatures.pades.placement import Box
from storage.typefaces import Face

SIZE: Final = 10.5
"""Size of type in tables: 五号."""
LEADING: Final = 1.45
PAD: Final = 1.4
PAD_Y: Final = 1.0
FRAME: Final = 0.35
CAPTION_SIZE: Final = 12.5
CAPTION_PITCH: Final = 1.7
CAPTION_GAP: Final = 2.4
SHADE: Final[Ink] = (0.945, 0.945, 0.935)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its width in millimetres; head empty where the table has none."""

    width: float
    head: str = ""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows of cells, and how they are set.

    `labels` names the columns that are set as captions: bold, centred and shaded;
    `pad` is the blank above and below the words of a row, in millimetres.
    """

    columns: Sequence[Column]
    rows: Iterable[Sequence[str | Sequence[Run]]]
    size: float = SIZE
    labels: frozenset[int] = frozenset()
    row_height: float = 0.0
    pad: float = PAD_Y


@dataclass(slots=True)
class _Row:
    """A row in type, cell by cell."""

    cells: list[list[Line]]
    is_head: bool = False
    labels: frozenset[int] = field(default_factory=frozenset)

    @property
    def depth(self) -> int:
        """The lines of its tallest cell."""
        return max(len(cell) for cell in self.cells)

    def cut(self, depth: int) -> tuple["_Row", "_Row"]:
        """The first lines of each cell, and the rest."""
        first = [cell[:depth] for cell in self.cells]
        rest = [cell[depth:] for cell in self.cells]
        return _Row(first, labels=self.labels), _Row(rest, labels=self.labels)


def lay(paper: Paper, table: Table, *, caption: str = "", below: float = 0.0) -> None:
    """Set a table from the left margin down, turning pages as needed.

    Its caption stands on one page with the head and the first two rows, the last two
    rows stand together unless they are tall, and the last has room of `below` mm for what
    belongs under the table.
    """
    _Laying(paper, table, caption, below).run()


def set_caption(paper: Paper, text: str) -> None:
    """Set a heading within the body."""
    paper.skip(CAPTION_GAP)
    paper.write(
        [Run(text, Face.SANS_BOLD)],
        size=CAPTION_SIZE,
        align=Align.LEFT,
        pitch=CAPTION_PITCH,
    )
    paper.top += CAPTION_GAP / 4


def caption_height(text: str) -> float:
    """How much a heading takes, with the blank before and after it."""
    lines = set_lines(text, size=CAPTION_SIZE, width=MEASURE, align=Align.LEFT)
    pitch = CAPTION_SIZE * MM_PER_POINT * CAPTION_PITCH
    return len(lines) * pitch + 1.25 * CAPTION_GAP


class _Laying:
    """One table on its way onto the paper."""

    def __init__(self, paper: Paper, table: Table, caption: str, below: float) -> None:
        self.paper, self.table, self.caption = paper, table, caption
        self.below = below
        self.leading = table.size * MM_PER_POINT * LEADING
        self.edges = [LEFT]
        for column in table.columns:
            self.edges.append(self.edges[-1] + column.width)
        self.head = self._head()

    def run(self) -> None:
        """Set every row; the head goes first, and first on each further page."""
        rows = map(self._row, self.table.rows)
        coming = deque(islice(rows, _TOGETHER + 1))
        if not coming and self.head is None:
            return
        self._begin(list(coming))
        while coming:
            row = coming.popleft()
            coming.extend(islice(rows, 1))
            if len(coming) == 1:
                self._keep([row, coming[0]])
            elif not coming:
                self._keep([row])
            self._set(row)

    def _begin(self, coming: Sequence[_Row]) -> None:
        """Caption and head, on a page that has room for the first rows as well.

        A table of three rows or fewer stands whole, as a paragraph of three lines does.
        """
        above = caption_height(self.caption) if self.caption else 0.0
        if self.head:
            above += self._height(self.head)
        self.paper.need(above + self._first(coming, self.paper.full - above))
        if self.caption:
            set_caption(self.paper, self.caption)
        if self.head:
            self._draw(self.head)

    def _first(self, coming: Sequence[_Row], most: float) -> float:
        """How much of the beginning stands on one page, where a page holds so much."""
        if not coming:
            return 0.0
        first = coming if len(coming) <= _TOGETHER else coming[:2]
        together = sum(self._height(row) for row in first)
        if first is coming:
            together += self.below
        is_short = all(row.depth <= _SHALLOW for row in first)
        return together if is_short and together <= most else self._least(coming[0])

    def _keep(self, last: Sequence[_Row]) -> None:
        """Take the last rows to the next page together, with what belongs under them."""
        height = sum(self._height(row) for row in last) + self.below
        is_alone = len(last) == 1 and not self._may_cut(last[0])
        is_short = last[-1].depth <= _SHALLOW and last[0].depth <= _FEWEST
        if (is_alone or is_short) and self.paper.room < height <= self._page:
            self._turn()

    def _set(self, row: _Row) -> None:
        while self._height(row) > self.paper.room:
            fits = int((self.paper.room - 2 * self.table.pad) / self.leading)
            if self._may_cut(row) and fits >= _FEWEST:
                part, row = row.cut(min(fits, row.depth - 2))
                self._draw(part)
            self._turn()
        self._draw(row)

    def _turn(self) -> None:
        self.paper.turn()
        if self.head:
            self._draw(self.head)

    def _may_cut(self, row: _Row) -> bool:
        return row.depth >= _LONG or self._height(row) > self._page

    def _least(self, row: _Row) -> float:
        """What has to stand on one page of a row: all of it, unless it is long."""
        if not self._may_cut(row):
            return self._height(row)
        return _FEWEST * self.leading + 2 * self.table.pad

    @property
    def _page(self) -> float:
        head = self._height(self.head) if self.head else 0.0
        return self.paper.full - head

    def _head(self) -> _Row | None:
        if not any(column.head for column in self.table.columns):
            return None
        cells = [
            self._cell([Run(column.head, Face.SANS_BOLD)], column, Align.CENTRE)
            for column in self.table.columns
        ]
        return _Row(cells, is_head=True)

    def _row(self, texts: Sequence[str | Sequence[Run]]) -> _Row:
        cells = []
        for index, (text, column) in enumerate(
            zip(texts, self.table.columns, strict=True)
        ):
            is_label = index in self.table.labels
            align = Align.CENTRE if is_label else column.align
            if isinstance(text, str):
                text = [Run(text, Face.SANS_BOLD if is_label else Face.SERIF)]
            cells.append(self._cell(text, column, align))
        return _Row(cells, labels=self.table.labels)

    def _cell(self, text: Sequence[Run], column: Column, align: Align) -> list[Line]:
        width = column.width - 2 * PAD
        return set_lines(text, size=self.table.size, width=width, align=align)

    def _height(self, row: _Row) -> float:
        blank = 2 * self.table.pad
        return max(row.depth * self.leading + blank, self.table.row_height)

    def _draw(self, row: _Row) -> None:
        paper, top = self.paper, self.paper.top
        height = self._height(row)
        bottom = top + height
        shaded = [
            Box(left, top, right, bottom)
            for index, (left, right) in enumerate(
                zip(self.edges, self.edges[1:], strict=False)
            )
            if row.is_head or index in row.labels
        ]
        if shaded:
            paper.fill(shaded, SHADE)
        for index, (left, cell) in enumerate(zip(self.edges, row.cells, strict=False)):
            start = top + self._drop(row, index, cell, height)
            for number, line in enumerate(cell):
                paper.put(line, left + PAD, start + number * self.leading, self.leading)
        self._frame(top, bottom)
        paper.top = bottom

    def _drop(
        self, row: _Row, index: int, cell: Sequence[Line], height: float
    ) -> float:
        """Short cells stand in the middle; beside a long text they begin with it."""
        is_caption = index in row.labels or row.is_head
        is_centred = self.table.columns[index].align is Align.CENTRE
        if is_caption or is_centred or row.depth <= _SHALLOW:
            return (height - len(cell) * self.leading) / 2
        return self.table.pad

    def _frame(self, top: float, bottom: float) -> None:
        first, last = self.edges[0], self.edges[-1]
        for level in (top, bottom):
            self.paper.rule((first, level), (last, level), width=HAIR, ink=BLACK)
        for index, edge in enumerate(self.edges):
            is_outer = index in (0, len(self.edges) - 1)
            self.paper.rule(
                (edge, top), (edge, bottom), width=FRAME if is_outer else HAIR
            )


_FEWEST: Final = 5
_LONG: Final = 14
_SHALLOW: Final = 3
_TOGETHER: Final = 3
"""A table of so many short rows is not parted if a page holds it."""
