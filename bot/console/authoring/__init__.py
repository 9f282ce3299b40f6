"""The authors' pages: what Wasl says and asks, changed by those who know it. The work is in `bot.authors`."""

from bot.console.authoring.public import public_router
from bot.console.authoring.router import drawing_parts, router

__all__ = ["drawing_parts", "public_router", "router"]
