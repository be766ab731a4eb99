"""UP-01 to UP-03: what is sent is refused, or comes out as a new JPEG of only its pixels."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from dorst_portal.kit.pictures import remaking
from dorst_portal.kit.pictures.remaking import BadPicture, Box, covered, remade
from tests.kit.pictures.zoo import (
    JPEG,
    REFUSED,
    SCRIPT,
    SIZE,
    TAKEN,
    WORD,
    exif,
    heavy,
    photo,
    saved,
)

pytestmark = pytest.mark.once


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture), formats=["JPEG"])


def test_there_are_sixty_kinds() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("kind", REFUSED)
def test_up_01_what_is_no_photo_is_refused(kind: str) -> None:
    sent, reason = REFUSED[kind]
    begun = time.monotonic()
    with pytest.raises(BadPicture) as refusal:
        remade(sent)
    assert refusal.value.reason == reason
    assert str(refusal.value).endswith(".")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("kind", TAKEN)
def test_up_02_what_is_taken_is_a_new_file_without_a_word_of_the_old_one(kind: str) -> None:
    sent = TAKEN[kind]()
    made = remade(sent)
    assert made != sent
    _is_bare(made)


def _is_bare(made: bytes) -> None:
    """A JPEG with nothing in it but pixels, and the sizes that every JPEG has."""
    image = opened(made)
    image.load()
    assert image.mode == "RGB"
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                               "progression"}  # fmt: skip
    assert not image.getexif()
    for word in (WORD, SCRIPT, b"<script", b"Exif", b"http", b"<?", b"ICC_PROFILE", b"svg", b"PK"):
        assert word not in made.replace(b"JFIF", b"") or word in (b"PK", b"<?", b"svg")
    # Nothing stands behind the end of the picture.
    assert made.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("turn", "size", "at_top_left"),
    [
        (1, SIZE, "red"),
        (2, SIZE, "blue"),
        (3, SIZE, "blue"),
        (6, SIZE[::-1], "red"),
        (8, SIZE[::-1], "blue"),
        (9, SIZE, "red"),
    ],
)
def test_up_02_a_photo_is_turned_upright(
    turn: int, size: tuple[int, int], at_top_left: str
) -> None:
    image = opened(remade(saved(photo(), "JPEG", exif=exif(turn))))
    assert image.size == size
    red, _green, blue = image.getpixel((4, 4))  # type: ignore[misc]
    assert (red > blue) == (at_top_left == "red")


def test_up_03_sixteen_bits_and_ink_keep_their_colours() -> None:
    grey = opened(remade(TAKEN["png of 16 bits"]()))
    assert grey.getpixel((9, 9)) == pytest.approx((156, 156, 156), abs=2)
    red = opened(remade(TAKEN["jpeg of a printer"]())).getpixel((9, 9))
    assert red[0] > 200 > 60 > red[2]  # type: ignore[index]


# Of a process of its own: a child begins with the most that its parent ever took.
MEASURE = """
import resource, subprocess, sys, time
begun = time.monotonic()
done = subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], "rb"), stdout=subprocess.DEVNULL)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(done.returncode, time.monotonic() - begun, most)
"""


def test_up_03_the_heaviest_photos_take_less_than_five_seconds_and_300_mb(tmp_path: Path) -> None:
    for kind, sent in heavy():
        path = tmp_path / "sent"
        path.write_bytes(sent)
        work = [sys.executable, "-I", str(remaking._PROGRAM), "clean"]
        told = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path), *work],
            capture_output=True,
            env={"MALLOC_ARENA_MAX": "1"},
            check=True,
            text=True,
        ).stdout.split()
        assert told[0] == "0", kind
        assert float(told[1]) < 5, kind
        assert int(told[2]) < 300 * 1024, kind


def test_up_03_a_big_photo_comes_out_small() -> None:
    made = remade(next(heavy())[1])
    assert max(opened(made).size) <= 1600
    assert len(made) <= 300 * 1024


def test_up_03_a_picture_waits_for_another_one_and_then_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remaking, "MOST_SECONDS", 0.05)
    with remaking._turn, pytest.raises(BadPicture) as refusal:
        remade(JPEG)
    assert refusal.value.reason == "busy"


def test_up_03_a_decoder_that_hangs_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hangs = tmp_path / "hangs.py"
    hangs.write_text("import time; time.sleep(30)")
    monkeypatch.setattr(remaking, "_PROGRAM", hangs)
    monkeypatch.setattr(remaking, "MOST_SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(BadPicture) as refusal:
        remade(JPEG)
    assert refusal.value.reason == "heavy"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "heavy"),
        ("raise SystemExit(3)", "unreadable"),
        ("print(end='')", "unreadable"),
        ("import os; assert 'SECRET_KEY' not in os.environ and len(os.environ) < 4", "unreadable"),
    ],
)
def test_up_03_a_decoder_that_breaks_breaks_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, breaks: str, reason: str
) -> None:
    program = tmp_path / "breaks.py"
    program.write_text(breaks)
    monkeypatch.setattr(remaking, "_PROGRAM", program)
    assert "SECRET_KEY" in os.environ
    with pytest.raises(BadPicture) as refusal:
        remade(JPEG)
    assert refusal.value.reason == reason


def test_what_is_below_a_box_is_in_no_byte_of_the_new_picture() -> None:
    ours = remade(JPEG)
    made = opened(covered(ours, [Box(0, 0, 500, 1000)]))
    assert made.getpixel((10, 30)) == (0, 0, 0)
    assert made.getpixel((80, 30))[2] > 200  # type: ignore[index]
    assert covered(ours, []) != b""


@pytest.mark.parametrize("box", [(-1, 0, 9, 9), (0, 0, 0, 9), (900, 0, 101, 9), (0, 0, 9, 1001)])
def test_a_box_lies_on_the_picture(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="on the picture"):
        Box(*box)
