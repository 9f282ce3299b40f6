"""Rows of features: many texts at once, as in fitting, and one at a time, as in serving."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.prepared import Prepared
from bot.matching.reader import Read, Reader
from bot.matching.resources import Resources
from bot.matching.vectors import fit_vectoriser
from bot.matching.views import VIEWS, features
from bot.matching.vocabulary import Vocabulary

_READER = Reader(Prepared(Resources()), Vocabulary.of(()), ())
_TEXTS = st.lists(
    st.text("ابتسشعلمنهوي abcde ", max_size=30).map(lambda text: _READER(text, mend=False)), max_size=6
)


@given(fitted=_TEXTS, asked=_TEXTS, least=st.integers(1, 3))
def test_many_rows_are_those_of_each_text(fitted: list[Read], asked: list[Read], least: int) -> None:
    vectoriser = fit_vectoriser(fitted, {2: least})
    matrix = vectoriser.matrix(asked)
    assert matrix.shape == (len(asked), len(vectoriser.codes))
    for read, row in zip(asked, matrix.toarray(), strict=True):
        columns, values = vectoriser.row(read)
        alone = np.zeros(len(vectoriser.codes), np.float32)
        alone[columns] = values
        np.testing.assert_allclose(row, alone, rtol=1e-6)


@given(fitted=_TEXTS, least=st.integers(1, 3))
def test_features_are_those_of_enough_texts_and_weigh_more_the_rarer(fitted: list[Read], least: int) -> None:
    vectoriser = fit_vectoriser(fitted, dict.fromkeys(range(len(VIEWS)), least))
    for view in range(len(VIEWS)):
        start, end = vectoriser.starts[view : view + 2]
        bags = [set(features(read)[view]) for read in fitted]
        texts = {code: sum(code in bag for bag in bags) for code in set().union(*bags)}
        expected = sorted(code for code, count in texts.items() if count >= least)
        assert vectoriser.codes[start:end].tolist() == expected
        idf = [np.log((1 + len(fitted)) / (1 + texts[code])) + 1 for code in expected]
        np.testing.assert_allclose(vectoriser.idf[start:end], idf, rtol=1e-6)
