"""Sixty kinds of wrong and hostile pictures, and what phones really send; made here, never stored.

Each is small: what makes it hostile is its kind. `GEHEIM` and `<script` stand wherever a word can.
"""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from PIL import Image, PngImagePlugin
from pillow_heif import register_heif_opener

WORD: Final = b"GEHEIM"
SCRIPT: Final = b"<script>alert('GEHEIM')</script>"
SIZE: Final = (96, 64)


def photo(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    return made.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture of this kind."""
    register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(turn: int = 1) -> Image.Exif:
    """Words, a maker, and a place in Dorst."""
    tags = Image.Exif()
    tags[0x0112], tags[0x010E], tags[0x010F] = turn, "GEHEIM", "<script>GEHEIM"
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (51.0, 36.0, 0.0), "E", (4.0, 52.0, 0.0)
    return tags


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says to be this big, with these chunks behind its head."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def png_with(*chunks: bytes) -> bytes:
    """A good PNG with these chunks in it."""
    good = saved(photo(), "PNG")
    return good[:33] + b"".join(chunks) + good[33:]


def zipped(name: str = "foto.jpg") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, SCRIPT)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("foto.jpg"))
    return out.getvalue()


def several(kind: str) -> bytes:
    frames = [photo(), photo().rotate(180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def ftyp(brand: bytes) -> bytes:
    """The head of a film or of a picture like one."""
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"mif1" + b"\0" * 200


JPEG: Final = saved(photo(), "JPEG")
PNG: Final = saved(photo(), "PNG")

# What is no photo, or none that is taken, with the word for why.
REFUSED: Final[dict[str, tuple[bytes, str]]] = {
    "nothing": (b"", "kind"),
    "one byte": (b"\xff", "kind"),
    "text": (b"Dit is geen foto. " * 30, "kind"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
    "svg behind xml": (b"<?xml version='1.0'?><svg>" + SCRIPT + b"</svg>", "kind"),
    "svg, zipped": (gzip.compress(b"<svg/>"), "kind"),
    "svg with an entity": (b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg/>", "kind"),
    "html": (b"<!doctype html>" + SCRIPT, "kind"),
    "php": (b"<?php system($_GET['x']); ?>", "kind"),
    "pdf": (b"%PDF-1.7\n" + SCRIPT, "kind"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(ls) pipe", "kind"),
    "eps": (saved(photo(), "EPS"), "kind"),
    "gif": (saved(photo("P"), "GIF"), "kind"),
    "gif that moves": (several("GIF"), "kind"),
    "gif with script": (b"GIF89a/*" + b"\0" * 60 + b"*/=1;alert('GEHEIM')", "kind"),
    "tiff": (saved(photo(), "TIFF"), "kind"),
    "tiff, jpeg in it": (saved(photo(), "TIFF", compression="jpeg"), "kind"),
    "bmp": (saved(photo(), "BMP"), "kind"),
    "ico": (saved(photo(), "ICO"), "kind"),
    "icns": (b"icns" + b"\0" * 100, "kind"),
    "tga": (saved(photo(), "TGA"), "kind"),
    "ppm": (saved(photo(), "PPM"), "kind"),
    "pcx": (saved(photo(), "PCX"), "kind"),
    "sgi": (saved(photo(), "SGI"), "kind"),
    "dds": (saved(photo(), "DDS"), "kind"),
    "jpeg 2000": (saved(photo(), "JPEG2000"), "kind"),
    "avif": (saved(photo(), "AVIF"), "kind"),
    "photoshop": (b"8BPS\0\1" + b"\0" * 60, "kind"),
    "film, mp4": (ftyp(b"isom"), "kind"),
    "film, quicktime": (ftyp(b"qt  "), "kind"),
    "film, webm": (b"\x1aE\xdf\xa3" + b"\0" * 60, "kind"),
    "sound, wav": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 60, "unreadable"),
    "film, avi": (b"RIFF\x24\0\0\0AVI LIST" + b"\0" * 60, "unreadable"),
    "program of windows": (b"MZ" + b"\0" * 100, "kind"),
    "program of linux": (b"\x7fELF" + b"\0" * 100, "kind"),
    "class of java": (b"\xca\xfe\xba\xbe" + b"\0" * 100, "kind"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "kind"),
    "zip": (zipped(), "kind"),
    "zip, a way up": (zipped("../../x.jpg"), "kind"),
    "tar": (tarred(), "kind"),
    "gzip": (gzip.compress(JPEG), "kind"),
    "rar": (b"Rar!\x1a\7\1\0" + b"\0" * 60, "kind"),
    "word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "kind"),
    "python, pickled": (b"\x80\x04cposix\nsystem\n(S'ls'\ntR.", "kind"),
    "virus for trying out": (
        rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        "kind",
    ),
    "jpeg behind text": (b"GEHEIM\n" + JPEG, "kind"),
    "jpeg, cut off": (JPEG[: len(JPEG) // 2], "unreadable"),
    "jpeg, only a head": (JPEG[:20], "unreadable"),
    "jpeg, ruined": (JPEG[:3] + bytes(range(256)) * 4, "unreadable"),
    "png, cut off": (PNG[: len(PNG) // 2], "unreadable"),
    "png, a wrong sum": (PNG[:45] + bytes([PNG[45] ^ 1]) + PNG[46:], "unreadable"),
    "png without pixels": (png_of(96, 64), "unreadable"),
    "png, negative": (png_of(0xFFFFFFFF, 64), "pixels"),
    "webp, cut off": (saved(photo(), "WEBP")[:60], "unreadable"),
    "webp that moves": (several("WEBP"), "animated"),
    "png that moves": (several("PNG"), "animated"),
    "heic, only a head": (ftyp(b"heic"), "unreadable"),
    "heic, cut off": (saved(photo(), "HEIF")[:-60], "unreadable"),
    "heic, avif in it": (ftyp(b"mif1"), "unreadable"),
    "25 million and some": (png_of(5001, 5000, chunk(b"IDAT", b"")), "pixels"),
    "144 million in 17 kB": (
        png_of(12000, 12000, chunk(b"IDAT", zlib.compress(b"\0" * 4_000_000))),
        "pixels",
    ),
    "a million long": (png_of(1_000_000, 1), "small"),
    "words that grow": (
        png_with(chunk(b"zTXt", b"k\0\0" + zlib.compress(b"A" * 90_000_000))),
        "unreadable",
    ),
    "too small": (saved(photo(size=(8, 8)), "PNG"), "small"),
    "one pixel": (saved(photo(size=(1, 1)), "PNG"), "small"),
    "10 MB and one byte": (JPEG + b"\0" * (10 * 1024 * 1024), "big"),
}


def _text_chunks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "GEHEIM <script>")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>GEHEIM</x:xmpmeta>")
    return info


_PROFILE: Final = b"\0" * 128 + WORD + SCRIPT
# What is taken: only its pixels come through.
TAKEN: Final[dict[str, Callable[[], bytes]]] = {
    "jpeg": lambda: JPEG,
    "jpeg, step by step": lambda: saved(photo(), "JPEG", progressive=True),
    "jpeg with a place": lambda: saved(photo(), "JPEG", exif=exif()),
    "jpeg with words": lambda: saved(photo(), "JPEG", comment=WORD + SCRIPT),
    "jpeg with xmp": lambda: saved(photo(), "JPEG", xmp=WORD + SCRIPT),
    "jpeg with colours": lambda: saved(photo(), "JPEG", icc_profile=_PROFILE),
    "jpeg with a thumbnail": lambda: saved(photo(), "JPEG", exif=exif().tobytes() + JPEG + WORD),
    "jpeg before script": lambda: JPEG + SCRIPT,
    "jpeg before a zip": lambda: JPEG + zipped("GEHEIM"),
    "jpeg before a program": lambda: JPEG + b"MZ" + WORD,
    "jpeg with another one": lambda: several("MPO") + WORD,
    "grey jpeg": lambda: saved(photo("L"), "JPEG"),
    "jpeg of a printer": lambda: saved(photo("CMYK"), "JPEG"),
    "png": lambda: PNG,
    "png with words": lambda: saved(photo(), "PNG", pnginfo=_text_chunks()),
    "png with a place": lambda: saved(photo(), "PNG", exif=exif()),
    "png with colours": lambda: saved(photo(), "PNG", icc_profile=_PROFILE),
    "png with svg": lambda: png_with(chunk(b"teSt", b"<svg>" + SCRIPT + b"</svg>")),
    "png before php": lambda: PNG + b"<?php echo 'GEHEIM' ?>",
    "png, seen through": lambda: saved(photo("RGBA"), "PNG"),
    "png of 256 colours": lambda: saved(photo("P"), "PNG"),
    "png of 16 bits": lambda: saved(Image.new("I;16", SIZE, 40_000), "PNG"),
    "png of black and white": lambda: saved(photo("1"), "PNG"),
    "png of grey, seen through": lambda: saved(photo("LA"), "PNG"),
    "webp": lambda: saved(photo(), "WEBP"),
    "webp without loss": lambda: saved(photo("RGBA"), "WEBP", lossless=True),
    "webp with a place": lambda: saved(photo(), "WEBP", exif=exif(), xmp=WORD + SCRIPT),
    "heic": lambda: saved(photo(), "HEIF"),
    "heic with a place": lambda: saved(photo(), "HEIF", exif=exif(), xmp=WORD + SCRIPT),
    "heic, seen through": lambda: saved(photo("RGBA"), "HEIF"),
    "heic, several": lambda: several("HEIF"),
    "png, pixels that grow": lambda: png_of(
        64, 64, chunk(b"IDAT", zlib.compress(b"\0" * 50_000_000))
    ),
    "long and narrow": lambda: saved(photo(size=(3000, 40)), "PNG"),
}


def heavy() -> Iterator[tuple[str, bytes]]:
    """What costs most: just below 25 million pixels; what takes long to make is smaller."""
    size, phone = (5700, 4380), (2016, 1512)
    noise = Image.effect_noise((320, 240), 80).resize(size, Image.Resampling.BILINEAR)
    yield "jpeg", saved(noise.convert("RGB"), "JPEG", quality=50)
    colours = Image.linear_gradient("L").resize(size).convert("RGBA")
    yield "png, seen through", saved(colours, "PNG", compress_level=1)
    yield "jpeg, step by step", saved(colours.convert("RGB"), "JPEG", progressive=True)
    yield "png of 16 bits", saved(Image.new("I;16", size, 40_000), "PNG", compress_level=1)
    yield "webp", saved(colours.resize(phone), "WEBP", method=0, quality=50)
    yield "heic", saved(colours.resize(phone).convert("RGB"), "HEIF", quality=30)
