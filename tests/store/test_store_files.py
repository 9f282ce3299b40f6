import io
import zipfile
from pathlib import Path

import pytest

from bot.store.errors import Unreadable
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, new_key
from bot.store.media import plain_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(40)
OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(20)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(30)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(40)


def archive(*names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return body.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CASES = [
    ("a picture", PNG, "image/png", "photo"),
    ("a photo", JPEG, "image/jpeg", "photo"),
    ("a document", PDF, "application/pdf", "document"),
    ("a voice note of Telegram", OGG, "audio/ogg", "voice"),
    ("a voice note of Chrome", WEBM + b"A_OPUS" + bytes(20), "audio/webm", "voice"),
    ("a video of Chrome", WEBM + b"V_VP8 A_OPUS", "video/webm", "video"),
    ("a voice note of Safari", MP4 + b"hdlr" + bytes(8) + b"soun", "audio/mp4", "voice"),
    ("a video of a phone", MP4 + b"hdlr" + bytes(8) + b"vide soun", "video/mp4", "video"),
    ("a letter", archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"), WORD, "document"),
    (
        "a table",
        archive("docProps/app.xml", "a", "b", "c", "d", "[Content_Types].xml", "xl/workbook.xml"),
        SHEET,
        "document",
    ),
    ("an archive", archive("a.txt"), "application/zip", "document"),
    ("Arabic text", "السلام عليكم\n".encode(), "text/plain", "document"),
    ("a page of HTML is text, never a page", b"<html><script>alert(1)</script>", "text/plain", "document"),
    ("a drawing with script is text", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "text/plain", "document"),
    ("bytes of no kind", b"\x00\x01\x02\xff", "application/octet-stream", "document"),
    ("nothing", b"", "application/octet-stream", "document"),
]


@pytest.fixture
def files(tmp_path: Path, ring: KeyRing) -> DiskFiles:
    return DiskFiles(tmp_path / "files", ring)


@pytest.mark.parametrize(("what", "data", "media_type", "kind"), CASES, ids=[case[0] for case in CASES])
async def test_the_type_is_read_from_the_content(
    files: DiskFiles, what: str, data: bytes, media_type: str, kind: str
) -> None:
    kept = await files.put(data, name=f"{what}.exe", declared="image/jpeg")
    assert (kept.media_type, kept.kind, kept.size) == (media_type, kind, len(data))
    assert await files.get(kept.key) == data


async def test_the_same_bytes_have_the_same_key(files: DiskFiles, tmp_path: Path) -> None:
    one, two = await files.put(PNG, name="a.png"), await files.put(PNG, name="b.png")
    assert one.key == two.key
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    assert files.check_all() == {one.key}


async def test_a_file_on_the_disk_is_encrypted(files: DiskFiles, tmp_path: Path) -> None:
    data = b"%PDF-1.7 " + b"1098765432 " * 50
    kept = await files.put(data, name="id.pdf")
    [path] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert b"1098765432" not in path.read_bytes()
    assert path.name == kept.key
    assert path.stat().st_mode & 0o077 == 0


async def test_a_changed_file_is_noticed(files: DiskFiles, tmp_path: Path) -> None:
    kept = await files.put(PNG, name="a.png")
    path = tmp_path / "files" / kept.key[:2] / kept.key
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.write_bytes(body)
    with pytest.raises(Unreadable, match="changed"):
        await files.get(kept.key)
    with pytest.raises(Unreadable):
        files.check_all()


async def test_a_file_put_in_the_place_of_another_is_noticed(files: DiskFiles, tmp_path: Path) -> None:
    one, two = await files.put(PNG, name="a.png"), await files.put(PDF, name="b.pdf")
    folder = tmp_path / "files"
    (folder / one.key[:2] / one.key).write_bytes((folder / two.key[:2] / two.key).read_bytes())
    with pytest.raises(Unreadable):
        await files.get(one.key)


async def test_another_ring_cannot_read(files: DiskFiles, tmp_path: Path) -> None:
    kept = await files.put(PNG, name="a.png")
    with pytest.raises(Unreadable, match="not in the key file"):
        await DiskFiles(tmp_path / "files", KeyRing((new_key(),))).get(kept.key)


async def test_a_removed_file_is_gone_and_removing_again_is_nothing(files: DiskFiles) -> None:
    kept = await files.put(PNG, name="a.png")
    await files.remove(kept.key)
    await files.remove(kept.key)
    with pytest.raises(KeyError):
        await files.get(kept.key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "a" * 63, "/" * 64])
async def test_what_is_no_key_leads_nowhere(files: DiskFiles, key: str) -> None:
    with pytest.raises(KeyError):
        await files.get(key)
    with pytest.raises(KeyError):
        await files.remove(key)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("هوية.jpg", "هوية.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nb.txt", "ab.txt"),
        ("", "file"),
        ("..", ".."),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("y" * 300, "y" * 120),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert plain_name(given) == kept
