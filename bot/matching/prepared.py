"""What the matchers of all organisations share: the authors' resources, made ready once."""

from bot.matching.danger import DangerRules, danger_words
from bot.matching.lexicon import Rewriter
from bot.matching.normalise import is_arabic, is_latin, normalise
from bot.matching.parts import Beginnings, forms, phrases
from bot.matching.resources import Resources
from bot.matching.stems import root


class Prepared:
    """Resources as matchers use them. Immutable.

    Raises ValueError or KeyError where a rule of danger cannot be understood.
    """

    def __init__(self, resources: Resources) -> None:
        settings = resources.settings
        self.settings = settings
        self.arabizi = resources.arabizi
        self.rewrite = Rewriter(resources.lexicon)
        self.danger = DangerRules(resources.danger)
        self.danger_words = tuple(dict.fromkeys(danger_words(resources.danger)))
        self.arabic = tuple(word for word in self.rewrite.words if is_arabic(word))
        self.latin = tuple(word for word in self.rewrite.words if is_latin(word))
        self.english = frozenset([*self.latin, *map(normalise, resources.arabizi.english)])
        self.roots = frozenset(map(root, self.arabic))
        self.far = frozenset(word for text in settings.far for word in normalise(text).split())
        self.courtesy = phrases(settings.courtesy)
        self.follow_ups = phrases(settings.follow_ups)
        self.referring = forms(settings.referring)
        self.further = Beginnings(phrases(settings.further))
        self.asking = Beginnings(phrases(settings.asking))
