"""The plotter of ezdxf: its own front end and PDF back end; letters become outlines."""

import json
from pathlib import Path

import ezdxf
import numpy as np
import pytest
from ezdxf.addons.drawing import Frontend, RenderContext, layout
from ezdxf.addons.drawing import pymupdf as pymupdf_out
from ezdxf.addons.drawing.config import (
    BackgroundPolicy,
    ColorPolicy,
    Configuration,
    LinePolicy,
)
from ezdxf.fonts import fonts

from drawings.content.parts import Floats
from storage.typefaces import Face, face_file


def loops_of_letters(text: str, face: Face) -> list[list[Floats]]:
    """The loops of each letter, flattened; height of a capital 1, from the start."""
    _teach_face(face)
    try:
        font = _real_font("ArialUni.ttf", 1.0)
        return [
            [
                np.array([(v.x, v.y) for v in loop.flattening(0.01)])
                for loop in glyph_path.to_path().sub_paths()
            ]
            for glyph_path in font.text_glyph_paths(text, 1.0)
            if len(glyph_path)
        ]
    finally:
        # What is read next in this process knows our own face alone, as everywhere.
        _teach_face()


def by_front_end(
    dxf: Path,
    target: Path,
    *,
    space: str = "Model",
    units_per_mm: float,
    policy: LinePolicy = LinePolicy.SOLID,
) -> None:
    """Plot with ezdxf's own front end and its PDF back end; letters become outlines."""
    _teach_face()
    document = ezdxf.readfile(dxf)
    back = pymupdf_out.PyMuPdfBackend()
    configuration = Configuration(
        background_policy=BackgroundPolicy.WHITE,
        color_policy=ColorPolicy.COLOR,
        line_policy=policy,
    )
    where = document.modelspace() if space == "Model" else document.layouts.get(space)
    with pytest.MonkeyPatch.context() as patch:
        # readers of drawings measure with letters of their own; a plotter draws real ones
        patch.setattr(fonts, "make_font", _real_font)
        Frontend(RenderContext(document), back, config=configuration).draw_layout(where)
    page = layout.Page(0, 0, layout.Units.mm, layout.Margins.all(5))
    settings = layout.Settings(fit_page=False, scale=1 / units_per_mm)
    target.write_bytes(back.get_pdf_bytes(page, settings=settings))


def _real_font(
    name: str, cap_height: float, width_factor: float = 1.0
) -> fonts.AbstractFont:
    del name
    return fonts.TrueTypeFont("ArialUni.ttf", cap_height, width_factor)


def _teach_face(chosen: Face = Face.FALLBACK) -> None:
    face = face_file(chosen)
    entry = [str(face), "Lianshen", "Regular", 400, 5]
    fonts.font_manager.clear()  # or it falls back to the face of before for ever
    fonts.font_manager.loads(json.dumps({"version": 2, "font-faces": [entry]}))
    fonts.font_manager.add_synonyms({face.name: "ArialUni.ttf"}, reverse=False)
