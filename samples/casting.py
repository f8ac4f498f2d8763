"""Turn drawings into files: DXF by ezdxf, DWG by ACadSharp with attributes kept whole."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ezdxf
from acadsharp import native
from ezdxf.document import Drawing

GBK = "gb2312"
# What the writer supports; AC1021 (2007) is refused by it, older ones lose entities.
VERSIONS = ("AC1015", "AC1018", "AC1024", "AC1027", "AC1032")
SPLIT_SHARE = 0.5


def save_dxf(doc: Drawing, path: Path) -> None:
    """Write a DXF whose bytes depend on the drawing alone, not on clock or chance."""
    with _fixed_metadata():
        doc.ezdxf_metadata()["CREATED_BY_EZDXF"] = ezdxf.__version__
        doc.saveas(path)


def save_dwg(dxf: Path, dwg: Path, version: str = "AC1032") -> None:
    """Write the DWG of a DXF; the time of saving is the only thing that varies.

    Raises:
        ValueError: the version is not one of `VERSIONS`.

    """
    if version not in VERSIONS:
        raise ValueError(f"cannot write DWG version {version!r}")
    runtime = native.load()
    try:
        document = runtime.read(str(dxf))
        _align_attributes(document, _alignments(dxf))
        _attach_attributes(document)
        document.Header.VersionString = version
        document.Header.CodePage = GBK
        runtime.write(document, str(dwg), format="dwg")
    finally:
        runtime.close()


def replotted(doc: Drawing, seed: int = 7) -> Drawing:
    """The same drawing as another program saves it: new handles and order, lines cut in two.

    What is drawn does not change: only straight lines with a continuous line type are
    cut, at their middle. Where things cross, another one may lie on top.
    """
    chance = random.Random(seed)  # noqa: S311  not for secrets
    space = doc.modelspace()
    entities = list(space.query("LINE LWPOLYLINE TEXT CIRCLE ARC"))
    chance.shuffle(entities)
    for entity in entities:
        cut = entity.dxftype() == "LINE" and chance.random() < SPLIT_SHARE
        copies = (
            _halves(entity) if cut and _is_straight(doc, entity) else [entity.copy()]
        )
        for copy in copies:
            space.add_entity(copy)
        space.delete_entity(entity)
    return doc


def _halves(line: Any) -> list[Any]:
    first, second = line.copy(), line.copy()
    middle = line.dxf.start.lerp(line.dxf.end, 0.5)
    first.dxf.end = middle
    second.dxf.start, second.dxf.end = line.dxf.end, middle
    return [first, second]


def _is_straight(doc: Drawing, line: Any) -> bool:
    layer = doc.layers.get(line.dxf.layer)
    return bool(layer.dxf.linetype.lower() == "continuous")


def _attach_attributes(document: Any) -> None:
    """Give block attributes back to their insertions: the DXF reader leaves them loose."""
    for block in document.BlockRecords:
        loose: list[tuple[Any, Any]] = []
        owner: Any = None
        for entity in block.Entities:
            kind = entity.type_name.rsplit(".", 1)[-1]
            if kind == "Insert":
                owner = entity
            elif kind == "AttributeEntity" and owner is not None:
                loose.append((owner, entity))
        for insert, attribute in loose:
            block.Entities.Remove(attribute)
            insert.Attributes.Add(attribute)


def _alignments(dxf: Path) -> dict[int, int]:
    """Handle to horizontal alignment (code 72) of the attributes that have one."""
    found = {}
    for entity in ezdxf.readfile(dxf).entitydb.values():
        if entity.dxftype() in {"ATTRIB", "ATTDEF"} and entity.dxf.get("halign", 0):
            found[int(entity.dxf.handle, 16)] = int(entity.dxf.halign)
    return found


def _align_attributes(document: Any, found: dict[int, int]) -> None:
    """Set attributes as the DXF does: its reader sets all of them from the left."""
    for block in document.BlockRecords:
        for entity in block.Entities:
            if entity.Handle in found:
                entity.HorizontalAlignment = found[entity.Handle]


@contextmanager
def _fixed_metadata() -> Iterator[None]:
    before = ezdxf.options.write_fixed_meta_data_for_testing
    ezdxf.options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        ezdxf.options.write_fixed_meta_data_for_testing = before
