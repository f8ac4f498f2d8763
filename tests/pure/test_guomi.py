"""SM2 and SM3 give the values of the published standards; seals hold or name their fault."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from asn1crypto import pem, x509

from signatures.guomi.certificates import is_issued_by, make_certificate
from signatures.guomi.ses import (
    Image,
    SESSignature,
    is_for,
    make_seal,
    read_signature,
    signature_of,
    to_sign,
)
from signatures.guomi.sm2 import (
    G,
    N,
    Signature,
    Sm2Key,
    is_on_curve,
    multiplied,
    new_key,
    packed,
    point_of,
    sign,
    sm3,
    verifies,
)
from tests import pki

# GB/T 32918.5-2017, annex A.2.
SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
PUBLIC = (
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
)
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
MESSAGE = b"message digest"


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (
            b"abcd" * 16,
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
        ),
    ],
    ids=["GB/T 32905 A.1", "GB/T 32905 A.2"],
)
def test_sm3_gives_the_digests_of_the_standard(data: bytes, digest: str) -> None:
    assert sm3(data).hex() == digest


def test_sm2_gives_key_and_signature_of_the_standard() -> None:
    assert Sm2Key(SECRET).public == PUBLIC
    made = Signature.load(sign(SECRET, MESSAGE, nonce=NONCE))
    assert (made["r"].native, made["s"].native) == (R, S)


def test_a_signature_holds_for_its_key_and_its_bytes_alone() -> None:
    made = sign(SECRET, MESSAGE)

    assert verifies(PUBLIC, made, MESSAGE)
    assert not verifies(PUBLIC, made, MESSAGE + b"!")
    assert not verifies(new_key().public, made, MESSAGE)


@pytest.mark.parametrize(
    "made",
    [
        b"",
        b"\x30\x00",
        Signature({"r": 0, "s": S}).dump(),
        Signature({"r": R, "s": 0}).dump(),
        Signature({"r": R + N, "s": S}).dump(),
        Signature({"r": N - S, "s": S}).dump(),
        Signature({"r": R, "s": S}).dump() + b"\0",
        Signature({"r": -R, "s": S}).dump(),
    ],
)
def test_a_malformed_signature_is_wrong_and_no_accident(made: bytes) -> None:
    assert not verifies(PUBLIC, made, MESSAGE)


def test_points_are_of_the_curve_or_refused() -> None:
    assert is_on_curve(G)
    assert point_of(packed(PUBLIC)) == PUBLIC
    assert multiplied(N - 1, G)[0] == G[0]
    with pytest.raises(ValueError, match="infinity"):
        multiplied(N, G)
    for wrong in (packed((PUBLIC[0], PUBLIC[1] + 1)), b"\x02" + bytes(32), b""):
        with pytest.raises(ValueError):
            point_of(wrong)
    assert not verifies((PUBLIC[0], PUBLIC[1] + 1), sign(SECRET, MESSAGE), MESSAGE)


@pytest.mark.program("openssl", "openssl")
def test_openssl_agrees(tmp_path: Path) -> None:
    key, certificate = maker()
    names = ("key", "signature", "message")
    public, made, message = (tmp_path / name for name in names)
    told = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    public.write_bytes(pem.armor("PUBLIC KEY", told))
    made.write_bytes(key.sign(MESSAGE))
    message.write_bytes(MESSAGE)
    command = [
        *("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(public)),
        *("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"),
        *("-in", str(message), "-sigfile", str(made)),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr

    message.write_bytes(b"another")
    assert subprocess.run(command, capture_output=True, check=False).returncode


@lru_cache
def maker() -> tuple[Sm2Key, x509.Certificate]:
    key = Sm2Key(SECRET)
    return key, make_certificate("制章者", key, ("制章者", key), at=pki.NOW - pki.DAY)


@dataclass(frozen=True)
class Sealer:
    """Somebody with a key, a certificate and a seal."""

    key: Sm2Key
    certificate: x509.Certificate
    eseal: bytes

    def seal(self, digest: bytes) -> bytes:
        """A signature over a digest."""
        signed = to_sign(self.eseal, digest, "byteRange", at=pki.NOW)
        return signature_of(signed, self.certificate, self.key.sign(signed))


@lru_cache
def sealer(name: str = "消防") -> Sealer:
    above, certificate = maker()
    key = new_key()
    own = make_certificate(name, key, ("制章者", above), at=pki.NOW - pki.DAY)
    image = Image("PNG", b"\x89PNG", 42, 42)
    eseal = make_seal(name, image, [own], (certificate, above), at=pki.NOW - pki.DAY)
    return Sealer(key, own, eseal)


DIGEST = sm3(b"a sheet")


def test_a_seal_holds_over_its_digest() -> None:
    said = read_signature(sealer().seal(DIGEST), DIGEST)

    assert said.faults == ()
    assert (said.name, said.at) == ("消防", pki.NOW)
    assert is_issued_by(sealer().certificate, maker()[1])


def test_the_structure_is_that_of_the_standard() -> None:
    told = SESSignature.load(sealer().seal(DIGEST), strict=True)

    assert list(told["toSign"].native) == [
        *("version", "eseal", "timeInfo", "dataHash", "propertyInfo", "extDatas"),
    ]
    seal = told["toSign"]["eseal"]["eSealInfo"]
    assert seal["header"].native == {"ID": "ES", "version": 4, "Vid": "LSTEST"}
    assert seal["property"]["certList"].native == [sealer().certificate.dump()]
    assert told["signatureAlgID"].dotted == "1.2.156.10197.1.501"
    # Version 4 writes times as GeneralizedTime, version 1 wrote them as UTCTime.
    assert told["toSign"]["timeInfo"].dump()[0] == 0x18


def test_another_digest_is_a_fault() -> None:
    assert read_signature(sealer().seal(DIGEST), sm3(b"x")).faults == ("digest",)


def test_a_seal_of_somebody_else_is_a_fault() -> None:
    mine, other = sealer(), sealer("规划")
    signed = to_sign(other.eseal, DIGEST, "byteRange", at=pki.NOW)
    made = signature_of(signed, mine.certificate, mine.key.sign(signed))

    assert read_signature(made, DIGEST).faults == ("not of this seal",)


def test_a_seal_out_of_its_time_is_a_fault() -> None:
    late = pki.NOW + 2000 * pki.DAY
    signed = to_sign(sealer().eseal, DIGEST, "byteRange", at=late)
    made = signature_of(signed, sealer().certificate, sealer().key.sign(signed))

    assert read_signature(made, DIGEST).faults == ("out of time",)


def test_every_flipped_byte_is_a_fault_or_unreadable() -> None:
    made = sealer().seal(DIGEST)
    for at in range(0, len(made), 41):
        altered = bytearray(made)
        altered[at] ^= 1
        try:
            faults = read_signature(bytes(altered), DIGEST).faults
        except (ValueError, TypeError, KeyError):
            continue
        assert faults, at


def test_bits_that_are_called_unused_and_a_key_of_no_curve_are_refused() -> None:
    made = sealer().seal(DIGEST)
    bits = SESSignature.load(made)["signature"].dump()
    other = bits[:2] + b"\1" + bits[3:]
    assert "unused bits" in read_signature(made.replace(bits, other), DIGEST).faults

    ec_key = bytes.fromhex("06072a8648ce3d0201")  # 1.2.840.10045.2.1
    assert made.count(ec_key)
    with pytest.raises(ValueError, match="no SM2 key"):
        read_signature(made.replace(ec_key, ec_key[:-1] + b"\0"), DIGEST)


def test_a_seal_signs_nothing_but_its_own_form() -> None:
    signed = to_sign(sealer().eseal, DIGEST, "byteRange", at=pki.NOW)

    assert is_for(signed, sealer().eseal)
    assert not is_for(signed, sealer("规划").eseal)
    assert not is_for(to_sign(sealer().eseal, b"", "", at=pki.NOW), sealer().eseal)
    assert not is_for(sealer().certificate["tbs_certificate"].dump(), sealer().eseal)
