"""Pictures that people sent, made fit for print: the right way up, and no larger than paper shows."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST = 1600  # pixels of a side: 200 a inch on A4
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def upright(data: bytes) -> io.BytesIO | None:
    """Return a picture as JPEG; None for what is none, is broken, or would be too large once unpacked."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((LONGEST, LONGEST))
            paper = Image.new("RGB", turned.size, "white")
            seen = turned.convert("RGBA")
            paper.paste(seen, mask=seen)
    except (OSError, ValueError, UnidentifiedImageError, *_BOMBS):
        return None
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=82)
    out.seek(0)
    return out
