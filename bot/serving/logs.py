"""Logs: structured, on stderr, redacted before anything is written."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.people.masking import mask

SECRET = re.compile(
    r"text|answer|phone|iban|national|password|token|secret|payload|cookie|name$", re.IGNORECASE
)
HIDDEN = "•••"
EVENT_KEYS = frozenset({"event", "level", "timestamp", "logger"})


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide fields that may hold a person's words or identity, and mask numbers in all others."""
    for key, value in event.items():
        if key in EVENT_KEYS:
            continue
        if SECRET.search(key):
            event[key] = HIDDEN
        elif isinstance(value, str):
            event[key] = mask(value)
    return event


def configure(level: str, *, json: bool) -> None:
    """Set up logging of this process, the libraries' included."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level="WARNING", force=True)
