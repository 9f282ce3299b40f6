"""The content as it would be with a change: a copy of the authors' files that nobody is served from."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.authors.change import Change
from bot.authors.places import Folders

_NOT_YAML = shutil.ignore_patterns("*.tmp", ".git", "*.swp")


@contextmanager
def overlaid(folders: Folders, change: Change) -> Iterator[Folders]:
    """Give folders that hold everything as it is, with the change; they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wasl-draft-") as made:
        copy = Folders(knowledge=Path(made) / folders.knowledge.name, flows=Path(made) / "flows")
        shutil.copytree(folders.knowledge, copy.knowledge, ignore=_NOT_YAML)
        shutil.copytree(folders.flows, copy.flows, ignore=_NOT_YAML)
        for each in change.files:
            path = copy.path(each.file)
            if path.is_dir():
                shutil.rmtree(path)  # somebody made a folder of that name: it is not in the way here
            if each.text is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(each.text.encode())
        yield copy
