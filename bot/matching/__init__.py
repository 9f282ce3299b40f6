"""Understanding: from a text to a topic, an offer, or an honest "I do not know". Pure.

Serving imports this; fitting (`fit`, `classify`) is imported by name, for scipy alone takes half a second.
"""

from bot.matching.corpus import Corpus, Phrase, PhraseLanguage, TopicKind, units_of
from bot.matching.matcher import TopicMatcher
from bot.matching.model import Model
from bot.matching.normalise import normalise
from bot.matching.prepared import Prepared
from bot.matching.resources import Arabizi, Danger, Lexicon, Resources, Settings

__all__ = [
    "Arabizi",
    "Corpus",
    "Danger",
    "Lexicon",
    "Model",
    "Phrase",
    "PhraseLanguage",
    "Prepared",
    "Resources",
    "Settings",
    "TopicKind",
    "TopicMatcher",
    "normalise",
    "units_of",
]
