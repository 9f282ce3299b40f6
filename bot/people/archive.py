"""An archive of what is kept of a person: the words as JSON, and beside them the files."""

import io
import zipfile
from asyncio import to_thread
from collections.abc import Mapping

from bot.ports.store import FileStore

WORDS = "data.json"


async def archive(words: bytes, beside: Mapping[str, str], files: FileStore) -> bytes:
    """Return a ZIP of the words and of files (key → path); a file that is gone is left out."""
    found: dict[str, bytes] = {WORDS: words}
    for key, path in beside.items():
        try:
            found[path] = await files.get(key)
        except KeyError:
            continue
    return await to_thread(_packed, found)


def _packed(found: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in found.items():
            packed.writestr(path, data)
    return out.getvalue()
