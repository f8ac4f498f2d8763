"""Anybody may ask whether a file is the one that was issued."""

import pytest

from reviews.letters.conformity import faults_of
from signatures.actions.issuing import revoke_issue
from signatures.actions.verifying import verify_bytes
from signatures.models import IssuedFile
from storage.actions.blobs import read_bytes
from tests.world import issued_world

pytestmark = pytest.mark.django_db


def test_what_was_issued_is_known_and_what_was_changed_is_not() -> None:
    world = issued_world()
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    assert sheet.blob is not None
    data = read_bytes(sheet.blob)

    assert verify_bytes(data).verdict == "identical_to_issued"

    flipped = bytearray(data)
    flipped[len(data) // 3] ^= 1
    answer = verify_bytes(bytes(flipped), code=sheet.code)
    assert answer.verdict == "invalid"
    assert answer.sentences

    other = IssuedFile.objects.in_force().get(label="建施-04")
    assert verify_bytes(data, code=other.code).verdict == "valid_not_issued"

    assert verify_bytes(b"no pdf at all").verdict == "unreadable"

    revoke_issue(issue=sheet, actor=world["qian"], reason="变更")
    assert verify_bytes(data).verdict == "revoked"


def test_the_sealed_certificate_still_keeps_the_clauses_that_are_checked() -> None:
    issued_world()
    certificate = IssuedFile.objects.in_force().get(kind=IssuedFile.Kind.CERTIFICATE)
    assert certificate.blob is not None

    assert faults_of(read_bytes(certificate.blob)) == ()
