"""How much of a drawing arrived: its DXF as its author's CAD wrote it, and ours of its DWG.

Pairs are told by their names: `NAME.dwg`, and `NAME.dxf`, `NAME_ascii.dxf` or
`NAME_binary.dxf`. An entity counts as arrived when one of its type (or what is drawn in its
stead) lies in the same kind of place; one that is missing is named by the reader, or it is
silent. Texts are compared by their words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import ezdxf
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.entities import DXFEntity

from drawings.content.cadletters import decoded

TWINS = ("", "_ascii", "_binary")
# What the converter writes instead of a type that DXF files of its own do not hold.
INSTEAD = {"ACAD_TABLE": "INSERT", "TRACE": "SOLID"}
LINE_BREAKS = ("^J", "^M", "\\P")
CUSTOM = ("ACAD_PROXY_ENTITY", "ACAD_PROXY")


@dataclass(frozen=True, slots=True)
class Recall:
    """What arrived of one drawing.

    Attributes:
        entities: how many the author's DXF holds, in layouts and blocks.
        arrived: how many of them arrived.
        named: how many of the others the reader names as lost.
        silent: type to count of those that are missing without a word.
        texts: how many texts the author's DXF holds.
        texts_arrived: how many of them arrived with the same words.

    """

    entities: int
    arrived: int
    named: int
    silent: Mapping[str, int]
    texts: int
    texts_arrived: int


def pairs(corpus: Path) -> Iterator[tuple[Path, Path]]:
    """Every DWG with its DXF twin."""
    twins = {path.stem: path for path in corpus.glob("*/*.dxf")}
    for dwg in sorted(corpus.glob("*/*.dwg")):
        for ending in TWINS:
            if twin := twins.get(dwg.stem + ending):
                yield dwg, twin


def recall_of(twin: Path, converted: Path, losses: Mapping[str, int]) -> Recall:
    """Compare the author's DXF with the DXF made from the DWG."""
    reference, ours = opened(twin), opened(converted)
    wanted, found = kinds_of(reference), kinds_of(ours)
    named = missing = 0
    silent: Counter[str] = Counter()
    spare = found - wanted
    for kind, count in (wanted - found).items():
        count -= drawn_instead(kind, count, spare, losses)
        missing += count
        told = min(count, told_of(kind, losses))
        named += told
        if count > told:
            silent[kind] = count - told
    words, ours_words = words_of(reference), words_of(ours)
    return Recall(
        entities=wanted.total(),
        arrived=wanted.total() - missing,
        named=named,
        silent=dict(silent),
        texts=words.total(),
        texts_arrived=(words & ours_words).total(),
    )


def opened(path: Path) -> Drawing:
    """A DXF document, mended where it breaks the rules."""
    try:
        return ezdxf.readfile(path)
    except ezdxf.DXFError:
        return recover.readfile(path)[0]


def drawn_instead(
    kind: str, count: int, spare: Counter[str], losses: Mapping[str, int]
) -> int:
    """How many of a missing type are drawn as something else."""
    if kind in INSTEAD:
        taken = min(count, spare[INSTEAD[kind]])
        spare[INSTEAD[kind]] -= taken
        return taken
    if kind in CUSTOM and spare.total():
        return count - min(count, told_of(kind, losses))
    return 0


def told_of(kind: str, losses: Mapping[str, int]) -> int:
    """How many of a type the reader names as lost; custom objects by their class."""
    if kind not in CUSTOM:
        return losses.get(kind, 0)
    return sum(n for name, n in losses.items() if "_" in name and ":" not in name)


def kinds_of(document: Drawing) -> Counter[str]:
    """Types of the entities in all layouts and blocks."""
    return Counter(entity.dxftype() for entity in entities_of(document))


def words_of(document: Drawing) -> Counter[str]:
    """The texts of all layouts and blocks."""
    return Counter(
        words for entity in entities_of(document) for words in words_in(entity)
    )


def entities_of(document: Drawing) -> Iterator[DXFEntity]:
    """Everything that lies in a layout or a block, with attached attributes."""
    for block in document.blocks:
        for entity in block:
            yield entity
            yield from getattr(entity, "attribs", ())


def words_in(entity: DXFEntity) -> Iterator[str]:
    """What an entity says, escapes decoded, space evened out."""
    kind = entity.dxftype()
    if kind in ("TEXT", "ATTRIB", "ATTDEF", "DIMENSION"):
        words = str(entity.dxf.get("text", ""))
    elif kind == "MTEXT":
        words = str(entity.text)  # type: ignore[attr-defined]
    elif kind == "MULTILEADER":
        context = entity.context  # type: ignore[attr-defined]
        words = context.mtext.default_content if context.mtext else ""
    else:
        return
    # A break of line is a break of line, however it is written.
    for written in LINE_BREAKS:
        words = words.replace(written, " ")
    if evened := " ".join(decoded(words).split()):
        yield evened
