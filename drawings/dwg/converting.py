"""DWG (R13 to 2018 and later) to DXF in UTF-8, keeping tables and custom objects.

The plain writer of ACadSharp leaves out, without a word, tables and custom objects.
Here a table becomes the insertion of its own block, a custom object its proxy graphics;
what still has no way into the DXF is counted. Runs in the sandbox: memory and time are
limited there, not here.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acadsharp import native

from drawings.content.errors import Refusal, UnreadableDrawing, refused
from drawings.content.parts import Loss
from drawings.dwg.amending import Amendment, amendment_of, handle_of
from drawings.dwg.proxies import drawn_from_proxy, short_name

READ = [
    "System.String",
    "ACadSharp.IO.DwgReaderConfiguration",
    "ACadSharp.IO.NotificationEventHandler",
]
DIMENSION = "Dimension"
CUSTOM = ("UnknownEntity", "ProxyEntity")
# What the writer of DXF knows. Anything else it leaves out without a word: it is drawn
# from its proxy graphics, or counted as lost.
WRITTEN = frozenset(
    [
        *("Arc", "Circle", "Ellipse", "Face3D", "Hatch", "Insert", "Leader", "Line"),
        *("LwPolyline", "Mesh", "MLine", "MText", "MultiLeader", "Ole2Frame", "Point"),
        *("PdfUnderlay", "PolyfaceMesh", "PolygonMesh", "Polyline2D", "Polyline3D"),
        *("RasterImage", "Ray", "Solid", "Spline", "TextEntity", "Tolerance", "Vertex"),
        *("Viewport", "Wipeout", "XLine", "AttributeDefinition", "AttributeEntity"),
    ]
)
# The names in DXF of the types that are not written.
NOT_WRITTEN = {"Solid3D": "3DSOLID", "CadBody": "BODY"}
# AC1032 is written in UTF-8: the only way in which GBK texts of old files survive.
WRITTEN_AS = "AC1032"
MEMORY_SIGNS = ("OutOfMemory", "InsufficientMemory")
LOCKED_SIGNS = ("password", "encrypt")


@dataclass(slots=True)
class Conversion:
    """What was converted, and what was not.

    Attributes:
        version: of the DWG, such as `AC1024`.
        entities: how many the file holds, in all blocks.
        tables: tables carried over as insertions.
        custom: class of custom object to how many were drawn from proxy graphics.
        empty: class to how many had no usable graphics: those are lost.
        lost: type to count of what the DXF writer leaves out.
        amendments: by handle, what it leaves out and `amending.amend` says again.

    """

    version: str = ""
    entities: int = 0
    tables: int = 0
    custom: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    amendments: dict[str, Amendment] = field(default_factory=dict)

    def losses(self) -> tuple[Loss, ...]:
        """Everything that did not arrive in the DXF."""
        together = self.lost + self.empty
        return tuple(Loss(kind, count) for kind, count in sorted(together.items()))


def convert(source: Path, target: Path) -> Conversion:
    """Write the DXF of a DWG.

    Raises:
        UnreadableDrawing: DAMAGED, PASSWORD, OUT_OF_MEMORY or NOTHING_DRAWN.

    """
    runtime = _Runtime()
    try:
        document = _read(runtime, source)
        conversion = _enrich(runtime, document)
        document.Header.VersionString = WRITTEN_AS
        runtime.write(document, str(target), format="dxf")
    except native.NativeError as error:
        raise _refusal(error) from error
    finally:
        runtime.close()
    if conversion.entities == 0:
        raise refused(Refusal.NOTHING_DRAWN)
    return conversion


class _Runtime(native.NativeRuntime):
    """A bridge that gives nothing back one by one: that took as long as to ask for it.

    Whatever was asked for stays until the process ends, which is soon.
    """

    def _release(self, handle: int) -> None:
        self._handles.discard(handle)


def _read(runtime: Any, source: Path) -> Any:
    reader = runtime.ACadSharp.IO
    configuration = reader.DwgReaderConfiguration()
    configuration.Failsafe = True
    configuration.KeepUnknownEntities = True
    # By default proxy graphics are skipped, and 天正 walls would vanish.
    configuration.IgnoreProxyGraphics = False
    return reader.DwgReader.call(
        "Read", str(source), configuration, None, signature=READ
    )


def _enrich(runtime: Any, document: Any) -> Conversion:
    conversion = Conversion(version=str(document.Header.VersionString))
    for block in document.BlockRecords:
        additions: list[Any] = []
        for entity in block.Entities:
            conversion.entities += 1
            kind = short_name(entity)
            if (amendment := amendment_of(entity, kind)) is not None:
                conversion.amendments[handle_of(entity)] = amendment
            if kind == "TableEntity":
                additions.append(_table(runtime, entity))
                conversion.tables += 1
            elif kind not in WRITTEN and not kind.startswith(DIMENSION):
                additions += _custom(runtime, entity, conversion)
        for entity in additions:
            block.Entities.Add(entity)
    return conversion


def _table(runtime: Any, table: Any) -> Any:
    insert = runtime.ACadSharp.Entities.Insert(table.Block)
    insert.InsertPoint, insert.Rotation = table.InsertPoint, table.Rotation
    insert.Layer = table.Layer
    insert.XScale, insert.YScale = table.XScale, table.YScale
    insert.ZScale = table.ZScale
    return insert


def _custom(
    runtime: Any,
    entity: Any,
    conversion: Conversion,
) -> list[Any]:
    kind = short_name(entity)
    name = NOT_WRITTEN.get(kind) or str(entity.ObjectName or kind)
    drawn = drawn_from_proxy(runtime, entity)
    if drawn.entities:
        conversion.custom[name] += 1
    else:
        # Only a custom object can be exported again with its graphics.
        (conversion.empty if kind in CUSTOM else conversion.lost)[name] += 1
    for part, count in drawn.left_out.items():
        conversion.lost[f"{name}: {part}"] += count
    return drawn.entities


def _refusal(error: native.NativeError) -> UnreadableDrawing:
    words = f"{getattr(error, 'managed_type', '')}: {error}"
    if any(sign in words for sign in MEMORY_SIGNS):
        return refused(Refusal.OUT_OF_MEMORY, words)
    if any(sign in words.lower() for sign in LOCKED_SIGNS):
        return refused(Refusal.PASSWORD)
    return refused(Refusal.DAMAGED, words)
