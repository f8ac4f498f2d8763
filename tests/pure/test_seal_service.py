"""A seal service signs a digest in its own time: once an occasion, whatever happens."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.chain import Log
from signatures.signer.choosing import chosen_provider
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.fetching import Asker
from signatures.signer.hands import Hands
from signatures.signer.laid import Laid
from signatures.signer.memory import Memory
from signatures.signer.provider import Occasion
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.remote import LONGEST_WAIT, PAUSE, RemoteVault
from signatures.signer.requests import Account
from signatures.signer.seals import NewSeal
from signatures.signer.stamping import Authorities, Stamping
from signatures.signer.underway import UnderWay
from tests import pki
from tests.authorities import Authority, served
from tests.services import SECRET, Service, serving
from tests.signing import FIRE, PASSPHRASE, SHEET, plan, refusal

FIRST, SECOND = Occasion("n", SHEET, 1), Occasion("n", SHEET, 2)
DATA = b"signed attributes"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service({FIRE: pki.design_firm()})) as service:
        yield service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    laid = tmp_path / "certificates"
    laid.mkdir()
    seal = pki.design_firm()
    above = "".join(
        pki.pem_of(one) for one in (seal, pki.authority().issuing, pki.authority().root)
    )
    (laid / f"{FIRE}.pem").write_text(above)
    (laid / "roots.pem").write_text(pki.pem_of(pki.authority().root))
    for number, one in enumerate(pki.trust().lists):
        (laid / f"{number}.crl").write_bytes(one)
    return tmp_path


def vault(service: Service, folder: Path, secret: bytes = SECRET) -> RemoteVault:
    return RemoteVault(
        Asker(service.address, seconds=30),
        Account("lianshen", secret),
        Laid(folder / "certificates"),
        wait=lambda _seconds: None,
    )


def test_only_a_digest_travels_and_the_signature_is_held_against_the_seal(
    service: Service, folder: Path
) -> None:
    assert vault(service, folder).sign(FIRE, DATA, FIRST)

    assert len(service.asked) == 1
    assert len(service.asked[0]["digest"]) == 64
    assert DATA not in json.dumps(service.asked).encode()


def test_a_holder_who_takes_long_is_waited_for(service: Service, folder: Path) -> None:
    service.pending = 7
    waited: list[float] = []
    remote = vault(service, folder)
    remote.wait = waited.append

    assert remote.sign(FIRE, DATA, FIRST)
    assert waited == [PAUSE] * 7
    assert len(service.asked) == 1


@pytest.mark.parametrize("fault", ["500", "half", "gone"])
def test_whatever_is_lost_on_the_way_nothing_is_signed_twice(
    service: Service, folder: Path, fault: str
) -> None:
    service.manner, service.faults = fault, 3

    assert vault(service, folder).sign(FIRE, DATA, FIRST)
    assert list(service.signed.values()) == [1]


def test_asked_again_the_same_signature_comes(service: Service, folder: Path) -> None:
    remote = vault(service, folder)

    assert remote.sign(FIRE, DATA, FIRST) == remote.sign(FIRE, DATA, FIRST)
    assert list(service.signed.values()) == [1]


def test_a_file_prepared_anew_takes_the_earlier_question_back(
    service: Service, folder: Path
) -> None:
    remote = vault(service, folder)
    remote.sign(FIRE, DATA, FIRST)
    earlier = list(service.signed)
    remote.sign(FIRE, b"prepared anew", SECOND)

    assert service.taken_back == earlier
    assert list(service.signed.values()) == [1, 1]


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("refused", Refusal.SERVICE_REFUSED),
        ("expired", Refusal.SERVICE_REFUSED),
        ("nobody confirms", Refusal.SERVICE_REFUSED),
        ("wrong hash", Refusal.SEALING_FAILED),
        ("wrong key", Refusal.SEALING_FAILED),
        ("wrong certificate", Refusal.SEALING_FAILED),
    ],
)
def test_what_the_service_must_not_answer_is_refused(
    service: Service, folder: Path, manner: str, reason: Refusal
) -> None:
    service.manner = manner

    assert refusal(vault(service, folder).sign, FIRE, DATA, FIRST) is reason


def test_what_nobody_confirmed_in_time_is_taken_back(
    service: Service, folder: Path
) -> None:
    service.manner, waited = "nobody confirms", list[float]()
    remote = vault(service, folder)
    remote.wait = waited.append

    refusal(remote.sign, FIRE, DATA, FIRST)
    assert sum(waited) == LONGEST_WAIT
    assert service.taken_back == list(service.signed)


def test_a_service_that_is_away_lets_sealing_wait(
    service: Service, folder: Path
) -> None:
    service.manner, service.faults = "500", 1000

    said = refusal(vault(service, folder).sign, FIRE, DATA, FIRST)
    assert said is Refusal.SERVICE_AWAY


def test_a_request_that_nobody_we_know_signed_is_refused(
    service: Service, folder: Path
) -> None:
    said = refusal(vault(service, folder, b"another").sign, FIRE, DATA, FIRST)

    assert said is Refusal.SERVICE_REFUSED
    assert not service.asked


def test_no_signature_is_given_without_an_occasion(
    service: Service, folder: Path
) -> None:
    key = vault(service, folder).credential(FIRE).key
    assert refusal(key.sign, DATA) is Refusal.NO_AUTHORISATION


def test_a_sheet_is_sealed_by_the_service_and_stamped_by_an_authority(
    service: Service, folder: Path, signer_hands: Hands
) -> None:
    service.pending = 2
    memory = Memory(Log(folder / "log"))
    codes = Codes(memory, Devices(folder / "devices", PASSPHRASE), is_test=True)
    sheet, after = folder / "sheet.pdf", folder / "sealed.pdf"
    sheet.write_bytes(pki.plain_sheet())
    with served(Authority()) as authority:
        remote = vault(service, folder)
        authorities = Authorities([Asker(authority.address)], pki.trust())
        desk = Desk(remote, codes, memory, signer_hands, Stamping(remote, authorities))
        seal = NewSeal(FIRE, "甲", "department", "甲", "", ("sun",))
        desk.seals.enrol(seal, at=pki.NOW)
        desk.permissions.authorise(
            "n",
            seals=(FIRE,),
            files={SHEET: sha256_of(sheet)},
            person="sun",
            code=codes.test_code("sun", at=pki.NOW),
            at=pki.NOW,
        )
        fields = desk.seal("n", plan(FIRE), sheet, after, at=pki.NOW)

    register = IssuedRecord(sha256_of(after), fields)
    at = pki.NOW.replace(minute=1)
    report = check(after, trust=desk.trust(at=pki.NOW), register=register, at=at)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


@pytest.mark.parametrize(
    "told",
    [
        {"service": "http://127.0.0.1/", "account": "a"},
        {"service": "https://127.0.0.1/", "account": "a"},
        {"account": "a"},
        {"service": "https://127.0.0.1/", "account": "a", "licensed": True},
    ],
    ids=["no TLS", "no secret", "no address", "no licence"],
)
def test_a_service_is_set_whole_or_the_signer_does_not_begin(
    tmp_path: Path, told: dict[str, object]
) -> None:
    (tmp_path / "provider.json").write_text(json.dumps({"provider": "remote", **told}))
    with pytest.raises(Refused, match=r"provider.json"):
        chosen_provider(tmp_path, PASSPHRASE)


def test_who_asks_again_gets_the_same_file_and_nothing_is_sealed_anew(
    tmp_path: Path,
) -> None:
    under_way, done = UnderWay(), list[Path]()
    first, again = tmp_path / "first", tmp_path / "again"
    for one in (first, again):
        one.mkdir()

    def work(place: Path) -> dict[str, str]:
        done.append(place)
        return {"field": "fingerprint"}

    key = ("nonce", SHEET)
    assert under_way.result(key, "a", first, work) == (first, {"field": "fingerprint"})
    assert under_way.result(key, "a", again, work) == (first, {"field": "fingerprint"})
    assert done == [first]
    assert not again.exists()
    assert refusal(under_way.result, key, "b", again, work) is Refusal.OTHER_BYTES


def test_what_was_refused_may_be_asked_for_again(tmp_path: Path) -> None:
    under_way, answers = UnderWay(), iter([Refused(Refusal.SERVICE_AWAY), None])

    def work(_place: Path) -> dict[str, str]:
        if fault := next(answers):
            raise fault
        return {}

    key = ("nonce", SHEET)
    said = refusal(under_way.result, key, "a", tmp_path / "a", work)
    assert said is Refusal.SERVICE_AWAY
    assert under_way.result(key, "a", tmp_path / "b", work)


def test_what_takes_longer_goes_on_while_nobody_waits(tmp_path: Path) -> None:
    from threading import Event

    under_way, may_end = UnderWay(seconds=0.01), Event()

    def work(_place: Path) -> dict[str, str]:
        may_end.wait()
        return {}

    key = ("nonce", SHEET)
    values = (key, "a", tmp_path / "a", work)
    assert refusal(under_way.result, *values) is Refusal.UNDER_WAY
    may_end.set()
    under_way._seconds = 60  # now somebody waits
    assert under_way.result(*values)[0] == tmp_path / "a"
