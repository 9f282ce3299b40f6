"""Which group is whose, from the settings. Pure."""

from collections.abc import Collection, Mapping

from bot.channels.telegram_desk.needs import Mode, Place


class BadPlaceError(ValueError):
    """A setting of the desk that cannot be; the message names it."""


def places(
    groups: Mapping[str, str], modes: Mapping[str, Mode], organisations: Collection[str]
) -> Mapping[str, Place]:
    """Return organisation id → its group. `groups` are the numbers as written. Raises BadPlaceError."""
    for setting, named in (("GROUP", groups), ("MODE", modes)):
        for organisation in named:
            if organisation not in organisations:
                name = f"WASL_TELEGRAM_DESK_{setting}_{organisation.upper()}"
                raise BadPlaceError(f"{name}: there is no such organisation")
    return {
        each: Place(group=_number(each, group), mode=modes.get(each, "notify"))
        for each, group in groups.items()
    }


def _number(organisation: str, written: str) -> int:
    name = f"WASL_TELEGRAM_DESK_GROUP_{organisation.upper()}"
    try:
        number = int(written)
    except ValueError:
        raise BadPlaceError(
            f"{name}: a group's number looks like -1001234567890; write /id in the group"
        ) from None
    if number >= 0:
        raise BadPlaceError(f"{name}: a group's number begins with a minus sign; write /id in the group")
    return number
