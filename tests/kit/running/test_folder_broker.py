"""The folder that is the broker when there is no Redis."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from dorst_portal.celery import app
from dorst_portal.kit.running.folder_broker import Transport


def broker(folder: Path) -> Connection:
    return Connection(
        transport=Transport,
        transport_options={
            "data_folder_in": str(folder / "new" / "broker"),
            "data_folder_out": str(folder / "new" / "broker"),
            "control_folder": str(folder / "new" / "broker" / "control"),
        },
    )


def test_the_portal_uses_it_without_redis() -> None:
    with app.connection_for_write() as connection:
        if connection.transport_cls.startswith("filesystem"):
            assert isinstance(connection.transport, Transport)
        else:
            assert connection.transport_cls == "redis"


def test_messages_come_out_whole_in_order_and_from_a_folder_that_was_not_there(
    tmp_path: Path,
) -> None:
    with broker(tmp_path) as connection, connection.SimpleQueue("rings") as queue:
        for number in range(3):
            queue.put({"number": number})
        received = [queue.get_nowait() for _ in range(3)]
        assert [message.payload["number"] for message in received] == [0, 1, 2]


def test_a_file_that_is_no_message_is_thrown_away_and_holds_up_none_behind_it(
    tmp_path: Path,
) -> None:
    """CF-13: as a machine that lost its power leaves one behind."""
    with broker(tmp_path) as connection:
        channel = connection.default_channel
        channel._put("rings", {"number": 1})
        (whole,) = channel.data_folder_in.glob("*.msg")
        for number, rest in enumerate((b"", b'{"number": 0', b"\xff\xfe")):
            whole.with_name(f"0{number}_broken.rings.msg").write_bytes(rest)

        assert channel._get("rings") == {"number": 1}
        assert list(channel.data_folder_in.glob("*.msg")) == []
        with pytest.raises(Empty):
            channel._get("rings")


def test_a_folder_that_cannot_be_used_ends_nobody_who_reads_and_works_again_afterwards(
    tmp_path: Path,
) -> None:
    """CF-08: somebody removed it, or something else stands there."""
    with broker(tmp_path) as reading, broker(tmp_path) as writing:
        folder = writing.default_channel.data_folder_in
        assert reading.default_channel.data_folder_in == folder
        folder.rmdir()
        folder.write_text("no folder")
        with pytest.raises(Empty):
            reading.default_channel._get("rings")
        folder.unlink()
        with pytest.raises(Empty):
            reading.default_channel._get("rings")
        writing.default_channel._put("rings", {"number": 1})
        assert reading.default_channel._get("rings") == {"number": 1}


def test_no_message_is_half_read_doubled_or_lost_with_many_at_work(tmp_path: Path) -> None:
    taken: list[int] = []
    done = threading.Event()

    def write(first: int) -> None:
        with broker(tmp_path) as connection:
            for number in range(first, first + 50):
                connection.default_channel._put("rings", {"number": number, "text": "x" * 20_000})

    def read() -> None:
        with broker(tmp_path) as connection:
            while True:
                finished = done.is_set()
                try:
                    taken.append(connection.default_channel._get("rings")["number"])
                except Empty:
                    if finished:
                        return

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 50, 100)]
    for thread in readers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()

    assert sorted(taken) == list(range(150))
    assert list((tmp_path / "new" / "broker").glob("*.*")) == []
