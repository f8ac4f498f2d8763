"""Settings for tests: fast hasher, no doorbell, files in a folder of their own."""

import tempfile
from pathlib import Path

from config import environment as env
from config.settings import *  # noqa: F403

VAR_DIR = Path(tempfile.mkdtemp(prefix="lianshen-test-"))
SECRET_KEY = "only for tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {
    "default": env.database(
        env.text("LIANSHEN_TEST_DATABASE", ""), sqlite_file=VAR_DIR / "db.sqlite3"
    )
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LIANSHEN_BLOBS = VAR_DIR / "blobs"
LIANSHEN_UPLOADS = VAR_DIR / "uploads"
LIANSHEN_TILES = VAR_DIR / "tiles"
LIANSHEN_SIGNER = VAR_DIR / "signer"
LIANSHEN_SIGNER_SOCKET = LIANSHEN_SIGNER / "socket"
LIANSHEN_SIGNER_OURS = True
LIANSHEN_TRUST = VAR_DIR / "trust.json"
LIANSHEN_QUEUE_DIR = VAR_DIR / "queue"
LIANSHEN_RING = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
