"""Ours and its peers on a labelled corpus small enough to know the answer of."""

from pathlib import Path

import pytest

from benchmarks import labelled
from benchmarks.nlpjs import Missing
from benchmarks.systems import PEERS
from tests.benchmarks import test_ablation

CORPUS = test_ablation.CORPUS | {
    "wrong_pin": ["نسيت الرقم السري", "الرقم السري غلط", "رقمي السري ما يشتغل", "ضاع مني الرقم السري"]
}


def write(folder: Path) -> None:
    for name, taken in (("train.csv", slice(0, 3)), ("validation.csv", slice(3, 4))):
        lines = [f"{label},{text}" for label, texts in CORPUS.items() for text in texts[taken]]
        (folder / name).write_text("\n".join(["label,text", *lines]), encoding="utf-8")


def test_every_system_learns_and_is_asked_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise Missing("no Node")

    monkeypatch.setattr("benchmarks.nlpjs.installed", missing)  # tests reach for no package
    write(tmp_path)
    rows = labelled.rows(tmp_path)
    systems = [labelled.WASL, *(name for name in PEERS if name != "nlp.js")]
    assert [row["system"] for row in rows] == systems * 2
    assert {row["asked"] for row in rows} == {"validation.csv"}
    ours = [row for row in rows if row["system"] == labelled.WASL]
    assert [(row["accuracy"], row["macro_f1"]) for row in ours] == [(1.0, 1.0)] * 2
    assert {row["training"] for row in rows} == {"all", "10 a label, 3 draws"}


def test_what_a_system_says_wrongly_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr("benchmarks.labelled.PEERS", ())
    (tmp_path / "validation.csv").write_text(
        "label,text\ncard_lost,فقدت البطاقة\ncard_lost,اشحن الرصيد\n", encoding="utf-8"
    )
    assert {row["accuracy"] for row in labelled.rows(tmp_path)} == {0.5}
