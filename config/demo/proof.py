"""The last act: anybody verifies, a changed byte is refused, the ledger names a forger."""

from collections.abc import Callable

from django.db import connection, transaction

from config.demo.teller import Teller
from reviews.models import Case
from reviews.progress import progress_of
from signatures.actions.verifying import verify_bytes
from signatures.models import IssuedFile
from storage.actions.blobs import read_bytes
from storage.actions.ledger import verify_ledger
from storage.models import Event


class ProofFailed(Exception):
    """Something that must be refused was accepted, or the other way round."""


def prove(case: Case, teller: Teller) -> None:
    """Verify what was issued, try to cheat, ask as the public would."""
    for check in _checks(case, teller):
        check()


def _checks(case: Case, teller: Teller) -> list[Callable[[], None]]:
    return [
        lambda: _genuine(case, teller),
        lambda: _changed_byte(case, teller),
        lambda: _public(case, teller),
        lambda: _ledger(case, teller),
    ]


def _genuine(case: Case, teller: Teller) -> None:
    issued = list(IssuedFile.objects.in_force().filter(stream=case.serial))
    for number, file in enumerate(issued, start=1):
        assert file.blob is not None  # noqa: S101  what is in force has its bytes
        report = verify_bytes(read_bytes(file.blob))
        if report.verdict != "identical_to_issued":
            raise ProofFailed(f"{file.label}: {report.verdict}")
        teller.bar(number, len(issued), file.label)
    teller.good(f"{len(issued)} 份签章文件逐一核验：与签发文件一致")


def _changed_byte(case: Case, teller: Teller) -> None:
    file = IssuedFile.objects.in_force().filter(stream=case.serial).first()
    assert file is not None  # noqa: S101
    assert file.blob is not None  # noqa: S101
    data = bytearray(read_bytes(file.blob))
    middle = len(data) // 3
    data[middle] ^= 1
    report = verify_bytes(bytes(data))
    if report.verdict != "invalid":
        raise ProofFailed(f"a changed byte was not refused: {report.verdict}")
    reasons = "、".join(sorted({str(reason) for reason in report.sentences}))
    teller.good(f"改动第 {middle} 字节：被拒绝（{reasons}）")


def _public(case: Case, teller: Teller) -> None:
    told = progress_of(code=case.query_code, phone=case.phone)
    if told is None or progress_of(code=case.query_code, phone="1") is not None:
        raise ProofFailed("the public page answers wrongly")
    teller.good(f"公众凭查询码 {case.query_code} 和手机号查询：{told.sentence}")


def _ledger(case: Case, teller: Teller) -> None:
    if (broken := verify_ledger()) is not None:
        raise ProofFailed(f"the ledger is broken at {broken.sequence}")
    count = Event.objects.count()
    teller.good(f"账本 {count} 条事件，逐条相扣，校验通过")
    victim = Event.objects.of_stream(case.serial)[3]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE storage_event SET verb = %s WHERE id = %s",
                ["reviews.nothing_happened", victim.pk],
            )
        found = verify_ledger()
        transaction.set_rollback(True)
    if found is None or found.sequence != victim.sequence:
        raise ProofFailed("a forged event was not named")
    teller.good(
        f"试改第 {victim.sequence} 条事件：账本指出第 {victim.sequence} 条被篡改"
    )
