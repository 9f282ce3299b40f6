"""Understanding: from a text to a topic, an offer, or an honest "I do not know". Pure."""

from bot.matching.classify import TextClassifier
from bot.matching.classify import fit as fit_classifier
from bot.matching.corpus import Corpus, Phrase, PhraseLanguage, TopicKind
from bot.matching.fit import fit
from bot.matching.matcher import TopicMatcher
from bot.matching.model import Model
from bot.matching.normalise import normalise
from bot.matching.resources import Arabizi, Danger, Lexicon, Resources, Settings

__all__ = [
    "Arabizi",
    "Corpus",
    "Danger",
    "Lexicon",
    "Model",
    "Phrase",
    "PhraseLanguage",
    "Resources",
    "Settings",
    "TextClassifier",
    "TopicKind",
    "TopicMatcher",
    "fit",
    "fit_classifier",
    "normalise",
]
