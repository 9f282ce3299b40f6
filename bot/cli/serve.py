"""`wasl serve`: every configured channel, the staff desk, the worker."""

import asyncio

from bot.cli.knowledge import library, settings
from bot.cli.links import tell_without_links
from bot.cli.output import fail, tell


def serve() -> None:
    """Start Wasl; Ctrl-C or SIGTERM stops it gracefully."""
    from bot.app import open_rooms, serve_web
    from bot.channels.telegram.accounts import BadTokenError, configured
    from bot.channels.telegram_desk.places import BadPlaceError, places
    from bot.ports.store import StoreError
    from bot.serving.logs import configure
    from bot.serving.welcome import NotYetSafeError

    chosen = settings()
    configure(chosen.log_level, json=True)
    tell("وصل · Wasl: reading the content (the first time takes a minute) …")
    loaded = library()
    try:
        configured(chosen, tuple(loaded.contents))
        places(chosen.telegram_desk_groups, chosen.telegram_desk_modes, tuple(loaded.contents))
    except (BadTokenError, BadPlaceError) as error:
        fail(str(error))
    wanted = {each: content.identity_by_link for each, content in loaded.contents.items()}
    tell_without_links(wanted, chosen)
    try:
        rooms = open_rooms(chosen)
    except StoreError as error:
        fail(str(error))
    try:
        asyncio.run(serve_web(rooms, loaded, say=tell))
    except NotYetSafeError as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"Cannot listen on {chosen.host}:{chosen.port}: {error.strerror}. Set WASL_PORT to another port."
        )
