"""Where a primitive comes from: its entity, its block, its viewport."""

from ezdxf.entities import Attrib, DXFGraphic, Insert, Viewport

from drawings.content.cadletters import decoded
from drawings.content.recorder import Recorder


class Sources:
    """Follows the entities as they are drawn, and names the one being drawn now.

    Attributes:
        source: handles from the outermost block down to the first entity that is none,
            joined by `/`; behind the handle of the viewport and `:`.
        group: index of the outermost block insertion, -1 outside blocks.

    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.source = ""
        self.group = -1
        self._stack: list[DXFGraphic] = []
        self._window = ""

    @property
    def depth(self) -> int:
        """How many entities are open."""
        return len(self._stack)

    def enter(self, entity: DXFGraphic) -> None:
        """Open an entity; an outermost block opens a group."""
        if not self._stack and isinstance(entity, Insert):
            self._open_group(entity)
        self._stack.append(entity)
        self.source = self._named()

    def leave(self) -> None:
        """Close the entity that was opened last."""
        self.fall_back(max(0, len(self._stack) - 1))

    def fall_back(self, depth: int) -> None:
        """Close all entities deeper than this."""
        del self._stack[depth:]
        if not self._stack:
            self.group = -1
        self.source = self._named()

    def look_through(self, viewport: Viewport) -> None:
        """What follows is seen through a viewport."""
        self._window = f"{viewport.dxf.handle}:"
        self.fall_back(0)

    def look_away(self) -> None:
        """The viewport is done."""
        self._window = ""
        self.fall_back(0)

    def _open_group(self, insert: Insert) -> None:
        self.group = self.recorder.group(insert.dxf.name, abs(insert.dxf.xscale))
        values = {
            attribute.dxf.tag: decoded(_attribute_text(attribute))
            for attribute in insert.attribs
            if attribute.dxf.hasattr("tag")
        }
        if values:
            self.recorder.attributes[self.group] = values

    def _named(self) -> str:
        names = []
        for entity in self._stack:
            original = entity.origin_of_copy or entity
            names.append(original.dxf.handle or "")
            if not isinstance(entity, Insert):
                break
        return self._window + "/".join(names)


def _attribute_text(attribute: Attrib) -> str:
    if attribute.has_embedded_mtext_entity:
        return str(attribute.plain_mtext())
    return str(attribute.plain_text())
