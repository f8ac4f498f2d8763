"""What the child does with a ZIP package: list it, and unpack some of its members."""

import hashlib
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from drawings.content.packages import Room, contents_of, open_package

Json = dict[str, Any]
CHUNK: Final = 1 << 20
# Each way in which the bytes of a member can be wrong, from zipfile and what it calls.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
    struct.error,
)


def list_package(request: Json, work: Path, limits: Json) -> Json:
    """The members of a package, and what is left out."""
    path = Path(request["path"])
    with open_package(path) as package:
        found = contents_of(package, path.stat().st_size, Room(**request["room"]))
    return {
        "members": [[one.index, one.path, one.size] for one in found.members],
        "left_out": [[name, str(why)] for name, why in found.left_out],
    }


def unpack_members(request: Json, work: Path, limits: Json) -> Json:
    """Unpack members by their index, each into a file that is named by it."""
    folder = work / "members"
    folder.mkdir()
    digests = {}
    with open_package(Path(request["path"])) as package:
        infos = package.infolist()
        for index in request["indexes"]:
            target = folder / str(index)
            try:
                digests[str(index)] = _unpack(package, infos[index], target)
            except BROKEN:
                target.unlink(missing_ok=True)
    return {"digests": digests}


def _unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> str:
    """The digest of what was written; zipfile gives no more than the size announced."""
    digest = hashlib.sha256()
    with package.open(info) as source, target.open("wb") as out:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if target.stat().st_size != info.file_size:
        raise EOFError(info.filename)
    return digest.hexdigest()
