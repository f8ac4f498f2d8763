"""Issued files, what is said of them, and their revocation by two persons."""

from reviews.actions.revoking import approve_revocation, ask_revocation
from reviews.models import Case, Revocation
from signatures import keys
from signatures.actions.verifying import verify_bytes
from signatures.models import IssuedFile
from storage.actions.blobs import read_bytes
from tests.world import World


def in_force(case: Case) -> list[IssuedFile]:
    """What of a case counts now."""
    return list(IssuedFile.objects.in_force().filter(stream=case.serial))


def verdict_of(issue: IssuedFile) -> str:
    """What anybody who checks the file is told."""
    assert issue.blob is not None
    return verify_bytes(read_bytes(issue.blob), code=issue.code).verdict


def asked(
    world: World, files: list[IssuedFile] | None = None, reason: str = "违规"
) -> Revocation:
    """The regulator asks that files, or all of them, be revoked."""
    return ask_revocation(
        case=world.case,
        files=in_force(world.case) if files is None else files,
        actor=world["wu"],
        reason=reason,
        code=keys.test_code("wu"),
    )


def approved(world: World, row: Revocation, login: str = "qian") -> Revocation:
    """A head agrees, and the files are revoked."""
    return approve_revocation(
        revocation=row, actor=world[login], code=keys.test_code(login)
    )
