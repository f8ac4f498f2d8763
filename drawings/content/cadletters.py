"""Measure and lay out the texts of a CAD file with our typefaces, not the machine's."""

import json
import re
from functools import lru_cache
from typing import cast

from ezdxf.addons.drawing.mtext_complex import (
    ColumnBackgroundRenderer,
    ComplexMTextRenderer,
)
from ezdxf.addons.drawing.properties import Properties, RenderContext
from ezdxf.addons.drawing.text_renderer import TextRenderer
from ezdxf.entities import MText, Textstyle
from ezdxf.fonts import fonts
from ezdxf.fonts.font_face import FontFace
from ezdxf.fonts.font_measurements import FontMeasurements
from ezdxf.fonts.fonts import AbstractFont
from ezdxf.npshapes import NumpyPath2d
from ezdxf.tools.text import MTextContext

from drawings.content.lettering import DESCENDER, X_HEIGHT, width_of
from storage.typefaces import Face, face_file

SHAPE_FACE = FontFace(filename="shape.shx", family="shape")
TRUETYPE_FACE = FontFace(filename="truetype.ttf", family="truetype")
# The version of ezdxf's list of fonts, and the first name it falls back to.
FONT_LIST_VERSION = 2
FALLBACK_NAME = "ArialUni.ttf"
REBAR = re.compile(r"%%1(?:2[89]|3[0-6])")
UNICODE_ESCAPE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
GBK_ESCAPE = re.compile(r"\\M\+5([0-9A-Fa-f]{4})")


@lru_cache
def teach_our_face() -> None:
    """Let ezdxf know one typeface, ours: it measures some texts by itself."""
    face = face_file(Face.FALLBACK)
    entry = [str(face), "Lianshen", "Regular", 400, 5]
    known = {"version": FONT_LIST_VERSION, "font-faces": [entry]}
    fonts.font_manager.loads(json.dumps(known))
    fonts.font_manager.add_synonyms({face.name: FALLBACK_NAME}, reverse=False)
    # What ezdxf measures by itself it would measure with a whole typeface, read in half
    # a second; and not as the text is set.
    fonts.make_font = _our_font


class _OurFont(fonts.MonospaceFont):
    """Tells how wide our typeface is; draws nothing."""

    def text_width_ex(
        self, text: str, cap_height: float, width_factor: float = 1.0
    ) -> float:
        return width_of(decoded(text)) * cap_height * width_factor


def _our_font(
    font_name: str, cap_height: float, width_factor: float = 1.0
) -> AbstractFont:
    del font_name
    return _OurFont(cap_height, width_factor)


def is_shape(face: FontFace | None) -> bool:
    """Whether a face stands for an SHX font."""
    return face is None or face.filename.lower().endswith((".shx", ".shp"))


def decoded(text: str) -> str:
    r"""A text without the escapes that old files keep in it.

    `\U+XXXX` is Unicode, `\M+5XXXX` two bytes of GBK, `%%130` and its neighbours are
    the bar signs of Chinese shape fonts, lone surrogates are bytes that were GBK.
    """
    if "%%1" in text:
        text = REBAR.sub("Φ", text)
    if "\\U+" in text:
        text = UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "\\M+5" in text:
        text = GBK_ESCAPE.sub(
            lambda found: bytes.fromhex(found[1]).decode("gbk", "replace"), text
        )
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        raw = text.encode("utf-8", "surrogateescape")
        text = raw.decode("gbk", "replace")
    return text


class OurContext(RenderContext):
    """Resolves properties as ezdxf does, with only two faces: shape and TrueType."""

    def add_text_style(self, text_style: Textstyle) -> None:
        """Choose the face of a text style by the font file it names."""
        font = str(text_style.dxf.font or "").lower()
        has_big_font = bool(text_style.dxf.get("bigfont", ""))
        is_truetype = font.endswith((".ttf", ".ttc", ".otf")) or (
            not font and text_style.has_extended_font_data
        )
        face = TRUETYPE_FACE if is_truetype and not has_big_font else SHAPE_FACE
        self.fonts[text_style.dxf.name.lower()] = face


class OurLetters(TextRenderer):
    """Widths and heights of texts; outlines are never asked for."""

    def get_font_measurements(
        self, font_face: FontFace, cap_height: float = 1.0
    ) -> FontMeasurements:
        """Heights of a face, all from the base line."""
        del font_face
        return FontMeasurements(
            0.0, cap_height, X_HEIGHT * cap_height, DESCENDER * cap_height
        )

    def get_text_line_width(
        self, text: str, font_face: FontFace, cap_height: float = 1.0
    ) -> float:
        """Width of one line."""
        return width_of(decoded(text), is_shape=is_shape(font_face)) * cap_height

    def get_text_path(
        self, text: str, font_face: FontFace, cap_height: float = 1.0
    ) -> NumpyPath2d:
        """No outline: texts stay texts."""
        del text, font_face, cap_height
        return NumpyPath2d(None)

    def get_text_glyph_paths(
        self, text: str, font_face: FontFace, cap_height: float = 1.0
    ) -> list[NumpyPath2d]:
        """No outlines: texts stay texts."""
        del text, font_face, cap_height
        return []

    def is_stroke_font(self, font_face: FontFace) -> bool:
        """No face is drawn as strokes."""
        del font_face
        return False


class _Measure:
    """The part of ezdxf's font that the layout of MTEXT asks for."""

    def __init__(self, face: FontFace, cap_height: float, factor: float) -> None:
        self.is_shape = is_shape(face)
        self.scale = cap_height * factor

    def text_width(self, text: str) -> float:
        return width_of(decoded(text), is_shape=self.is_shape) * self.scale

    def space_width(self) -> float:
        return self.text_width(" ")


class OurMtext(ComplexMTextRenderer):
    """Lays MTEXT out with our widths."""

    def get_font(self, ctx: MTextContext) -> AbstractFont:
        """Measure with our faces."""
        measure = _Measure(ctx.font_face, ctx.cap_height, ctx.width_factor)
        return cast(AbstractFont, measure)

    def make_bg_renderer(self, mtext: MText) -> ColumnBackgroundRenderer:
        """No ground: it would be as wide as the column; see `Pipeline.on_ground`."""
        del mtext
        return ColumnBackgroundRenderer(self._properties, self._backend)

    def get_font_face(self, mtext: MText) -> FontFace:
        """The face of the entity, a shape font by default."""
        del mtext
        properties: Properties = self._properties
        return properties.font or SHAPE_FACE
