"""Fitted models on disk, one folder for each distinct content: fitting happens once, in a process of its own.

A folder holds plain arrays, so that reading one runs nothing. They are mapped, not read: of five
organisations' models only what questions touch is in memory. A folder whose sums are wrong is fitted anew.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

import bot.matching
from bot.matching import Corpus, Model, Resources

KEPT = 40  # newest models that stay: eight versions of five organisations, about 10 MB each
LONGEST_FIT = 600  # seconds
_SUMS = "sums.json"
_LEAST_MAPPED = 1 << 20  # bytes: below that a page table is not worth it
_BLOCK = 1 << 20
_AT_ONCE = 2  # fitting processes: each has about 150 MB
# matrices this small are solved three times faster by one thread; the processes use the cores
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class FitFailed(Exception):
    """No model could be fitted: the message is the last line that the fitting process wrote."""


def usual_folder() -> Path:
    """Return the folder for models where nobody chose another: in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "wasl" / "models"


class Models:
    """Fitted models, kept in a folder. Several processes may share it."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or usual_folder()

    def fitted(self, corpora: Mapping[str, Corpus], resources: Resources) -> dict[str, Model]:
        """Return a model for each corpus by its key; equal corpora share one.

        Raises FitFailed, or OSError where the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        names = {key: name_of(corpus, resources) for key, corpus in corpora.items()}
        distinct = {name: corpora[key] for key, name in names.items()}
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
            models = dict(
                zip(
                    distinct,
                    pool.map(lambda name: self._one(name, distinct[name], resources), distinct),
                    strict=True,
                )
            )
        self._sweep(distinct)
        return {key: models[name] for key, name in names.items()}

    def _one(self, name: str, corpus: Corpus, resources: Resources) -> Model:
        path = self.folder / name
        model = read(path)
        if model is not None:
            return model
        with _alone(self.folder / f"{name}.lock"):
            model = read(path)  # another process may have fitted it meanwhile
            if model is not None:
                return model
            shutil.rmtree(path, ignore_errors=True)  # damaged, or of another version
            _fit(corpus, resources, path)
        model = read(path)
        if model is None:
            raise FitFailed(path.name)
        return model

    def _sweep(self, used: Iterable[str]) -> None:
        """Remove the oldest models beyond `KEPT`; never one in use."""
        found = sorted((path for path in self.folder.iterdir() if path.is_dir()), key=_age, reverse=True)
        for path in found[KEPT:]:
            if path.name not in set(used):
                shutil.rmtree(path, ignore_errors=True)
                path.with_suffix(".lock").unlink(missing_ok=True)


def save(model: Model, path: Path) -> None:
    """Write a model as a folder, so that nobody ever reads half of it."""
    part = Path(tempfile.mkdtemp(dir=path.parent, suffix=".part"))
    arrays = model.to_arrays()
    for name, array in arrays.items():
        np.save(part / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    sums = {name: _sum(part / f"{name}.npy") for name in arrays}
    (part / _SUMS).write_text(json.dumps(sums), encoding="utf-8")
    try:
        part.rename(path)
    except OSError:
        if read(path) is None:
            raise
        shutil.rmtree(part)  # fitted meanwhile, by a process that outlived the one it worked for


def read(path: Path) -> Model | None:
    """Return the model of a folder; None if there is none, or if it is damaged or of another version."""
    try:
        sums = json.loads((path / _SUMS).read_text(encoding="utf-8"))
        if any(_sum(path / f"{name}.npy") != known for name, known in sums.items()):
            return None
        return Model.from_arrays({name: _mapped(path / f"{name}.npy") for name in sums})
    except (OSError, ValueError, KeyError, IndexError, AttributeError, TypeError):
        return None


def _mapped(path: Path) -> NDArray[np.generic]:
    array: NDArray[np.generic] = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.nbytes > _LEAST_MAPPED:
        return np.asarray(array)  # a plain view: numpy's memmap makes each look-up a call in Python
    return np.array(array)


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            total = crc32(block, total)
    return total


def _fit(corpus: Corpus, resources: Resources, path: Path) -> None:
    """Fit in a process of its own: scikit-learn's memory goes with it."""
    job = f'{{"corpus": {corpus.model_dump_json()}, "resources": {resources.model_dump_json()}}}'
    command = [sys.executable, "-m", "bot.content.fit", str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=job.encode(),
            capture_output=True,
            timeout=LONGEST_FIT,
            check=False,
            cwd=Path(bot.matching.__file__).parents[2],
            env={**os.environ, **_ONE_THREAD},
        )
    except subprocess.TimeoutExpired as error:
        raise FitFailed(f"{LONGEST_FIT} s") from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise FitFailed(lines[-1] if lines else f"exit code {done.returncode}")


def name_of(corpus: Corpus, resources: Resources) -> str:
    """Return a hash of everything that a model depends on: content, resources, and the matcher's own code."""
    digest = hashlib.sha256(_code().encode())
    for part in (corpus.model_dump_json(), resources.model_dump_json()):
        digest.update(part.encode())
    return digest.hexdigest()[:24]


@lru_cache(maxsize=1)
def _code() -> str:
    files = sorted(Path(bot.matching.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process or thread fits the same content."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
