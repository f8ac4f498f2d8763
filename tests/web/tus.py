"""A sender that speaks tus: what tests of uploads send, and how a connection breaks."""

import base64
import io
import random
from typing import TYPE_CHECKING, Final

from django.test import Client
from django.urls import reverse

from drawings.models import SubmittedFile
from tests.world import World

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse


TUS: Final = {"Tus-Resumable": "1.0.0"}


PIECE_TYPE: Final = "application/offset+octet-stream"


DATA: Final = b"%PDF-1.7\n" + random.Random(3).randbytes(300_000)  # noqa: S311


State = SubmittedFile.State


class CutOff(io.RawIOBase):
    """A body whose connection breaks after some bytes: by an error, or without a word."""

    def __init__(self, data: bytes, *, is_loud: bool) -> None:
        self.rest, self.is_loud = io.BytesIO(data), is_loud

    def read(self, size: int = -1) -> bytes:
        """What is left; then the break."""
        found = self.rest.read(size)
        if not found and self.is_loud:
            raise ConnectionResetError
        return found


def of(*pairs: tuple[str, str]) -> str:
    """Metadata as the protocol writes it."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs)


def create(
    client: Client, world: World, path: str, data: bytes = DATA, **said: str
) -> "_MonkeyPatchedWSGIResponse":
    headers = {
        **TUS,
        "Upload-Length": str(len(data)),
        "Upload-Metadata": of(("path", path), *said.items()),
    }
    url = reverse("reviews:begin_file", args=[world.case.serial])
    return client.post(url, headers=headers)


def patch(
    client: Client, url: str, offset: int, piece: bytes, **headers: str
) -> "_MonkeyPatchedWSGIResponse":
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.patch(
        url,
        piece,
        content_type=PIECE_TYPE,
        headers={**TUS, "Upload-Offset": str(offset), **more},
    )


def offset_of(client: Client, url: str) -> int:
    answer = client.head(url, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def row_of(path: str) -> SubmittedFile:
    return SubmittedFile.objects.get(path=path)
