"""Opens one file that somebody sent, in a process that has nothing else: bytes come in, a picture of our own goes out.

It knows nothing of the application; `taking.py` starts it. A picture is drawn anew, upright and without anything that
came along (place, camera, colour profile). A PDF stays as it is, or is refused. The first line that comes out is JSON:
the word for a refusal, or what follows: the file, and for a picture a small one.
"""

import io
import json
import re
import sys
import zlib
from typing import Any

LONG_SIDE, SMALL_SIDE = 2400, 480
PIXELS = 50_000_000
MEMORY, SECONDS = 1_000_000_000, 15
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
INFLATED, OF_ONE_STREAM = 64_000_000, 4_000_000

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_LOCKED = re.compile(rb"/Encrypt\b")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE)\b")
_SHORT_ACTIVE = re.compile(rb"/(?:JS|AA)\s*[(<\[\d]")


class Unfit(Exception):
    """This file cannot be taken; the word says why."""


def opened(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What stands in *content*, whatever its name says: about it, the file itself and a small picture (or nothing).

    Refuses (`Unfit`) what is no picture of three kinds and no plain PDF.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise Unfit("empty")
    if content.startswith(b"%PDF-"):
        refuse_pdf(content)
        return {"kind": "pdf", "width": 0, "height": 0}, content, b""
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Unfit("heic")
    return drawn_anew(content)


def drawn_anew(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """The picture, large and small, upright, and nothing that was in the file besides."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > PIXELS:
                raise Unfit("pixels")
            if found.width < 2 or found.height < 2:
                raise Unfit("tiny")
            found.draft("RGB", (LONG_SIDE, LONG_SIDE))
            found.load()
            upright = ImageOps.exif_transpose(_on_white(found))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unfit("pixels") from None
    except UnidentifiedImageError:
        raise Unfit("unknown") from None
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, OverflowError, EOFError, zlib.error):
        raise Unfit("broken") from None
    small = upright.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    about = {"kind": "picture", "width": upright.width, "height": upright.height}
    return about, _written(upright), _written(small)


def _on_white(found: Any) -> Any:
    """Made small first, so that the rest costs little; what can be seen through becomes white."""
    from PIL import Image

    exif = found.getexif()
    picture = found.convert("RGBA" if _is_clear(found) else "RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2.0)
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    picture.info.clear()
    picture.getexif()[0x0112] = exif.get(0x0112, 1)
    return picture


def _is_clear(found: Any) -> bool:
    return found.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in found.info


def _written(picture: Any) -> bytes:
    from PIL import Image

    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def refuse_pdf(content: bytes) -> None:
    """Refuse (`Unfit`) a PDF with a password, one that does something, and one that holds other files.

    Names may be written with escapes, and may stand in streams that are packed: both are undone first, up to a bound.
    """
    if b"%%EOF" not in content[-2048:]:
        raise Unfit("broken")
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _LOCKED.search(plain):
        raise Unfit("locked")
    if _ACTIVE.search(plain) or _SHORT_ACTIVE.search(_without_streams(plain)):
        raise Unfit("active")
    for part in _unpacked(content):
        if _ACTIVE.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)):
            raise Unfit("active")


def _without_streams(plain: bytes) -> bytes:
    """The objects themselves: two letters turn up anywhere in what is packed."""
    parts = plain.split(b"stream")
    return b" ".join(parts[::2])


def _unpacked(content: bytes) -> Any:
    left = INFLATED
    for found in _STREAM.finditer(content):
        if left <= 0:
            return
        try:
            part = zlib.decompressobj().decompress(content[found.end() :], OF_ONE_STREAM)
        except zlib.error:
            continue
        left -= len(part)
        yield part


def main() -> None:
    """Read one file from the standard input; whatever happens, an end to memory and time."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        about, file, small = opened(sys.stdin.buffer.read())
    except Unfit as why:
        about, file, small = {"refused": str(why)}, b"", b""
    except MemoryError:
        about, file, small = {"refused": "pixels"}, b"", b""
    out = sys.stdout.buffer
    out.write(json.dumps({**about, "large": len(file), "small": len(small)}).encode() + b"\n" + file + small)


if __name__ == "__main__":
    main()
