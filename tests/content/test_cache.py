"""Fitted models on disk: made once, shared, mended when damaged, and read without scikit-learn."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.content import Library
from bot.content.cache import KEPT, FitFailed, Models, name_of, read, save
from bot.matching.resources import Settings
from tests.content.serving import SMALL

ROOT = Path(__file__).parents[2]
LOADS = """
import sys
from pathlib import Path
from bot.content import Library, load
root = Path(sys.argv[1])
loaded = load(root / "knowledge", root / "flows", cache=Path(sys.argv[2]))
assert isinstance(loaded, Library)
fitting = {"sklearn", "scipy", "joblib"} & set(sys.modules)
print(loaded.contents["aoun"].matcher.read("متى تردون علي").topic, fitting)
"""


NAMES = """
from bot.content.cache import name_of
from bot.matching import Corpus, Phrase, Resources
from bot.matching.resources import LeftOut, Settings
topics = frozenset(f"topic-{number}" for number in range(20))
settings = Settings(about=(LeftOut(words=("وكم", "how long"), after=topics),))
corpus = Corpus(phrases=(Phrase(topic="topic-1", text="متى الرد"),), handoffs=topics)
print(name_of(corpus, Resources(settings=settings)))
"""


def files(folder: Path) -> dict[str, int]:
    """Return the arrays under a folder and when they were written."""
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.npy")}


def test_equal_corpora_share_one_fit_and_the_next_time_none(library: Library, tmp_path: Path) -> None:
    corpus = library.corpora["aoun"]
    models = Models(tmp_path).fitted({"one": corpus, "two": corpus}, library.resources)
    assert models["one"] is models["two"]
    before = files(tmp_path)
    assert len({name.split("/")[0] for name in before}) == 1
    again = Models(tmp_path).fitted({"one": corpus}, library.resources)
    assert files(tmp_path) == before
    assert again["one"].classes == models["one"].classes
    np.testing.assert_array_equal(again["one"].weights.values, models["one"].weights.values)


def test_whoever_fits_the_same_last_takes_what_is_there(library: Library, tmp_path: Path) -> None:
    """A process that is killed leaves the one that fits for it: it may end after the next start."""
    model = Models(tmp_path).fitted({"one": library.corpora["aoun"]}, library.resources)["one"]
    (folder,) = (each for each in tmp_path.iterdir() if each.is_dir())
    save(model, folder)
    assert read(folder) is not None
    assert [each for each in tmp_path.iterdir() if each.is_dir()] == [folder]


def test_a_model_has_one_name_in_every_process() -> None:
    """A set's own order differs from process to process: the second start would fit everything again."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", NAMES],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2", "3")
    ]
    assert len({run.stdout for run in runs}) == 1


@pytest.mark.parametrize("damage", ["cut", "flip", "no-sums", "nonsense"])
@pytest.mark.usefixtures("library")
def test_a_damaged_model_is_not_read(damage: str, cache: Path, tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(next(path for path in cache.iterdir() if path.is_dir()), tmp_path / "model")
    )
    assert read(folder) is not None
    spoil(folder, damage)
    assert read(folder) is None


def test_a_damaged_model_is_fitted_anew(library: Library, cache: Path, tmp_path: Path) -> None:
    name = name_of(library.corpora["aoun"], library.resources)
    shutil.copytree(cache / name, tmp_path / name)
    spoil(tmp_path / name, "cut")
    mended = Models(tmp_path).fitted({"aoun": library.corpora["aoun"]}, library.resources)["aoun"]
    assert read(tmp_path / name) is not None
    assert "review-time" in mended.classes


def spoil(folder: Path, damage: str) -> None:
    """Damage a model as disks and people do."""
    weights = folder / "weight_values.npy"
    raw = weights.read_bytes()
    if damage == "cut":
        weights.write_bytes(raw[: len(raw) // 2])
    elif damage == "flip":
        weights.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    elif damage == "no-sums":
        (folder / "sums.json").unlink()
    else:
        (folder / "sums.json").write_text("[]")


@pytest.mark.usefixtures("library")  # fitted before
def test_serving_does_without_what_only_fitting_needs(cache: Path) -> None:
    command = [sys.executable, "-c", LOADS, str(SMALL), str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.stdout.split() == ["review-time", "set()"], done.stderr


def test_a_fit_that_fails_says_why(library: Library, tmp_path: Path) -> None:
    corpus = library.corpora["aoun"]
    (tmp_path / name_of(corpus, library.resources)).write_text("a file in the way")
    with pytest.raises(FitFailed, match="Error"):
        Models(tmp_path).fitted({"aoun": corpus}, library.resources)


def test_old_models_are_swept_and_those_in_use_stay(library: Library, cache: Path, tmp_path: Path) -> None:
    corpus = library.corpora["aoun"]
    name = name_of(corpus, library.resources)
    shutil.copytree(cache / name, tmp_path / name)
    for number in range(KEPT + 5):
        (tmp_path / f"newer{number}").mkdir()
    Models(tmp_path).fitted({"aoun": corpus}, library.resources)
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert name in left
    assert len(left) <= KEPT + 1


def test_another_budget_is_another_model(library: Library) -> None:
    corpus, resources = library.corpora["aoun"], library.resources
    settings = Settings.model_validate({**resources.settings.model_dump(), "budget": 0.1})
    other = resources.model_copy(update={"settings": settings})
    assert name_of(corpus, resources) != name_of(corpus, other)
    assert name_of(corpus, resources) == name_of(corpus.model_copy(), resources)
