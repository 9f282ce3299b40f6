"""`wasl serve`: every configured channel, the staff desk, the worker."""

import asyncio
import gc

from bot.cli.knowledge import library, settings
from bot.cli.links import tell_without_links
from bot.cli.output import fail, tell


def serve() -> None:
    """Start Wasl; Ctrl-C or SIGTERM stops it gracefully."""
    gc.disable()  # a start makes lasting objects by the hundred thousand: seeking garbage is a tenth of it
    from bot.app import open_rooms, serve_web
    from bot.channels.telegram.accounts import BadTokenError, configured
    from bot.channels.telegram.secret import BadSecretError, checked
    from bot.channels.telegram_desk.places import BadPlaceError, places
    from bot.ports.store import StoreError
    from bot.serving.logs import configure
    from bot.serving.welcome import NotYetSafeError

    chosen = settings()
    configure(chosen.log_level, json=True)
    tell("وصل · Wasl: reading the content (the first time takes a minute or two) …")
    loaded = library(chosen.models)
    try:
        if configured(chosen, tuple(loaded.contents)):
            checked(chosen)
        places(
            chosen.telegram_desk_groups,
            chosen.telegram_desk_modes,
            tuple(loaded.contents),
            branches=chosen.telegram_desk_branches,
        )
    except (BadTokenError, BadPlaceError, BadSecretError) as error:
        fail(str(error))
    wanted = {each: content.identity_by_link for each, content in loaded.contents.items()}
    tell_without_links(wanted, chosen)
    try:
        rooms = open_rooms(chosen)
    except StoreError as error:
        fail(str(error))
    gc.freeze()
    gc.enable()
    try:
        asyncio.run(serve_web(rooms, loaded, say=tell))
    except NotYetSafeError as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"Cannot listen on {chosen.host}:{chosen.port}: {error.strerror}. Set WASL_PORT to another port."
        )
