"""What each part of the recipe is worth: a labelled corpus classified without it.

Chosen on validation rows; a test file is never given to this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from benchmarks.figures import PROJECT
from bot.cli.corpus import sample
from bot.cli.evaluate import labelled
from bot.content.sources import gather
from bot.matching.classify import MANY, as_phrase
from bot.matching.fit import solve
from bot.matching.prepared import Prepared
from bot.matching.reader import Reader
from bot.matching.resources import Resources
from bot.matching.support import one_against_rest
from bot.matching.vectors import Ints, fit_vectoriser
from bot.matching.views import VIEWS
from bot.matching.vocabulary import Vocabulary

DRAWS = 3
SHOTS = 10  # rows a label
VIEW_NAMES = (
    "roots as written",
    "roots, rewritten",
    "letters as written",
    "letters, rewritten",
    "letters of roots",
    "pairs of stems",
    "sounds",
)

Labelled = Sequence[tuple[str, str]]  # (label, text)


class Task(NamedTuple):
    """Texts as rows of features: n to learn from, m asked, F features, C labels."""

    known: sparse.csr_matrix  # (n, F)
    labels: Ints  # (n,)
    asked: sparse.csr_matrix  # (m, F)
    expected: Ints  # (m,)
    starts: Ints  # (views + 1,): where each view's features start
    classes: int  # C


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """A recipe, and what is left out of it."""

    name: str
    resources: bool = True  # lexicon and Arabizi
    titles: bool = True  # the label's own words as a text
    without: tuple[int, ...] = ()  # numbers of views
    machines: bool = False  # linear support vector machines, however few the rows


def recipes(*, few: bool) -> Iterator[Recipe]:
    """Yield the whole recipe, and each with one part less."""
    yield Recipe(name="whole")
    for number, name in enumerate(VIEW_NAMES):
        yield Recipe(name=f"without {name}", without=(number,))
    yield Recipe(name="without all letters and sounds", without=(2, 3, 4, 6))
    yield Recipe(name="without what is rewritten", without=(1, 3, 4, 5))
    yield Recipe(name="without the lexicon", resources=False)
    yield Recipe(name="without the labels' own words", titles=False)
    if few:
        yield Recipe(name="support vector machines for the regression", machines=True)


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return accuracy on validation.csv, a row a recipe and amount of training."""
    train, asked = labelled(folder / "train.csv"), labelled(folder / "validation.csv")
    draws = [sample(train, per_label=SHOTS, seed=seed) for seed in range(DRAWS)]
    found = [*_table(f"{SHOTS} a label, {DRAWS} draws", draws, asked, few=True)]
    return [*found, *_table("all", [train], asked, few=False)]


def _table(
    training: str, draws: Sequence[Labelled], asked: Labelled, *, few: bool
) -> Iterator[dict[str, Any]]:
    whole = None
    tasks: dict[tuple[bool, bool], list[Task]] = {}
    for recipe in recipes(few=few):
        key = recipe.resources, recipe.titles
        if key not in tasks:
            tasks[key] = [_task(known, asked, resources=key[0], titles=key[1]) for known in draws]
        accuracy = float(np.mean([_accuracy(task, recipe) for task in tasks[key]]))
        whole = accuracy if whole is None else whole
        yield {
            "training": training,
            "recipe": recipe.name,
            "accuracy": round(accuracy, 4),
            "difference": round(accuracy - whole, 4),
        }


def _task(known: Labelled, asked: Labelled, *, resources: bool, titles: bool) -> Task:
    given = gather(PROJECT / "knowledge", PROJECT / "flows").resources if resources else Resources()
    labels = sorted({label for label, _ in known})
    phrases = [as_phrase(text, label) for label, text in known]
    if titles:
        phrases += [as_phrase(label.replace("_", " "), label) for label in labels]
    reader = Reader(Prepared(given), Vocabulary.of(phrases))
    reads = [reader(phrase.text, mend=False) for phrase in phrases]
    vectoriser = fit_vectoriser(reads, dict.fromkeys(range(len(VIEWS)), 2) if len(reads) > MANY else {})
    at = {label: number for number, label in enumerate(labels)}
    return Task(
        known=vectoriser.matrix(reads),
        labels=np.array([at[phrase.topic] for phrase in phrases], np.int64),
        asked=vectoriser.matrix([reader(text, mend=False) for _, text in asked]),
        expected=np.array([at.get(label, -1) for label, _ in asked], np.int64),
        starts=vectoriser.starts,
        classes=len(labels),
    )


def _accuracy(task: Task, recipe: Recipe) -> float:
    kept = np.ones(task.known.shape[1], bool)
    for view in recipe.without:
        kept[task.starts[view] : task.starts[view + 1]] = False
    known, asked = task.known[:, kept], task.asked[:, kept]
    if recipe.machines:
        weights, bias, _ = one_against_rest(known, task.labels, task.classes)
    else:
        weights, bias = solve(known, task.labels, task.classes)
    scores = np.asarray((asked @ weights).todense()) + bias
    return float((scores.argmax(axis=1) == task.expected).mean())
