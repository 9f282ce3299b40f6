"""The recipe without one of its parts, on a corpus small enough to know the answer of."""

from pathlib import Path

from benchmarks import ablation
from bot.matching.views import VIEWS

CORPUS = {
    "card_lost": ["ضاعت بطاقتي", "فقدت البطاقة", "البطاقة ضايعة مني", "وين بطاقتي ضاعت"],
    "top_up": ["اشحن الرصيد", "كيف أشحن حسابي", "شحن الحساب", "ابي اشحن رصيدي"],
}


def test_every_recipe_is_measured_beside_the_whole(tmp_path: Path) -> None:
    for name, taken in (("train.csv", slice(0, 3)), ("validation.csv", slice(3, 4))):
        lines = [f"{label},{text}" for label, texts in CORPUS.items() for text in texts[taken]]
        (tmp_path / name).write_text("\n".join(["label,text", *lines]), encoding="utf-8")
    rows = ablation.rows(tmp_path)
    few = [row for row in rows if row["training"] != "all"]
    whole = next(row for row in few if row["recipe"] == "whole")
    assert whole["accuracy"] == 1.0
    assert whole["difference"] == 0.0
    assert {row["recipe"] for row in few} >= {f"without {name}" for name in ablation.VIEW_NAMES}
    assert len(ablation.VIEW_NAMES) == len(VIEWS)
    for row in few:
        assert row["difference"] == round(row["accuracy"] - whole["accuracy"], 4)
