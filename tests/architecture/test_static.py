"""Static files can be collected as production does it: every file they name is there."""

from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django.fixtures import SettingsWrapper

PRODUCTION = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def test_every_file_that_a_static_file_names_is_there(
    settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PRODUCTION}}

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").is_file()
    assert staticfiles_storage.exists("css/tokens.css")
