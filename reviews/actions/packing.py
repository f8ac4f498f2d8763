"""Archives are made by a job, and stamped anew every year."""

import datetime as dt
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reviews import events
from reviews.archive.contents import Tell, fill
from reviews.archive.pages import list_of_documents, pages_of
from reviews.errors import NotReady
from reviews.models import ArchiveStamp, CaseArchive
from signatures import keys
from signatures.actions.rooting import close_ledger
from signatures.archive.bag import TAG_MANIFEST, Bag, append_stamp
from signatures.archive.checking import digest_to_stamp
from signatures.archive.shelf import opened, read
from storage import clock
from storage.actions.blobs import adopt_file, file_of
from storage.actions.jobs import report_progress
from storage.actions.ledger import record
from storage.backends import chunks_of
from storage.models import Job

RENEW_AFTER: Final = dt.timedelta(days=365)


def archive_job(job: Job) -> None:
    """Make the package that a job names."""
    archive = CaseArchive.objects.get(pk=int(job.arguments["archive"]))
    count = 0

    def tell(note: str) -> None:
        nonlocal count
        count += 1
        report_progress(job, done=count, total=count + 1, note=note)

    make_archive(archive=archive, tell=tell)


def make_archive(*, archive: CaseArchive, tell: Tell) -> CaseArchive:
    """Write the package, stamp it, and only then write down that it is there.

    A kill before that leaves the archive as it was: the next attempt writes it anew.
    """
    if archive.blob_id is not None:
        return archive
    close_ledger()
    with tempfile.TemporaryDirectory(prefix="lianshen-archive-") as folder:
        path = Path(folder) / "archive.zip"
        manifest, token, files = _write(archive, path, tell)
        blob = adopt_file(path, media_type="application/zip")
    with transaction.atomic():
        archive = CaseArchive.objects.select_for_update().get(pk=archive.pk)
        if archive.blob_id is not None:
            return archive
        archive.blob, archive.manifest, archive.files = blob, manifest, files
        archive.made_at = clock.now()
        archive.save()
        ArchiveStamp.objects.create(
            archive=archive, ordinal=1, token=token, stamped_at=archive.made_at
        )
        record(
            events.ARCHIVE_MADE,
            archive,
            actor=None,
            stream=archive.case.serial,
            version=archive.version,
            files=files,
            manifest=manifest,
        )
    return archive


def renew_stamps() -> int:
    """A new time stamp over every archive whose last one is a year old."""
    due = clock.now() - RENEW_AFTER
    rows = CaseArchive.objects.annotate(last=Max("stamps__stamped_at"))
    return sum(
        renew_stamp(archive=one) is not None
        for one in rows.filter(last__lte=due).order_by("pk")
    )


@transaction.atomic
def renew_stamp(*, archive: CaseArchive) -> ArchiveStamp | None:
    """Stamp the manifest and all earlier stamps anew; None: that was done already."""
    archive = CaseArchive.objects.select_for_update().get(pk=archive.pk)
    stamps = list(archive.stamps.order_by("ordinal"))
    now = clock.now()
    if archive.blob is None or not stamps or stamps[-1].stamped_at > now - RENEW_AFTER:
        return None
    manifest = read(opened(file_of(archive.blob)), TAG_MANIFEST)
    digest = digest_to_stamp(manifest, [bytes(one.token) for one in stamps])
    stamp = ArchiveStamp.objects.create(
        archive=archive,
        ordinal=len(stamps) + 1,
        token=keys.stamp(digest.hex()),
        stamped_at=now,
    )
    record(
        events.ARCHIVE_STAMPED,
        archive,
        actor=None,
        stream=archive.case.serial,
        version=archive.version,
        ordinal=stamp.ordinal,
    )
    return stamp


def write_with_stamps(archive: CaseArchive, path: Path) -> None:
    """The package with every stamp that it has got since, for whoever takes it away."""
    if archive.blob is None:
        raise NotReady(_("The archive is still being made."))
    with path.open("wb") as target:
        target.writelines(chunks_of(file_of(archive.blob)))
    for stamp in archive.stamps.filter(ordinal__gt=1).order_by("ordinal"):
        append_stamp(path, stamp.ordinal, bytes(stamp.token))


def _write(archive: CaseArchive, path: Path, tell: Tell) -> tuple[str, bytes, int]:
    """The package at a path; the digest of its manifests, its first stamp, its files."""
    case = archive.case
    name = f"{case.serial}-{archive.kind}-v{archive.version}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        bag = Bag(packed, name)
        contents = fill(case, bag, tell)
        if archive.kind == CaseArchive.Kind.DISPUTE:
            bag.add_tag("list.pdf", list_of_documents(archive, contents))
        for page, written in pages_of(archive, contents).items():
            bag.add_tag(page, written)
        manifest = bag.close(
            {
                "Source-Organization": settings.LIANSHEN_CITY,
                "External-Identifier": name,
                "Bagging-Date": clock.today().isoformat(),
                "External-Description": case.project.name,
                "Internal-Sender-Description": archive.reason
                or str(archive.get_cause_display()),
            }
        )
        digest = bytes.fromhex(manifest)
        token = keys.stamp(digest.hex())
        bag.add_stamp(1, token)
    return manifest, token, len(bag.entries)
