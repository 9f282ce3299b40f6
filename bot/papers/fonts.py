"""Finding fonts that can write Arabic and Latin letters: none is shipped, Debian has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local" / "share" / "fonts",
)
PACKAGE = "fonts-noto-core"
_ARABIC, _LATIN = ("NotoSansArabic", "NotoNaskhArabic"), ("NotoSans",)


class NoFont(LookupError):
    """No font that can write Arabic is installed."""

    def __init__(self) -> None:
        """Say what to install."""
        super().__init__(
            f"no Arabic font found: install Debian's {PACKAGE}, or put NotoSansArabic-Regular.ttf, "
            f"NotoSansArabic-Bold.ttf, NotoSans-Regular.ttf and NotoSans-Bold.ttf into {FOLDERS[-1]}"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One font in two weights."""

    name: str
    regular: Path
    bold: Path


def faces(folders: Sequence[Path] = FOLDERS) -> tuple[Face, Face]:
    """Return an Arabic font and one for everything else. NoFont if either is missing."""
    arabic = next((found for name in _ARABIC if (found := _face(name, folders))), None)
    latin = next((found for name in _LATIN if (found := _face(name, folders))), None)
    if arabic is None or latin is None:
        raise NoFont
    return arabic, latin


def _face(name: str, folders: Sequence[Path]) -> Face | None:
    regular, bold = (_file(f"{name}-{weight}.ttf", folders) for weight in ("Regular", "Bold"))
    return Face(name=name, regular=regular, bold=bold) if regular and bold else None


def _file(name: str, folders: Sequence[Path]) -> Path | None:
    found = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob(name)))
    return next(found, None)
