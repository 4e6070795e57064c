"""What is taken in is drawn anew, upright and without anything that came along; what is hostile is refused with a sentence."""

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from participation.contributions.files import opener
from participation.contributions.files.models import FileKind
from participation.contributions.files.opener import Unfit
from participation.contributions.files.rules import LARGEST, plain_name, plain_words
from participation.contributions.files.store import Store, StoreFull
from participation.contributions.files.taking import FileRefused, take
from tests.factories.files import pdf, picture, with_exif

TOP = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("DOORWERKING_DATA", TOP / "../shared/data")) / "images"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files", 1_000_000)


def drawn(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(opener.opened(content)[1]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "LA", "CMYK", "1", "I;16"])
def test_three_kinds_become_a_jpeg_of_our_own(kind: str, mode: str) -> None:
    try:
        sent = picture(kind=kind, mode=mode)
    except (OSError, ValueError):
        pytest.skip("no such picture exists")
    found = drawn(sent)
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (60, 40))


def test_nothing_that_came_along_stays() -> None:
    for file in opener.opened(with_exif())[1:]:
        assert b"Geheim" not in file and b"Exif" not in file
        found = Image.open(io.BytesIO(file))
        assert not found.getexif() and "icc_profile" not in found.info and "comment" not in found.info


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (60, 40), (5, 20)), (2, (60, 40), (55, 20)), (3, (60, 40), (55, 20)), (6, (40, 60), (20, 5)), (8, (40, 60), (20, 55))],
)  # fmt: skip
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    found = drawn(with_exif(orientation))
    red, _green, blue = found.getpixel(red_at)  # type: ignore[misc]
    assert found.size == size and red > 200 and blue < 60


def test_what_is_large_becomes_smaller_and_gets_a_small_one() -> None:
    about, large, small = opener.opened(picture(3000, 1500))
    assert Image.open(io.BytesIO(large)).size == (about["width"], about["height"]) == (2400, 1200)
    assert Image.open(io.BytesIO(small)).size == (480, 240)


def test_what_can_be_seen_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert drawn(out.getvalue()).getpixel((10, 10)) == (255, 255, 255)


def test_only_the_first_picture_of_a_moving_one_stays() -> None:
    out = io.BytesIO()
    first = Image.new("RGB", (20, 20), "red")
    first.save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")], duration=50)
    assert getattr(drawn(out.getvalue()), "n_frames", 1) == 1


def png_of(width: int, height: int) -> bytes:
    """A picture that says it is that large, and has next to nothing in it."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 9)) + part(b"IEND", b"")


HOSTILE = {
    "nothing": (b"", "empty"),
    "only noughts": (b"\0" * 500, "empty"),
    "words": (b"Dit is geen foto", "unknown"),
    "a page": (b"<html><script>alert(1)</script></html>", "unknown"),
    "a drawing with a program": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unknown"),
    "a program": (b"MZ\x90\0" + b"\0" * 99, "unknown"),
    "a ZIP": (b"PK\x03\x04" + b"\0" * 99, "unknown"),
    "an animation": (picture(kind="GIF", mode="P"), "unknown"),
    "a TIFF": (picture(kind="TIFF"), "unknown"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "half a JPEG": (picture(600, 400)[:-400], "broken"),
    "half a PNG": (picture(600, 400, "PNG")[:-120], "broken"),
    "half a WebP": (picture(600, 400, "WEBP")[:-60], "broken"),
    "fifty thousand by fifty thousand": (png_of(50_000, 50_000), "pixels"),
    "just too many": (png_of(8_000, 8_000), "pixels"),
    "one point": (picture(1, 1, "PNG"), "tiny"),
    "a PDF that stops": (pdf()[:-10], "broken"),
    "a PDF with a lock": (pdf(b"/Encrypt 5 0 R"), "locked"),
    "a PDF with a program": (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "active"),
    "a PDF with a program in disguise": (pdf(b"<< /S /J#61vaScript /J#53 (x) >>"), "active"),
    "a PDF with a short program": (pdf(b"<< /JS (x) >>"), "active"),
    "a PDF with a packed program": (pdf(packed=b"<< /S /JavaScript >>"), "active"),
    "a PDF that starts something": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active"),
    "a PDF with a file in it": (pdf(b"<< /Type /Filespec /EF << >> /EmbeddedFiles 3 0 R >>"), "active"),
    "a PDF with a form that sends": (pdf(b"<< /S /SubmitForm >>"), "active"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_with_a_sentence(name: str, store: Store) -> None:
    content, why = HOSTILE[name]
    with pytest.raises(Unfit, match=f"^{why}$"):
        opener.opened(content)


@pytest.mark.parametrize("name", ["fifty thousand by fifty thousand", "words", "a PDF with a program"])
def test_so_does_the_program_and_nothing_is_written(name: str, store: Store) -> None:
    with pytest.raises(FileRefused) as refused:
        take(HOSTILE[name][0], "foto.jpg", store)
    assert refused.value.sentence.endswith(".") and refused.value.name == "foto.jpg"
    assert not list(store.paths())


def test_a_bomb_of_a_real_size_ends_without_harm(store: Store) -> None:
    """Two hundred million points that pack into next to nothing."""
    row = zlib.compress(b"\0" * (20_000 * 3 + 1) * 100)
    sent = png_of(20_000, 10_000).replace(zlib.compress(b"\0" * 9), row)
    with pytest.raises(FileRefused):
        take(sent, "bom.png", store)


def test_whatever_is_behind_a_picture_is_gone(store: Store) -> None:
    taken = take(picture() + b"<script>alert(1)</script>PK\x03\x04", "foto.jpg.html", store)
    assert b"script" not in (store.read(taken.sha) or b"")


def test_the_ending_of_the_name_says_nothing(store: Store) -> None:
    assert take(picture(kind="PNG"), "contract.pdf", store).kind is FileKind.picture
    assert take(pdf(), "foto.jpg", store).kind is FileKind.pdf


def test_a_plain_pdf_stays_as_it_is(store: Store) -> None:
    sent = pdf(b"<< /Type /Page >>", packed=b"BT (Hallo) Tj ET")
    taken = take(sent, "plan.pdf", store)
    assert (store.read(taken.sha), taken.size) == (sent, len(sent))


def test_a_picture_is_written_with_its_small_one(store: Store) -> None:
    taken = take(with_exif(width=900, height=600), "IMG_1.JPG", store, "Een bank")
    small = store.read(taken.sha, small=True)
    assert small and Image.open(io.BytesIO(small)).size == (320, 480)
    assert (taken.width, taken.height, taken.alt) == (600, 900, "Een bank")
    assert all(path.stat().st_mode & 0o077 == 0 for path in store.paths())
    assert taken.sha[:2] == next(store.paths()).parent.name


def test_more_than_ten_megabytes_is_refused_before_it_is_opened(store: Store) -> None:
    with pytest.raises(FileRefused, match="10 MB"):
        take(b"\xff\xd8" + b"\0" * LARGEST, "foto.jpg", store)


def test_there_is_an_end_to_what_the_municipality_keeps(tmp_path: Path) -> None:
    store = Store(tmp_path / "full", 1000)
    take(pdf(), "een.pdf", store)
    with pytest.raises(StoreFull):
        take(pdf(b"x" * 1000), "twee.pdf", store)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\Ana\\foto.jpg", "foto.jpg"), ("foto\0.jpg", "foto.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe"), ("", "bestand"), ("...", "bestand"), ("a\r\nb.png", "ab.png"),
        ("é.jpg", "é.jpg"), ("\u200f\u2066x\u2069.png", "x.png"),
    ],
)  # fmt: skip
def test_a_name_has_no_folders_and_nothing_invisible(sent: str, shown: str) -> None:
    assert plain_name(sent) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert len(plain_name("x" * 500 + ".jpeg")) <= 80 and plain_name("x" * 500 + ".jpeg").endswith("….jpeg")


def test_words_are_one_line() -> None:
    assert plain_words("Een\r\nbank\0 \ud800") == "Een bank"


@pytest.mark.skipif(not SHARED.is_dir(), reason="only where these pictures are")
def test_photos_of_real_cameras_lose_their_place(store: Store) -> None:
    for path in sorted(SHARED.glob("*.jpg")):
        with Image.open(path) as before:
            turned = before.getexif().get(0x0112, 1) >= 5
            size = before.size[::-1] if turned else before.size
        taken = take(path.read_bytes(), path.name, store)
        with Image.open(io.BytesIO(store.read(taken.sha) or b"")) as after:
            assert not after.getexif() and b"Exif" not in (store.read(taken.sha) or b"")
            assert abs(after.width / after.height - size[0] / size[1]) < 0.01
