"""Telegram: one bot per organisation, or one for several, by long polling or by webhook.

`parse`, `present`, `commands`, `bidi` and `splitting` are pure. Nothing is imported here, because aiogram
costs seconds and memory: the composition root imports `channel` only where a token is configured.
"""
