"""The terminal: the same engine, store and worker, typed at.

`parse` and `present` are pure; `chat` connects them to standard input and output.
"""

from bot.channels.terminal.chat import TerminalChannel

__all__ = ["TerminalChannel"]
