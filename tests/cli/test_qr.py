"""The printed link."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from bot.cli import application
from bot.pages.codes import chat_link, drawn

SVG = "{http://www.w3.org/2000/svg}"


def test_a_code_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASL_PUBLIC_URL", "https://chat.example.org/")
    done = CliRunner().invoke(application, ["qr", "aoun", "--out", str(tmp_path / "aoun.svg")])
    assert done.exit_code == 0
    drawing = ElementTree.parse(tmp_path / "aoun.svg").getroot()
    assert drawing.findtext(f"{SVG}title") == "https://chat.example.org/aoun?lang=ar"
    assert drawing.get("width") == drawing.get("height")


@pytest.mark.parametrize(
    ("address", "organisation", "says"),
    [(None, "aoun", "WASL_PUBLIC_URL"), ("https://chat.example.org", "nobody", "no organisation nobody")],
)
def test_what_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, address: str | None, organisation: str, says: str
) -> None:
    monkeypatch.delenv("WASL_PUBLIC_URL", raising=False)
    if address:
        monkeypatch.setenv("WASL_PUBLIC_URL", address)
    done = CliRunner().invoke(application, ["qr", organisation])
    assert done.exit_code == 2
    assert says in done.output


def test_another_link_is_another_code() -> None:
    links = [chat_link("https://chat.example.org", each, "ar") for each in ("aoun", "banan")]
    assert len({drawn(link) for link in links}) == 2
