"""What a CAD file leans on that lies outside of it: typefaces and tables of plot styles.

A file names them and does not hold them. Texts are set with our typefaces, and lines are
drawn as the drawing itself says; a person is told which names stood there instead.
"""

import re
from collections.abc import Iterator
from pathlib import PureWindowsPath

from ezdxf.document import Drawing
from ezdxf.entities import DXFEntity, Image, Textstyle
from ezdxf.layouts import Layout

WRITTEN = ("TEXT", "ATTRIB", "ATTDEF", "MTEXT")
INLINE_FONT = re.compile(r"\\[fF]([^|;\\]+)[^;]*;")
# DXF reference, PLOTSETTINGS, group 70: plot with the named table.
PLOTS_WITH_STYLES = 32
EXPORTED = re.compile(r"[^-]+-(?P<picture>.*[^\W\d].*)-\d{5,}(?P<kind>\.\w+)")
MONOCHROME = ("monochrome.ctb", "monochrome.stb")


def missing_fonts(document: Drawing) -> tuple[str, ...]:
    """Names of the font files that the texts ask for, shape and big fonts included."""
    styles: set[str] = set()
    names: set[str] = set()
    for entity in document.entitydb.values():
        if entity.dxftype() in WRITTEN:
            styles.add(entity.dxf.get("style", "Standard").lower())
            if entity.dxftype() == "MTEXT":
                names.update(INLINE_FONT.findall(entity.text))  # type: ignore[attr-defined]
        elif entity.dxftype() == "DIMENSION":
            styles.add(_style_of_dimension(document, entity))
    for style in document.styles:
        if str(style.dxf.name).lower() in styles:
            names.update(_files(style))
    # A shape font and its big font may stand in one field.
    each = {part.strip().lower() for name in names for part in name.split(",")}
    return tuple(sorted(each - {""}))


def missing_plot_styles(document: Drawing) -> tuple[str, ...]:
    """Names of the tables of plot styles that layouts are plotted with."""
    named = {plot_style(layout) for layout in document.layouts if len(layout)}
    return tuple(sorted(named - {""}))


def plot_style(layout: Layout) -> str:
    """The table of plot styles of a layout, in small letters; empty when none is used."""
    name = str(layout.dxf.get("current_style_sheet", "") or "")
    is_used = int(layout.dxf.get("plot_layout_flags", 0) or 0) & PLOTS_WITH_STYLES
    return PureWindowsPath(name).name.lower() if is_used else ""


def is_monochrome(layout: Layout) -> bool:
    """Whether a layout is plotted in black by the table of that name in every CAD."""
    return plot_style(layout) in MONOCHROME


def picture_name(image: Image) -> str:
    """The name of the file a picture is in; folders are other ones on every machine.

    Revit writes a file anew at each export and calls it after the drawing, the picture
    and the number of its element: of such a name the picture's own part is what stays.
    """
    definition = image.image_def
    path = str(definition.dxf.get("filename", "")) if definition is not None else ""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    exported = EXPORTED.fullmatch(name)
    return exported["picture"] + exported["kind"] if exported else name


def _style_of_dimension(document: Drawing, dimension: DXFEntity) -> str:
    name = dimension.dxf.get("dimstyle", "Standard")
    if name not in document.dimstyles:
        return ""
    return str(document.dimstyles.get(name).dxf.get("dimtxsty", "")).lower()


def _files(style: Textstyle) -> Iterator[str]:
    for name in (style.dxf.get("font", ""), style.dxf.get("bigfont", "")):
        yield PureWindowsPath(str(name)).name
    if not style.dxf.get("font", "") and style.has_extended_font_data:
        yield str(style.get_extended_font_data()[0])
