"""A labelled corpus such as ArBanking77: ours and its peers learn the same rows and are asked the same.

The folder has `train.csv`, `validation.csv` and `test_palestinian.csv`, columns `label,text`. Ours is the
recipe as a plain classifier (`bot.matching.classify`); peers are those of `benchmarks.systems`.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.figures import PROJECT
from benchmarks.nlpjs import Missing
from benchmarks.systems import PEERS, system
from bot.cli.corpus import quality, sample
from bot.cli.evaluate import labelled
from bot.content.sources import gather
from bot.matching import Corpus, Resources
from bot.matching.classify import as_phrase, fit

DRAWS = 3
SHOTS = 10  # rows a label
WASL = "wasl"
TESTS = ("validation.csv", "test_palestinian.csv")

Rows = Sequence[tuple[str, str]]  # (label, text)
Predict = Callable[[str], str | None]


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return accuracy and macro-F1 (0-1), a row a test file, amount of training and system."""
    train = labelled(folder / "train.csv")
    asked = {name: labelled(folder / name) for name in TESTS if (folder / name).exists()}
    draws = [sample(train, per_label=SHOTS, seed=seed) for seed in range(DRAWS)]
    resources = gather(PROJECT / "knowledge", PROJECT / "flows").resources
    found: list[dict[str, Any]] = []
    for training, known in (("all", [train]), (f"{SHOTS} a label, {DRAWS} draws", draws)):
        for name in (WASL, *PEERS):
            try:
                figures = [_measured(name, rows, asked, resources) for rows in known]
            except Missing as missing:
                print(missing, file=sys.stderr)
                continue
            for test in asked:
                means = {key: fmean(each[test][key] for each in figures) for key in figures[0][test]}
                row = {"asked": test, "training": training, "system": name}
                found.append(row | {key: round(value, 4) for key, value in means.items()})
    return sorted(found, key=lambda row: TESTS.index(row["asked"]))


def _measured(
    name: str, known: Rows, asked: Mapping[str, Rows], resources: Resources
) -> dict[str, dict[str, float]]:
    """Fit one system and ask it every file: file → accuracy, macro_f1, fit_s, ms_per_question."""
    found: dict[str, dict[str, float]] = {}
    with _fitted(name, known, resources) as (predict, build_s):
        for test, questions in asked.items():
            began = time.perf_counter()
            said = [predict(text) or "" for _, text in questions]
            took = (time.perf_counter() - began) * 1000 / max(len(questions), 1)
            marks = quality([label for label, _ in questions], said)
            found[test] = {**marks, "fit_s": build_s, "ms_per_question": took}
    return found


@contextmanager
def _fitted(name: str, known: Rows, resources: Resources) -> Iterator[tuple[Predict, float]]:
    if name == WASL:
        began = time.perf_counter()
        classifier = fit([text for _, text in known], [label for label, _ in known], resources)
        yield classifier.predict, time.perf_counter() - began
    else:
        corpus = Corpus(phrases=tuple(as_phrase(text, label) for label, text in known))
        with system(name, corpus, resources) as peer:
            yield lambda text: peer.ask(text)[0], peer.build_s
