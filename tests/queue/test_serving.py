"""One folder served twice: one of the two does the work behind the pages."""

import socket
from pathlib import Path

import pytest
from django.test import override_settings

from config.serving import SIGNER, behind, takes_work
from signatures.signer.starting import start_signer


def test_the_work_behind_the_pages_is_done_once(tmp_path: Path) -> None:
    mark = tmp_path / "serving.lock"
    with mark.open("a") as first, mark.open("a") as second:
        assert takes_work(first)
        assert not takes_work(second)
        first.close()
        assert takes_work(second)


def test_a_signer_that_answers_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIANSHEN_SIGNER_SOCKET", raising=False)
    folder, path = tmp_path / "signer", tmp_path / "socket"
    with override_settings(LIANSHEN_SIGNER=folder, LIANSHEN_SIGNER_SOCKET=path):
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))  # left behind, nobody listens
        assert any(SIGNER in command for command in behind())

        start_signer(folder, path)

        assert not any(SIGNER in command for command in behind())
        assert len(behind()) == 2
