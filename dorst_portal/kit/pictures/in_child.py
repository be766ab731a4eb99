"""Makes a picture anew, as a program of its own: bytes come in at stdin, a JPEG leaves at stdout.

`in_child.py clean` reads what somebody sent: decoded, turned upright, made small, without a word of
what was in the file but its pixels. `in_child.py cover X Y W H ...` draws black boxes over one of
our own, in thousandths of its width and height. `in_child.py logo WIDTH HEIGHT BYTES` makes a PNG
that fits in there and keeps what can be seen through. What is wrong is one word at stderr.

It runs with `-I` and without settings, so it imports nothing of the portal: what a hostile picture
breaks is this process, which knows no secret and may use little memory and time.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

from PIL import Image, ImageDraw, ImageOps

MOST_PIXELS = 25_000_000
LEAST_SIDE = 32
LONGEST_SIDE = 1600
MOST_BYTES = 300 * 1024
QUALITIES = (85, 75, 62, 50)
COLOURS = (256, 64, 16)  # of a logo that is too heavy
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# These hold several pictures for one photo (a thumbnail, depth): the first is the photo.
SEVERAL_IN_ONE = ("MPO", "HEIF")
BRANDS_OF_HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")

# With its memory: 300 MB at most beside what Python itself takes.
MOST_MEMORY = 300 * 1024 * 1024
MOST_SECONDS = 5


class Wrong(Exception):
    """One word for what is wrong with the picture."""


def main(arguments: list[str]) -> int:
    """Do what was asked; 0 when a picture left, 1 when one word says why not."""
    limit_yourself()
    sent = sys.stdin.buffer.read()
    try:
        if arguments[0] == "clean":
            made = clean(sent)
        elif arguments[0] == "logo":
            made = logo(sent, *(int(number) for number in arguments[1:]))
        else:
            made = cover(sent, [int(number) for number in arguments[1:]])
    except Wrong as reason:
        sys.stderr.write(str(reason))
        return 1
    except MemoryError:
        sys.stderr.write("heavy")
        return 1
    except Exception:  # noqa: BLE001 - decoders raise anything at all
        sys.stderr.write("unreadable")
        return 1
    sys.stdout.buffer.write(made)
    return 0


def limit_yourself() -> None:
    """No more memory and time than a photo needs, no file and no dump of what was in memory."""
    for what, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")  # at stderr stands one word


def clean(sent: bytes) -> bytes:
    """A new JPEG of the pixels and of nothing else. Raises Wrong."""
    image = looked_over(sent)
    # A JPEG is decoded at half or a quarter of its size where that is enough.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    turn = image.getexif().get(0x0112, 1)  # before anything makes it forget
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return encoded(ImageOps.exif_transpose(pixels_of(image, turn)))


def looked_over(sent: bytes) -> Image.Image:
    """The picture, not decoded yet, of a size and kind that we make anew. Raises Wrong."""
    image = opened(sent)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Wrong("pixels")
    if min(width, height) < LEAST_SIDE:
        raise Wrong("small")
    if getattr(image, "is_animated", False) and image.format not in SEVERAL_IN_ONE:
        raise Wrong("animated")
    return image


def logo(sent: bytes, width: int, height: int, most: int) -> bytes:
    """A new PNG of at most so many pixels and bytes, with fewer colours where that is needed.
    Raises Wrong.
    """
    image = looked_over(sent)
    if image.format == "HEIF":
        raise Wrong("kind")
    image.load()
    turn = image.getexif().get(0x0112, 1)
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    alone = Image.new("RGBA", image.size)
    alone.paste(image.convert("RGBA"))
    alone.getexif()[0x0112] = turn
    alone = ImageOps.exif_transpose(alone)
    alone.thumbnail((width, height), Image.Resampling.LANCZOS)
    made = as_png(alone)
    for colours in COLOURS:
        if len(made) <= most:
            return made
        made = as_png(alone.quantize(colours, method=Image.Quantize.FASTOCTREE))
    return made


def as_png(image: Image.Image) -> bytes:
    """Nothing but the pixels."""
    out = io.BytesIO()
    bare = image.copy()
    bare.info = {key: value for key, value in image.info.items() if key == "transparency"}
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def opened(sent: bytes) -> Image.Image:
    """The picture, not decoded yet; its kind is what its bytes say. Raises Wrong."""
    formats: tuple[str, ...] = FORMATS
    if sent[4:8] == b"ftyp":
        if sent[8:12] not in BRANDS_OF_HEIC:
            raise Wrong("kind")
        # Only now: a decoder that nobody needs is one less to attack.
        from pillow_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener(thumbnails=False, aux_images=False, depth_images=False)
        formats = ("HEIF",)
    elif not sent.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        raise Wrong("kind")
    try:
        return Image.open(io.BytesIO(sent), formats=formats)
    except Image.DecompressionBombError:
        raise Wrong("pixels") from None


def pixels_of(image: Image.Image, turn: int) -> Image.Image:
    """Its pixels as RGB on white, with the way to turn it and without anything else."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "LA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
    alone = Image.new("RGB", image.size, "white")
    if image.mode == "RGBA":
        alone.paste(image, mask=image.getchannel("A"))
    else:
        alone.paste(image.convert("RGB"))
    alone.getexif()[0x0112] = turn
    return alone


def cover(ours: bytes, numbers: list[int]) -> bytes:
    """The picture with black boxes over it: what lies below them is not in the new one."""
    image = Image.open(io.BytesIO(ours), formats=["JPEG"]).convert("RGB")
    width, height = image.size
    draw = ImageDraw.Draw(image)
    for x, y, w, h in zip(*[iter(numbers)] * 4, strict=True):
        left, top = x * width // 1000, y * height // 1000
        right, bottom = -(-(x + w) * width // 1000), -(-(y + h) * height // 1000)
        draw.rectangle((left, top, right, bottom), fill="black")
    return encoded(image)


def encoded(image: Image.Image) -> bytes:
    """A JPEG that is not too big: less sharp first, then smaller."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            bare.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        bare = bare.resize((max(1, bare.width * 3 // 4), max(1, bare.height * 3 // 4)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
