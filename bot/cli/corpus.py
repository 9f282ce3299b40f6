"""The matcher on a labelled corpus: accuracy, macro-F1, speed, memory."""

import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any


def measure(
    train: Path,
    test: Path,
    *,
    per_label: int | None,
    seed: int,
    rows: Callable[[dict[str, Any]], None] | None,
) -> dict[str, Any]:
    """Fit on `train`, predict `test`; returns the summary's fields. `rows` gets a dict for each question."""
    from bot.cli.evaluate import labelled
    from bot.cli.knowledge import settings
    from bot.content.sources import gather
    from bot.matching.classify import fit

    chosen = settings()
    resources = gather(chosen.knowledge, chosen.flows).resources
    known = sample(labelled(train), per_label=per_label, seed=seed)
    asked = labelled(test)
    began = time.perf_counter()
    classifier = fit([text for _, text in known], [label for label, _ in known], resources)
    fitted = time.perf_counter()
    predicted = [classifier.predict(text) for _, text in asked]
    done = time.perf_counter()
    for (label, text), guess in zip(asked, predicted, strict=True):
        if rows:
            rows({"text": text, "label": label, "predicted": guess})
    return {
        **quality([label for label, _ in asked], predicted),
        "train": len(known),
        "test": len(asked),
        "labels": len({label for label, _ in known}),
        "ms_per_question": round(1000 * (done - fitted) / max(len(asked), 1), 3),
        "fit_s": round(fitted - began, 2),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def sample(rows: Sequence[tuple[str, str]], *, per_label: int | None, seed: int) -> list[tuple[str, str]]:
    """Return `per_label` random rows of each label, or all."""
    if per_label is None:
        return list(rows)
    by_label: Mapping[str, list[str]] = defaultdict(list)
    for label, text in rows:
        by_label[label].append(text)
    chooser = random.Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
    return [
        (label, text)
        for label, texts in sorted(by_label.items())
        for text in chooser.sample(texts, min(per_label, len(texts)))
    ]


def quality(expected: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """Return accuracy and the mean F1 over the labels that were asked."""
    right = sum(a == b for a, b in zip(expected, predicted, strict=True))
    scores = [_f1(label, expected, predicted) for label in sorted(set(expected))]
    return {
        "accuracy": round(right / max(len(expected), 1), 4),
        "macro_f1": round(sum(scores) / max(len(scores), 1), 4),
    }


def _f1(label: str, expected: Sequence[str], predicted: Sequence[str]) -> float:
    both = sum(a == b == label for a, b in zip(expected, predicted, strict=True))
    asked, said = sum(a == label for a in expected), sum(b == label for b in predicted)
    return 2 * both / (asked + said) if both else 0.0
