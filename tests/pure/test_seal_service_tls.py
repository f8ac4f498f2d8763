"""A seal service that demands a certificate: both sides prove who they are."""

import datetime as dt
import ipaddress
import json
import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signatures.signer.choosing import (
    KEY_PASSPHRASE,
    SERVICE_SECRET,
    chosen_provider,
)
from signatures.signer.provider import Occasion, Provider
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.remote import RemoteVault
from tests import pki
from tests.services import SECRET, Service, serving
from tests.signing import FIRE, SHEET

OCCASION = Occasion("n", SHEET, 1)
CLIENT = "lianshen"
PASSPHRASE = "of tests"
SERVER_USE, CLIENT_USE = (
    ExtendedKeyUsageOID.SERVER_AUTH,
    ExtendedKeyUsageOID.CLIENT_AUTH,
)


class Issuer:
    """An authority for TLS, on this machine and for a day."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _named(name)
        basic = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = self._signed(self.name, self.key, (basic,))

    def issue(
        self,
        name: str,
        use: x509.ObjectIdentifier,
        locked: KeySerializationEncryption | None = None,
    ) -> bytes:
        """Key and certificate as one PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = self._signed(
            _named(name),
            key,
            (x509.ExtendedKeyUsage([use]), x509.SubjectAlternativeName([here])),
        )
        stored = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, locked or NoEncryption()
        )
        return stored + made.public_bytes(Encoding.PEM)

    def as_pem(self) -> bytes:
        """The root."""
        return self.certificate.public_bytes(Encoding.PEM)

    def _signed(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extensions: tuple[x509.ExtensionType, ...],
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(days=1))
        )
        for one in extensions:
            builder = builder.add_extension(one, critical=False)
        return builder.sign(self.key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


OURS, THEIRS, STRANGER = Issuer("ours"), Issuer("theirs"), Issuer("stranger")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """It shows a certificate of its authority and takes only those of ours."""
    (tmp_path / "server.pem").write_bytes(THEIRS.issue("service", SERVER_USE))
    (tmp_path / "clients.pem").write_bytes(OURS.as_pem())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(str(tmp_path / "server.pem"))
    tls.load_verify_locations(str(tmp_path / "clients.pem"))
    tls.verify_mode = ssl.CERT_REQUIRED
    offered = Service({FIRE: pki.design_firm()}, client=CLIENT)
    with serving(offered, tls) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, service: Service) -> Path:
    """The signer's folder, as its operator lays it out."""
    laid = tmp_path / "signer" / "certificates"
    laid.mkdir(parents=True)
    chain = (pki.design_firm(), pki.authority().issuing, pki.authority().root)
    (laid / f"{FIRE}.pem").write_text("".join(map(pki.pem_of, chain)))
    (laid / "roots.pem").write_text(pki.pem_of(pki.authority().root))
    told = {"provider": "remote", "service": service.address, "account": CLIENT}
    (laid.parent / "provider.json").write_text(json.dumps(told))
    (laid.parent / "service-roots.pem").write_bytes(THEIRS.as_pem())
    return laid.parent


def provider(folder: Path, client: bytes) -> Provider:
    """The provider that the folder asks for, with this certificate of ours."""
    (folder / "service-client.pem").write_bytes(client)
    chosen = chosen_provider(folder, PASSPHRASE)
    assert isinstance(chosen, RemoteVault)
    chosen.wait = lambda _seconds: None
    return chosen


def refused(vault: Provider) -> Refusal:
    with pytest.raises(Refused) as caught:
        vault.sign(FIRE, b"signed attributes", OCCASION)
    return caught.value.reason


def test_the_service_knows_us_by_our_certificate_alone(
    service: Service, folder: Path
) -> None:
    vault = provider(folder, OURS.issue(CLIENT, CLIENT_USE))

    assert vault.sign(FIRE, b"signed attributes", OCCASION)
    assert list(service.signed.values()) == [1]


def test_without_our_certificate_or_with_anothers_nothing_is_signed(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = provider(folder, STRANGER.issue(CLIENT, CLIENT_USE))
    assert refused(stranger) is Refusal.SERVICE_AWAY
    other = provider(folder, OURS.issue("somebody else", CLIENT_USE))
    assert refused(other) is Refusal.SERVICE_REFUSED
    (folder / "service-client.pem").unlink()
    monkeypatch.setenv(SERVICE_SECRET, SECRET.decode())
    assert refused(chosen_provider(folder, PASSPHRASE)) is Refusal.SERVICE_AWAY
    assert not service.signed


def test_a_service_under_another_root_is_not_asked(
    service: Service, folder: Path
) -> None:
    (folder / "service-roots.pem").write_bytes(STRANGER.as_pem())
    vault = provider(folder, OURS.issue(CLIENT, CLIENT_USE))

    assert refused(vault) is Refusal.SERVICE_AWAY
    assert not service.asked


def test_the_passphrase_of_our_key_and_the_secret_come_from_the_environment_once(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = OURS.issue(
        CLIENT, CLIENT_USE, BestAvailableEncryption(PASSPHRASE.encode())
    )
    with pytest.raises(Refused):  # and nobody is asked at a terminal
        provider(folder, locked)

    monkeypatch.setenv(KEY_PASSPHRASE, PASSPHRASE)
    monkeypatch.setenv(SERVICE_SECRET, SECRET.decode())
    vault = provider(folder, locked)
    assert KEY_PASSPHRASE not in os.environ
    assert SERVICE_SECRET not in os.environ
    assert vault.sign(FIRE, b"signed attributes", OCCASION)
    assert list(service.signed.values()) == [1]
