"""How sure is sure enough: learned from phrasings that were held out, within the authors' budget."""

import numpy as np
import pytest

from bot.matching import Corpus, Resources
from bot.matching.calibrate import fit_logistic, probability, threshold
from bot.matching.fit import fit

RIGHT, WRONG = True, False


@pytest.mark.parametrize(
    ("budget", "right", "weight", "least"),
    [
        pytest.param(0.01, [RIGHT, RIGHT, WRONG, RIGHT], None, 0.8, id="before the first wrong one"),
        pytest.param(0.25, [RIGHT, RIGHT, WRONG, RIGHT], None, 0.6, id="as far as one in four allows"),
        pytest.param(0.34, [RIGHT, WRONG, RIGHT, WRONG], None, 0.7, id="one in three, the second wrong"),
        pytest.param(0.10, [RIGHT, RIGHT, WRONG, RIGHT], [1, 1, 0.1, 1], 0.6, id="what counts little"),
        pytest.param(0.01, [WRONG, RIGHT, RIGHT, RIGHT], None, 0.95, id="nothing keeps to it: the ceiling"),
        pytest.param(0.99, [RIGHT, RIGHT, RIGHT, RIGHT], None, 0.6, id="all may be answered"),
    ],
)  # fmt: skip
def test_the_least_probability_that_keeps_to_the_budget(
    budget: float, right: list[bool], weight: list[float] | None, least: float
) -> None:
    chance = np.array([0.9, 0.8, 0.7, 0.6])
    shuffled = np.array([2, 0, 3, 1])  # the order of the rows says nothing
    rows = chance[shuffled], np.array(right)[shuffled], np.array(weight or [1.0] * 4)[shuffled]
    found = threshold(*rows, budget, (0.5, 0.95))
    assert found == pytest.approx(least)


def test_the_authors_bounds_hold_whatever_the_budget_allows() -> None:
    chance, right = np.array([0.9, 0.3]), np.array([True, True])
    assert threshold(chance, right, np.ones(2), 0.5, (0.5, 0.95)) == 0.5
    assert threshold(chance, ~right, np.ones(2), 0.01, (0.5, 0.8)) == 0.8


def test_what_is_learned_tells_sure_from_unsure() -> None:
    margin = np.concatenate([np.linspace(0, 2, 50), np.linspace(2, 6, 50)])
    right = np.concatenate([np.arange(50) % 2 == 0, np.full(50, True)])
    signal = np.column_stack([np.ones(100), margin])
    learned = fit_logistic(signal, right, np.ones(100))
    chance = probability(signal, learned)
    assert chance[-1] > 0.9 > 0.6 > chance[0]
    assert list(np.argsort(chance)) == list(range(100))


def test_a_smaller_budget_answers_only_what_is_surer(corpus: Corpus, resources: Resources) -> None:
    topics = list(dict.fromkeys(phrase.topic for phrase in corpus.phrases))
    muddled = tuple(  # every third phrasing stands under another topic: held out, it is ranked wrongly
        phrase if number % 3 else phrase.model_copy(update={"topic": topics[topics.index(phrase.topic) - 1]})
        for number, phrase in enumerate(corpus.phrases)
    )
    hard = corpus.model_copy(update={"phrases": muddled})
    least = [fit(hard, _with(resources, budget)).calibration.threshold for budget in (0.1, 0.4, 0.9)]
    assert least == sorted(least, reverse=True)
    assert least[0] > least[-1]


def _with(resources: Resources, budget: float) -> Resources:
    bounds = {"budget": budget, "harder": 1.0, "floor": 0.0, "ceiling": 1.0}
    return resources.model_copy(update={"settings": resources.settings.model_copy(update=bounds)})
