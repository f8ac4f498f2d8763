"""The queue: which work goes where, how long it may take, what comes round by itself."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

from config.filequeue import use_whole_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lianshen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _file_transport(folder: Path) -> dict[str, object]:
    """Options of the file transport; the folders are made here, so nothing is installed."""
    for name in ("messages", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }


if app.conf.broker_url.startswith("filesystem"):
    use_whole_files()
    app.conf.broker_transport_options = _file_transport(settings.LIANSHEN_QUEUE_DIR)
else:
    # the lease of a job row, not the broker, decides who works: redelivery is only a
    # second ring, so it may come early
    app.conf.broker_transport_options = {"visibility_timeout": 3600}

app.conf.beat_schedule = {
    "sweep-jobs": {"task": "storage.sweep_jobs", "schedule": 10.0},
    "give-up-uploads": {"task": "drawings.give_up_uploads", "schedule": 600.0},
    "compare-again": {"task": "drawings.compare_again", "schedule": 600.0},
    "close-ledger-days": {"task": "signatures.close_ledger_days", "schedule": 600.0},
    "keep-archives": {"task": "reviews.keep_archives", "schedule": 600.0},
    "watch-deadlines": {"task": "reviews.watch_deadlines", "schedule": 600.0},
}
app.conf.beat_schedule_filename = str(settings.VAR_DIR / "beat-schedule")
