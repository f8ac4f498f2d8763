"""The pictures of a sheet that are wanted soon: drawn while its page is still open.

A page is parsed once for its content and for these; drawn by another process later, the
parsing alone would cost as much as the pictures.
"""

from pathlib import Path
from time import process_time

from drawings.content.raster import render_overviews, thumbnail
from drawings.pdf.opening import MUPDF_TROUBLE
from drawings.sandbox.pages import Json

THUMBNAIL_PX = 480
_spent: dict[str, float] = {"drawing": 0.0}


def pictures_answer(folder: Path, limits: Json) -> Json:
    """Write the thumbnail of a sheet, and its overviews while there is time for them.

    A long file is read to its end all the same: overviews that are not there are drawn
    by others, later.
    """
    page = folder / "page.pdf"
    began = process_time()
    if _spent["drawing"] < float(limits["overview_seconds"]):
        try:
            drawn = render_overviews(page, THUMBNAIL_PX)
        except (*MUPDF_TROUBLE, OSError, MemoryError):
            pass  # the thumbnail alone may still be possible
        else:
            for z, packed in enumerate(drawn.levels):
                (folder / f"overview-{z}").write_bytes(packed)
            (folder / "thumbnail.png").write_bytes(drawn.thumbnail)
            return {"overviews": len(drawn.levels)}
        finally:
            _spent["drawing"] += process_time() - began
    (folder / "thumbnail.png").write_bytes(thumbnail(page, THUMBNAIL_PX))
    return {"overviews": 0}
