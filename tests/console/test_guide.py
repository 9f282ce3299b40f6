"""The guides: every picture and link is there, and every button they name is in the console's texts."""

import re
from pathlib import Path

import pytest
import yaml

from bot.console.guide import FOLDER, GUIDES, PICTURES, drawn, pictures
from bot.messages import LANGUAGES, Language
from tests.channels.web.house import House, texts
from tests.console.test_console import browser, signed_in

ROOT = Path(__file__).parents[2]
TEXTS = texts()
MOST = 120 * 1024  # bytes of a picture
ALL = [(name, language) for name in GUIDES for language in LANGUAGES]
_ROOMS = ("console.", "web.")


def source(name: str, language: Language) -> str:
    return (FOLDER / f"{name}.{language}.md").read_text("utf-8")


def said(language: Language) -> set[str]:
    """Return everything that stands on the console's buttons and titles, fields taken out."""
    known: set[str] = set()
    for name, text in TEXTS.tables[language].items():
        if name.startswith(_ROOMS):
            known |= {text} if isinstance(text, str) else set(text.values())
    for path in (ROOT / "knowledge" / "cases").glob("*.yaml"):
        life = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        known |= {step["title"][language] for step in life["steps"]}
    return known


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_name_in_bold_is_on_the_screen(name: str, language: Language) -> None:
    bold = set(re.findall(r"\*\*([^*]+)\*\*", source(name, language))) - {"بخط عريض", "bold"}
    assert len(bold) > 15
    assert sorted(bold - said(language)) == []


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_link_and_picture_is_there(name: str, language: Language) -> None:
    html = str(drawn(name, language).html)
    shown = re.findall(r'src="/console/guide/pictures/([^"]+)"', html)
    assert len(shown) >= 4
    assert [each for each in shown if each not in pictures()] == []
    assert html.count("<img") == len(shown) == len(re.findall(r'alt="[^"]+"', html))
    assert {f"/console/guide/{each}" for each in GUIDES if each != name} == set(
        re.findall(r'href="([^"]+)"', html)
    )
    for target in re.findall(r"\]\(([^)]+)\)", source(name, language)):
        assert (FOLDER / target).exists(), target


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_have_the_same_tasks(name: str) -> None:
    arabic, english = (drawn(name, language).parts for language in LANGUAGES)
    assert len(arabic) == len(english) >= 9
    assert [part.anchor for part in arabic] == [part.anchor for part in english]


def test_pictures_are_small_and_none_is_left_over() -> None:
    named = "".join(source(*each) for each in ALL)
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST] == []
    assert [path.name for path in PICTURES.iterdir() if path.name not in named] == []


async def test_opened_from_the_menu_in_the_readers_language(home: House) -> None:
    async with (
        signed_in(home, "sara", role="researcher") as sara,
        signed_in(home, "amal", role="author") as amal,
    ):
        assert 'href="/console/guide"' in (await sara.get("/console/waiting")).text
        assert (await sara.get("/console/guide")).headers["location"] == "/console/guide/staff"
        assert (await amal.get("/console/guide")).headers["location"] == "/console/guide/authors"
        page = (await sara.get("/console/guide/staff?lang=en")).text
        assert '<h2 id="part-2">Answering somebody who waits</h2>' in page
        assert '<a href="#part-2">' in page
        picture = await sara.get("/console/guide/pictures/waiting-en-desk.webp")
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
        for nothing in ("nothing", "pictures/nothing.webp", "pictures/..%2Fstaff.ar.md"):
            assert (await sara.get(f"/console/guide/{nothing}")).status_code == 404
    async with browser(home) as nobody:
        assert (await nobody.get("/console/guide/staff")).headers["location"] == "/console/sign-in"
