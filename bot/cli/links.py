"""Says which organisations want one-time links for identifying questions where no address is set."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import tell

if TYPE_CHECKING:
    from bot.settings import Settings


def tell_without_links(wanted: Mapping[str, str], settings: "Settings") -> None:
    """Tell which organisations (id → `off`, `offered`, `required`) get no links."""
    without = sorted(each for each, mode in wanted.items() if mode != "off")
    if without and settings.public_url is None:
        names = ", ".join(without)
        tell(f"identity_by_link of {names} has no effect: set WASL_PUBLIC_URL, the address that people reach")


def written(knowledge: Path) -> dict[str, str]:
    """Return what the organisations' files say, as far as they can be read."""
    import yaml

    found: dict[str, str] = {}
    for path in sorted(knowledge.glob("organisations/*/organisation.yaml")):
        try:
            fields = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - builds strings only
        except (yaml.YAMLError, OSError, UnicodeError):
            continue  # the check itself says what is wrong with it
        if isinstance(fields, dict):
            found[path.parent.name] = str(fields.get("identity_by_link", "off"))
    return found
