"""The staff desk in the browser. What staff may do is decided in `bot.desk`; here it is only offered."""

from bot.console.needs import ContentStatus, Needs, Problem
from bot.console.router import router

__all__ = ["ContentStatus", "Needs", "Problem", "router"]
