"""What every HTML surface needs: assets with a content hash, templates, security headers, streams, forms.

It knows nothing of chats: the web channel and the console both stand on it.
"""

from bot.pages.assets import TOKENS, Assets
from bot.pages.headers import Policy, same_site
from bot.pages.streams import BEAT_SECONDS, RETRY_MS, beats, compact
from bot.pages.templates import environment

__all__ = [
    "BEAT_SECONDS",
    "RETRY_MS",
    "TOKENS",
    "Assets",
    "Policy",
    "beats",
    "compact",
    "environment",
    "same_site",
]
