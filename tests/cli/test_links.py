"""What is said where one-time links are wanted and have no address."""

from pathlib import Path

import pytest

from bot.cli.links import tell_without_links, written
from bot.settings import Settings


@pytest.mark.parametrize(
    ("wanted", "address", "said"),
    [
        ({"aoun": "required", "banan": "off"}, None, "identity_by_link of aoun has no effect"),
        ({"aoun": "offered"}, "https://chat.example.org", ""),
        ({"aoun": "off"}, None, ""),
    ],
)
def test_said(
    wanted: dict[str, str], address: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_without_links(wanted, Settings(public_url=address))
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert bool(told) == bool(said)


def test_what_the_files_say(tmp_path: Path) -> None:
    for name, text in {"aoun": "identity_by_link: required", "banan": "id: banan", "khuzam": "a: ["}.items():
        (tmp_path / "organisations" / name).mkdir(parents=True)
        (tmp_path / "organisations" / name / "organisation.yaml").write_text(text, encoding="utf-8")
    assert written(tmp_path) == {"aoun": "required", "banan": "off"}
