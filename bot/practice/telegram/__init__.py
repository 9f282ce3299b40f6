"""A strict fake of the Telegram Bot API, over real HTTP.

What bots call is checked against aiogram's classes for it and against Telegram's limits; what people do is
played by `Practice`, or over HTTP under /practice. What stays unproven here (most entity parsing, real flood
limits, topic permissions in all their cases) is tried with a real token: see docs/telegram.md.
"""

from bot.practice.telegram.limits import Rates
from bot.practice.telegram.practice import Practice
from bot.practice.telegram.running import serve, started
from bot.practice.telegram.stage import NotThere

__all__ = ["NotThere", "Practice", "Rates", "serve", "started"]
