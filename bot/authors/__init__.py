"""The authors' pages without the pages: reading, changing, trying and publishing what Wasl says."""

from bot.authors.service import Authors, open_authors

__all__ = ["Authors", "open_authors"]
