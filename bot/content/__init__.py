"""Content: from the YAML that authors write to the engine's frozen types; errors say what to mend."""

from bot.content.authors import Heard, Outcome, Told, run, run_words
from bot.content.confusing import Confusion, confusions
from bot.content.load import Library, check, load
from bot.content.preview import Expanded, Preview, UnknownTopic, expand
from bot.content.problems import Problem
from bot.content.tracing import Rewrite, rewrites

__all__ = [
    "Confusion",
    "Expanded",
    "Heard",
    "Library",
    "Outcome",
    "Preview",
    "Problem",
    "Rewrite",
    "Told",
    "UnknownTopic",
    "check",
    "confusions",
    "expand",
    "load",
    "rewrites",
    "run",
    "run_words",
]
