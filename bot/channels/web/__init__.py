"""The web: a chat page per organisation, its window for other sites, and what scripts may ask of it.

`parse` and `present` are pure; `router` gives the pages, `WebChannel` lets them show what is sent.
"""

from bot.channels.web.channel import WebChannel
from bot.channels.web.limits import Limits
from bot.channels.web.needs import Needs
from bot.channels.web.router import router

__all__ = ["Limits", "Needs", "WebChannel", "router"]
