"""EXPERIMENTAL: SM2 signatures over SM3 (GB/T 32918.2, GB/T 32905), on the curve of part 5.

Public names take and give integers or DER; points are (x, y). Not in constant time.
"""

import secrets
from dataclasses import dataclass, field
from typing import Final

from asn1crypto.core import Integer, Sequence
from cryptography.hazmat.primitives.hashes import SM3, Hash

P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = P - 3
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
BYTES: Final = 32
IDENTITY: Final = b"1234567812345678"
"""The identity that GB/T 35276 prescribes where nothing else was agreed."""

Point = tuple[int, int]
Jacobian = tuple[int, int, int]
NOWHERE: Final[Jacobian] = (1, 1, 0)


class Signature(Sequence):
    """SM2Signature ::= SEQUENCE { r INTEGER, s INTEGER }."""

    _fields = [("r", Integer), ("s", Integer)]  # the library's way


@dataclass(frozen=True, slots=True)
class Sm2Key:
    """A private key; its mechanism is no name of CMS, so nothing mistakes it for one."""

    secret: int = field(repr=False)
    mechanism: str = "sm2_sm3"
    signature_size: int = 72

    @property
    def public(self) -> Point:
        """The point that verifies."""
        return multiplied(self.secret, G)

    def sign(self, signed: bytes) -> bytes:
        """A signature over bytes, DER."""
        return sign(self.secret, signed)


def new_key() -> Sm2Key:
    """A fresh key, 1 to n-2."""
    return Sm2Key(1 + secrets.randbelow(N - 2))


def sm3(data: bytes) -> bytes:
    """The SM3 digest, 32 bytes."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def sign(secret: int, data: bytes, *, nonce: int = 0) -> bytes:
    """An SM2 signature (DER) over data, with the usual identity.

    Args:
        secret: the private key.
        data: what is signed.
        nonce: the k of the standard's examples; 0: a fresh one, as it must be.
    """
    digest = _hashed(multiplied(secret, G), data)
    while True:
        k = nonce or 1 + secrets.randbelow(N - 1)
        r = (digest + multiplied(k, G)[0]) % N
        s = pow(1 + secret, -1, N) * (k - r * secret) % N
        if r and s and r + k != N:
            return bytes(Signature({"r": r, "s": s}).dump())


def verifies(public: Point, signature: bytes, data: bytes) -> bool:
    """Whether a signature (DER) over data is by the key of this point."""
    try:
        read = Signature.load(signature, strict=True)
        r, s = int(read["r"].native), int(read["s"].native)
        if read.dump(force=True) != signature:
            return False
    except (ValueError, TypeError, KeyError):
        return False
    if not (0 < r < N and 0 < s < N and is_on_curve(public)):
        return False
    t = (r + s) % N
    if t == 0:
        return False
    found = _affine(_added(_scaled(s, G), _scaled(t, public)))
    return found is not None and (_hashed(public, data) + found[0]) % N == r


def is_on_curve(point: Point) -> bool:
    """Whether a point lies on the curve."""
    x, y = point
    in_field = 0 <= x < P and 0 <= y < P
    return in_field and (y * y - (x * x * x + A * x + B)) % P == 0


def multiplied(number: int, point: Point) -> Point:
    """A multiple of a point.

    Raises:
        ValueError: it is the point at infinity.
    """
    found = _affine(_scaled(number, point))
    if found is None:
        raise ValueError("the point at infinity")
    return found


def point_of(packed: bytes) -> Point:
    """The point in 04 || x || y.

    Raises:
        ValueError: these bytes are no point of the curve.
    """
    if len(packed) != 1 + 2 * BYTES or packed[0] != 4:
        raise ValueError("no uncompressed point")
    x, y = (int.from_bytes(packed[at : at + BYTES], "big") for at in (1, 1 + BYTES))
    if not is_on_curve((x, y)):
        raise ValueError("not on the curve")
    return x, y


def packed(point: Point) -> bytes:
    """A point as 04 || x || y."""
    return b"\x04" + b"".join(one.to_bytes(BYTES, "big") for one in point)


def _hashed(public: Point, data: bytes) -> int:
    """SM3(Z || data), where Z binds identity, curve and key (GB/T 32918.2, 5.5)."""
    length = (8 * len(IDENTITY)).to_bytes(2, "big")
    numbers = (A, B, *G, *public)
    z = sm3(length + IDENTITY + b"".join(one.to_bytes(BYTES, "big") for one in numbers))
    return int.from_bytes(sm3(z + data), "big")


def _scaled(number: int, point: Point) -> Jacobian:
    total, step = NOWHERE, (*point, 1)
    number %= N
    while number:
        if number & 1:
            total = _added(total, step)
        step = _doubled(step)
        number >>= 1
    return total


def _doubled(one: Jacobian) -> Jacobian:
    x, y, z = one
    if not z or not y:
        return NOWHERE
    square = y * y % P
    s = 4 * x * square % P
    zz = z * z % P
    m = 3 * (x - zz) * (x + zz) % P  # a is -3
    double_x = (m * m - 2 * s) % P
    return double_x, (m * (s - double_x) - 8 * square * square) % P, 2 * y * z % P


def _added(one: Jacobian, other: Jacobian) -> Jacobian:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x1, y1, z1), (x2, y2, z2) = one, other
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    if u1 == u2:
        return _doubled(one) if s1 == s2 else NOWHERE
    h, r = u2 - u1, s2 - s1
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P


def _affine(one: Jacobian) -> Point | None:
    x, y, z = one
    if not z:
        return None
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P
