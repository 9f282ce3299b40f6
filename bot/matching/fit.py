"""Fit a model to the phrasings of one organisation. The only file that imports scikit-learn."""

from collections.abc import Sequence

import numpy as np
from scipy import linalg, sparse

from bot.matching.alarm import KINDS, Alarm
from bot.matching.calibrate import Doubles
from bot.matching.corpus import Corpus, Phrase
from bot.matching.held_out import calibrated
from bot.matching.model import FAR, Model, Words, phrase_code
from bot.matching.normalise import is_arabic, normalise
from bot.matching.prepared import Prepared
from bot.matching.reader import Read, Reader
from bot.matching.resources import DangerExamples, Resources
from bot.matching.rows import MOST_IN_SPAN, Rows, gram_of, known_by_class, rows_of
from bot.matching.support import one_against_rest
from bot.matching.vectors import Floats, Ints, Vectoriser, fit_vectoriser
from bot.matching.vocabulary import Vocabulary
from bot.matching.weights import Weights

_STRENGTH = 3.0  # C of the regression
_SLIGHT = 1e-3  # weights of the regression below this are left out
_BLOCK = 128  # classes whose weights are spread out at once
_ABSENT = -1e3  # logit of a class that was held out as a whole
_HARMLESS = ""  # what examples that are no danger are an example of
_NO_KIND = -1  # label of what is no danger
_RARE = 3000  # phrasings above which a sequence of letters must occur twice


def fit(corpus: Corpus, resources: Resources) -> Model:
    """Fit a model: a few seconds for two thousand phrasings, a minute for ten thousand."""
    phrases = _with_titles(corpus)
    prepared = Prepared(resources)
    examples = _examples(resources.examples, Reader(prepared, Vocabulary.of(phrases)))
    vocabulary = Vocabulary.of([*phrases, *examples])
    reader = Reader(prepared, vocabulary, corpus.names)
    far = [Phrase(topic=FAR, text=text) for text in resources.settings.far]
    phrases = [phrase for phrase in [*phrases, *far] if normalise(phrase.text)]
    reads = [reader(phrase.text, mend=False) for phrase in phrases]
    cries = [reader(example.text, mend=False) for example in examples]
    vectoriser = _vectoriser([*reads, *cries])
    rows = rows_of(phrases, reads, vectoriser, corpus.kinds)
    weights, bias = _solved(rows)
    return Model(
        classes=rows.classes,
        kinds=rows.kinds,
        vectoriser=vectoriser,
        weights=kept(weights),
        bias=bias,
        words=_words(rows),
        calibration=calibrated(rows, _held_out_scores, resources.settings),
        exact={phrase_code(read.normalised): int(c) for read, c in zip(reads, rows.labels, strict=True)},
        vocabulary=vocabulary,
        names=corpus.names,
        handoffs=corpus.handoffs,
        alarm=_alarm(vectoriser, rows, examples, cries, resources.examples.least),
    )


def _examples(examples: DangerExamples, reader: Reader) -> list[Phrase]:
    """Return the examples of danger by kind, and the harmless ones under no kind, each with its language."""
    kinds = [*examples.kinds.items(), (_HARMLESS, examples.harmless)]
    told = ((kind, text, reader.language(normalise(text))) for kind, texts in kinds for text in texts)
    return [Phrase(topic=kind, text=text, language=language) for kind, text, language in told if language]


def _alarm(
    vectoriser: Vectoriser, rows: Rows, examples: Sequence[Phrase], cries: Sequence[Read], least: float
) -> Alarm | None:
    """Learn to tell the examples of danger from the harmless ones and from all phrasings."""
    at: dict[str, int] = {kind: number for number, kind in enumerate(KINDS, start=1)}
    told = [at.get(example.topic, _NO_KIND) for example in examples]
    labels = np.array([_NO_KIND] * len(rows.labels) + told)
    if not (labels > 0).any():
        return None
    matrix = sparse.vstack([rows.matrix, vectoriser.matrix(cries)]).tocsr()
    danger, offset, _ = one_against_rest(matrix, np.where(labels > 0, 1, _NO_KIND), 2)
    each, offsets, _ = one_against_rest(matrix, labels, 1 + len(KINDS))
    return Alarm(
        weights=kept(sparse.hstack([danger[:, 1:], each[:, 1:]]).tocsr()),
        bias=np.concatenate([offset[1:], offsets[1:]]).astype(np.float32),
        least=least,
    )


def _solved(rows: Rows) -> tuple[sparse.csr_matrix, Floats]:
    if rows.gram is None or len(rows.classes) < 2:
        return solve(rows.matrix, rows.labels, len(rows.classes))
    dual, bias = _in_span(rows.gram, rows.labels, len(rows.classes))
    return _spread(rows.matrix, dual), bias.astype(np.float32)


def solve(matrix: sparse.csr_matrix, labels: Ints, classes: int) -> tuple[sparse.csr_matrix, Floats]:
    """Return weights (F, C) and bias (C,) of a linear classifier of the rows."""
    if len(np.unique(labels)) < 2:
        return _nothing_to_tell_apart(matrix, labels, classes)
    if matrix.shape[0] > MOST_IN_SPAN:
        weights, bias, known = one_against_rest(matrix, labels, classes)
        absent = np.setdiff1d(np.arange(classes), known)
        bias[absent] = _ABSENT
        return weights, bias
    dual, offset = _in_span(gram_of(matrix), labels, classes)
    return _spread(matrix, dual), offset.astype(np.float32)


def kept(weights: sparse.csr_matrix) -> Weights:
    """Return the weights as they are served."""
    weights.sort_indices()
    return Weights(
        starts=weights.indptr.astype(np.int32),
        classes=weights.indices.astype(np.uint16),
        values=weights.data.astype(np.float16),
    )


def _spread(matrix: sparse.csr_matrix, dual: Doubles) -> sparse.csr_matrix:
    """Return the weights (F, C) of rows that count as `dual` (n, C) says."""
    weights = np.asarray(matrix.T @ dual, np.float32)
    weights[np.abs(weights) < _SLIGHT] = 0
    return sparse.csr_matrix(weights)


def _nothing_to_tell_apart(
    matrix: sparse.csr_matrix, labels: Ints, classes: int
) -> tuple[sparse.csr_matrix, Floats]:
    bias = np.full(classes, _ABSENT, np.float32)
    bias[labels] = 0
    return sparse.csr_matrix((matrix.shape[1], classes), dtype=np.float32), bias


def _in_span(gram: Doubles, labels: Ints, classes: int) -> tuple[Doubles, Doubles]:
    """Return what each row adds to each class (n, C), and the bias.

    The regression is solved in the coordinates of the Cholesky factor: exact, and n columns
    instead of F.
    """
    from sklearn.linear_model import LogisticRegression

    lower = np.linalg.cholesky(gram)
    model = LogisticRegression(C=_STRENGTH, max_iter=60, tol=2e-3)
    model.fit(lower.astype(np.float32), labels, sample_weight=_balance(labels, classes))
    coefficients = np.zeros((gram.shape[0], classes))
    bias = np.full(classes, _ABSENT)
    if len(model.classes_) == 2:
        coefficients[:, model.classes_[1]], bias[model.classes_] = model.coef_[0], (0, model.intercept_[0])
    else:
        coefficients[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return linalg.solve_triangular(lower, coefficients, trans="T", lower=True), bias


def _balance(labels: Ints, classes: int) -> Floats:
    """Weigh phrasings so that a topic with many of them does not drown one with few."""
    counts = np.maximum(np.bincount(labels, minlength=classes), 1)
    weights = (counts.mean() / counts) ** 0.5
    return np.asarray(weights[labels], np.float32)


def _with_titles(corpus: Corpus) -> list[Phrase]:
    titles = [
        Phrase(topic=topic, text=title, language="ar" if is_arabic(normalise(title)) else "en")
        for topic, labels in corpus.titles.items()
        for title in labels
    ]
    return [*corpus.phrases, *titles]


def _vectoriser(reads: Sequence[Read]) -> Vectoriser:
    letters = {2: 2, 3: 2, 4: 2, 6: 2} if len(reads) > _RARE else {}
    return fit_vectoriser(reads, letters)


def _words(rows: Rows) -> Words:
    known = np.packbits(known_by_class(rows, np.arange(len(rows.labels))), axis=1)
    return Words(codes=rows.word_codes, idf=rows.word_idf, unknown=rows.unknown, known=known)


def _held_out_scores(rows: Rows, train: Ints, test: Ints) -> Doubles:
    labels, classes = rows.labels[train], len(rows.classes)
    if rows.gram is None or len(np.unique(labels)) < 2:
        weights, bias = solve(rows.matrix[train], labels, classes)
        blocks = (weights[:, at : at + _BLOCK].toarray() for at in range(0, classes, _BLOCK))
        asked = rows.matrix[test]
        return np.asarray(np.hstack([asked @ block for block in blocks]) + bias, np.float64)
    dual, offset = _in_span(rows.gram[np.ix_(train, train)], labels, classes)
    return rows.gram[np.ix_(test, train)] @ dual + offset
