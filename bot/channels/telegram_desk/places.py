"""Which group is whose, from the settings. Pure."""

from collections.abc import Collection, Mapping

from bot.channels.telegram_desk.needs import Mode, Place
from bot.ports.places import BRANCH, branch_of, is_part, organisation_of, place

OF = "__"  # between an organisation and its branch in the name of a setting


class BadPlaceError(ValueError):
    """A setting of the desk that cannot be; the message names it."""


def places(
    groups: Mapping[str, str],
    modes: Mapping[str, Mode],
    organisations: Collection[str],
    *,
    branches: Mapping[str, Mode] | None = None,
) -> Mapping[str, Place]:
    """Return whose → their group: an organisation's, or one of its branches' (`bot.ports.places`).

    The names are the ends of settings: `aoun`, or `aoun__abha` for its branch `abha`. `groups` are the
    numbers as written. Raises BadPlaceError.
    """
    of_branches = branches or {}
    numbers = {_whose("GROUP", name, organisations): _number(name, given) for name, given in groups.items()}
    chosen = {_whose("MODE", name, organisations): mode for name, mode in modes.items()}
    told = {_whose("BRANCHES", name, organisations): mode for name, mode in of_branches.items()}
    for whose in told:
        if is_part(whose):
            raise BadPlaceError(
                f"{_named('BRANCHES', whose)}: a branch has no branches; set {_named('MODE', whose)}"
            )
    for whose in chosen:
        if is_part(whose) and whose not in numbers:
            raise BadPlaceError(
                f"{_named('MODE', whose)}: the branch has no group of its own; set {_named('GROUP', whose)}"
            )
    _check(numbers)
    return {
        whose: Place(
            group=number,
            mode=chosen.get(whose, "notify"),
            branches=chosen.get(whose, "notify") if is_part(whose) else told.get(whose, "notify"),
        )
        for whose, number in numbers.items()
    }


def _check(numbers: Mapping[str, int]) -> None:
    """Refuse a branch's group that somebody else has too: everybody in a group reads all of it."""
    for whose, number in numbers.items():
        whole = organisation_of(whose)
        if whole not in numbers:
            named = _named("GROUP", whole)
            raise BadPlaceError(f"{_named('GROUP', whose)}: set {named} too, for the chats of no branch")
        others = [other for other, theirs in numbers.items() if theirs == number and other != whose]
        if is_part(whose) and others:
            same = _named("GROUP", others[0])
            raise BadPlaceError(f"{_named('GROUP', whose)}: a branch's group is its own; {same} is the same")


def _whose(setting: str, name: str, organisations: Collection[str]) -> str:
    """Read the end of a setting's name: whose setting it is."""
    organisation, between, written = name.partition(OF)
    found = next((each for each in organisations if each.replace("-", "_") == organisation), None)
    full = f"WASL_TELEGRAM_DESK_{setting}_{name.upper()}"
    if found is None:
        raise BadPlaceError(f"{full}: there is no such organisation")
    branch = written.replace("_", "-")
    if between and not BRANCH.fullmatch(branch):
        raise BadPlaceError(f"{full}: after __ comes the name of a branch, in letters, digits and _")
    return place(found, branch)


def _named(setting: str, whose: str) -> str:
    """Return the name of somebody's setting."""
    end = OF.join(filter(None, (organisation_of(whose), branch_of(whose))))
    return f"WASL_TELEGRAM_DESK_{setting}_{end.upper().replace('-', '_')}"


def _number(name: str, written: str) -> int:
    setting = f"WASL_TELEGRAM_DESK_GROUP_{name.upper()}"
    try:
        number = int(written)
    except ValueError:
        raise BadPlaceError(
            f"{setting}: a group's number looks like -1001234567890; write /id in the group"
        ) from None
    if number >= 0:
        raise BadPlaceError(f"{setting}: a group's number begins with a minus sign; write /id in the group")
    return number
