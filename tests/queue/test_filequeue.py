"""The queue in files, read by one while another writes."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from config.filequeue import WholeFiles, use_whole_files

MANY = 400
# Kombu remembers what is bound for the whole process: each test has its own queue.
RINGS, CUT = "rings", "cut"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A queue folder as the settings lay it out."""
    use_whole_files()
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


def connection(folder: Path) -> Connection:
    """Another party at the queue in this folder."""
    return Connection(
        "filesystem://localhost",
        transport_options={
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        },
    )


def test_who_reads_while_another_writes_gets_every_message_whole(folder: Path) -> None:
    def write() -> None:
        with connection(folder) as ours:
            queue = ours.SimpleQueue(RINGS)
            for number in range(MANY):
                queue.put({"number": number, "text": "字" * 2_000})

    writer = threading.Thread(target=write)
    got: set[int] = set()
    with connection(folder) as theirs:
        queue = theirs.SimpleQueue(RINGS)
        writer.start()
        while len(got) < MANY:
            message = queue.get(timeout=20)
            got.add(message.payload["number"])
            message.ack()
    writer.join()

    assert got == set(range(MANY))
    assert not list((folder / "messages").iterdir())


def test_what_could_not_be_written_leaves_no_message_behind(folder: Path) -> None:
    with connection(folder) as ours:
        ours.SimpleQueue("broken").put("bound")
        channel = ours.default_channel
        assert isinstance(channel, WholeFiles)
        with pytest.raises(TypeError):
            channel._put("broken", object())

    assert len(list((folder / "messages").iterdir())) == 1


def test_a_message_cut_off_is_passed_over(folder: Path) -> None:
    with connection(folder) as ours:
        queue = ours.SimpleQueue(CUT)
        (folder / "messages" / "0_half.cut.msg").write_bytes(b"")
        queue.put("whole")

        with pytest.raises(Empty):
            queue.get(block=False)
        assert queue.get(block=False).payload == "whole"
