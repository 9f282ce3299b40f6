"""The long figures, each written under docs/figures/ with all that it takes to measure it again.

make long                                   the figures that need nothing but this project
make long QUESTIONS=dev.tsv                 and decisions on a file of questions, for every organisation
make long CORPUS=folder                     and the matcher on ArBanking77's files in that folder
make long ONLY=chaos                        one of them
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import BENCHMARKS, LEARNS, Rows, ablation, figure, large_installation
from benchmarks.figures import PROJECT, keep, measured

ORGANISATIONS = ("aoun", "banan", "khuzam", "livelaw", "miras")
ROUNDS, SEED = 50, 7
SEEDS = {"chaos": SEED, "large-store": 20261121}
DRAWS = 3
SHOTS = 10


def wasl(*arguments: str) -> list[dict[str, Any]]:
    """Run a command of the product and return the JSON lines that it prints; its exit code may be 1."""
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def chaos() -> Rows:
    """Return what fifty kills cost."""
    (row,) = wasl("chaos", "--rounds", str(ROUNDS), "--seed", str(SEED))
    return [{"database": "SQLite", **row}]


def decisions(file: Path) -> Callable[[], Rows]:
    """Return the figure of a file of questions, a row an organisation."""

    def rows() -> Rows:
        return [flat(organisation, file) for organisation in ORGANISATIONS]

    return rows


def flat(organisation: str, file: Path) -> dict[str, Any]:
    """Return one organisation's summary with a column for each kind."""
    summary = wasl("eval", str(file), "--org", organisation)[-1]["summary"]
    kinds = summary.pop("right_by_kind")
    return {
        "organisation": organisation,
        **summary,
        **{f"right {kind}": share for kind, share in kinds.items()},
    }


def corpus(folder: Path, test: str) -> Callable[[], Rows]:
    """Return the figure of a labelled corpus: all of its training rows, and ten a label in three draws."""

    def rows() -> Rows:
        train, asked = str(folder / "train.csv"), str(folder / test)
        found = [{"training": "all", **wasl("eval", "--train", train, asked)[-1]["summary"]}]
        for seed in range(DRAWS):
            few = ("--per-label", str(SHOTS), "--seed", str(seed))
            row = wasl("eval", "--train", train, asked, *few)[-1]["summary"]
            found.append({"training": f"{SHOTS} a label, seed {seed}", **row})
        return found

    return rows


def chosen(options: argparse.Namespace) -> dict[str, tuple[Callable[[], Rows], str]]:
    """Return the figures that are no benchmarks by name, each with its command."""
    figures: dict[str, tuple[Callable[[], Rows], str]] = {
        "chaos": (chaos, f"wasl chaos --rounds {ROUNDS} --seed {SEED}"),
        "large-store": (large_installation, "make long ONLY=large-store"),
    }
    if options.questions:
        command = f"wasl eval {options.questions.name} --org ORG --json"
        figures[f"decisions-{options.questions.stem}"] = (decisions(options.questions), command)
    if options.corpus:
        for test in ("validation.csv", "test_palestinian.csv"):
            command = f"wasl eval --train train.csv {test} [--per-label {SHOTS} --seed N]"
            figures[f"arbanking77-{Path(test).stem}"] = (corpus(options.corpus, test), command)
        figures["arbanking77-ablation"] = (
            partial(ablation.rows, options.corpus),
            "make long CORPUS=… ONLY=arbanking77-ablation",
        )
    return figures


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, help="TSV kind, topic, question")
    parser.add_argument(
        "--corpus", type=Path, help="folder with train.csv and test files, columns label,text"
    )
    parser.add_argument("--only", help="one figure")
    options = parser.parse_args(arguments)
    for name in BENCHMARKS:
        if options.only in (None, name) and (name not in LEARNS or options.corpus):
            keep(figure(name, options.questions, options.corpus))
    for name, (run, command) in chosen(options).items():
        if options.only in (None, name):
            keep(measured(name, run, command=command, seed=SEEDS.get(name, 0)))


if __name__ == "__main__":
    main()
