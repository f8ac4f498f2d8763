"""Ways to tamper with the bytes of signatures: envelopes, certificates, stamps, ranges.

Like `tests.tamperings`, which turns to the structure of the file.
"""

from collections.abc import Callable

from asn1crypto import cms

from signatures.pades.authority import Holder, found_authority, self_signed
from tests import pki
from tests.forgeries import Forge, byte_range, sealed_by
from tests.rewriting import OTHER_WORDS, number_of_drawing


def take_the_seal_of_another_sheet(sheet: bytes) -> bytes:
    other = pki.sealed_sheet(note="CORRIDOR 900")
    return with_contents(sheet, pki.REVIEW, _contents(other, pki.REVIEW))


def fill_the_gap(sheet: bytes) -> bytes:
    """Wrapping: an object in the room that the first signature left unsigned."""
    start = byte_range(sheet, pki.DESIGN)[2]
    drawing = b"%d 0 obj<</Length %d>>stream\n%s\nendstream endobj" % (
        *(number_of_drawing(sheet), len(OTHER_WORDS)),
        OTHER_WORDS,
    )
    spare = b">" + drawing
    return sheet[: start - len(spare)] + spare + sheet[start:]


def wrap_the_signed_part(sheet: bytes) -> bytes:
    """Wrapping: what was signed moves down; a second /ByteRange follows it there."""
    _, end, start, length = byte_range(sheet, pki.REVIEW)
    kept = sheet[end : start - 1].rstrip(b"0") + b"0" * 64 + b">"
    moved = len(sheet) + 4096
    told = b"/ByteRange [0 %d %d %d]" % (end, moved, length)
    head = (sheet[:end] + kept + told).ljust(start) + b">>\nendobj\n"
    return (head + b"% other words\n").ljust(moved) + sheet[start : start + length]


def overlap_the_ranges(sheet: bytes) -> bytes:
    _, end, start, length = byte_range(sheet, pki.REVIEW)
    return _with_range(sheet, (0, end, end - 200, length + start - end + 200))


def leave_a_hole_between_the_ranges(sheet: bytes) -> bytes:
    _, end, start, length = byte_range(sheet, pki.REVIEW)
    return _with_range(sheet, (0, end - 300, start, length))


def add_a_second_signer(sheet: bytes) -> bytes:
    def change(signed: cms.SignedData) -> None:
        first = signed["signer_infos"][0]
        second = cms.SignerInfo.load(first.dump())
        del second["unsigned_attrs"]
        signed["signer_infos"] = [first, second]

    return changed_envelope(sheet, pki.FIRE, change)


def exchange_the_certificate(sheet: bytes) -> bytes:
    """The envelope carries a forger's certificate of the same name."""
    forger = self_signed(Holder(pki.review_centre().holder), at=pki.NOW - pki.DAY)

    def change(signed: cms.SignedData) -> None:
        mine = pki.review_centre().certificate.serial_number
        signed["certificates"] = [
            forger.certificate if one.chosen.serial_number == mine else one.chosen
            for one in signed["certificates"]
        ]

    return changed_envelope(sheet, pki.REVIEW, change)


def borrow_a_time_stamp(sheet: bytes) -> bytes:
    """The last seal carries the time stamp of the first."""
    first = _envelope(sheet, pki.DESIGN)["content"]["signer_infos"][0]

    def change(signed: cms.SignedData) -> None:
        signed["signer_infos"][0]["unsigned_attrs"] = first["unsigned_attrs"]

    return changed_envelope(sheet, pki.REVIEW, change)


def take_a_time_stamp_off(sheet: bytes) -> bytes:
    def change(signed: cms.SignedData) -> None:
        del signed["signer_infos"][0]["unsigned_attrs"]

    return changed_envelope(sheet, pki.REVIEW, change)


def sign_under_an_authority_of_the_same_name(_: bytes) -> bytes:
    """A whole authority whose certificates say the same as ours."""
    forged = found_authority(at=pki.NOW - 60 * pki.DAY)
    holder = Holder(pki.fire_bureau().holder)
    return sealed_by(
        {**pki.sealers(), pki.FIRE: forged.issue(holder, at=pki.NOW - pki.DAY)}
    )


# ---- helpers


def _contents(sheet: bytes, field: str) -> bytes:
    _, end, start, _ = byte_range(sheet, field)
    return sheet[end + 1 : start - 1]


def with_contents(sheet: bytes, field: str, contents: bytes) -> bytes:
    """The sheet with other hexadecimal digits where a signature stands."""
    _, end, start, _ = byte_range(sheet, field)
    room = start - end - 2
    fitting = contents.rstrip(b"0") + b"0" if len(contents) > room else contents
    assert len(fitting) <= room + 1
    return sheet[: end + 1] + fitting[:room].ljust(room, b"0") + sheet[start - 1 :]


def _envelope(sheet: bytes, field: str) -> cms.ContentInfo:
    return cms.ContentInfo.load(bytes.fromhex(_contents(sheet, field).decode()))


def changed_envelope(
    sheet: bytes, field: str, change: Callable[[cms.SignedData], None]
) -> bytes:
    """The sheet with one signature's envelope changed, in the room of the old one."""
    envelope = _envelope(sheet, field)
    change(envelope["content"])
    changed = envelope.dump().hex().encode()
    return with_contents(sheet, field, changed)


def _with_range(sheet: bytes, numbers: tuple[int, ...]) -> bytes:
    """Other numbers in the last seal's /ByteRange, in the room of the old ones."""
    _, end, _, _ = byte_range(sheet, pki.REVIEW)
    near = max(sheet.rfind(b"/ByteRange", 0, end), 0)
    after = sheet.find(b"/ByteRange", end)
    begin = near if end - near < 4096 else after
    close = sheet.index(b"]", begin)
    told = b"/ByteRange [%d %d %d %d" % numbers
    return sheet[:begin] + told.ljust(close - begin) + sheet[close:]


ALL: tuple[Forge, ...] = tuple(
    act
    for name, act in list(globals().items())
    if not name.startswith("_")
    and getattr(act, "__module__", "") == __name__
    and act not in (changed_envelope, with_contents)
)
