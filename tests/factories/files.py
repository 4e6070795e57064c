"""Photos and documents, drawn for a test."""

import io
import zlib
from typing import Any

from PIL import Image


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", mode: str = "RGB", **save: Any) -> bytes:
    """A small picture: red on the left, blue on the right."""
    drawn = Image.new("RGB", (width, height), "blue")
    drawn.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    drawn.convert(mode).save(out, kind, **save)
    return out.getvalue()


def with_exif(orientation: int = 6, **size: int) -> bytes:
    """A picture lying on its side, with a place and the name of a camera."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "GeheimMerk"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 11.0)
    return picture(exif=exif, icc_profile=b"GeheimProfiel" * 20, comment=b"GeheimWoord", **size)


def pdf(*objects: bytes, packed: bytes = b"") -> bytes:
    """A document of one line, with more *objects* in it, and *packed* in a stream that is packed."""
    body = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + b"\n".join(objects)
    if packed:
        body += b"\n9 0 obj << /Filter /FlateDecode >> stream\n" + zlib.compress(packed) + b"\nendstream endobj"
    return body + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"
