"""References of cases: made and read here as the chat reads them, so that both check the same digit."""

from bot.engine.reference import WIDTH, make, read

__all__ = ["WIDTH", "make", "read"]
