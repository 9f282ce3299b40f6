"""Content: from the YAML that authors write to the engine's frozen types; errors say what to mend."""

from bot.content.authors import Heard, Outcome, Told, run, run_words
from bot.content.load import Library, check, load
from bot.content.problems import Problem

__all__ = ["Heard", "Library", "Outcome", "Problem", "Told", "check", "load", "run", "run_words"]
