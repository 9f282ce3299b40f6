"""Every page has its pictures and is among those that are checked: a new one fails here until it is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from bot.messages import LANGUAGES
from tests.authors.office import office
from tools.page_pictures import FOLDER
from tools.pages import AREAS, NAMES
from tools.painting import VIEWS

NO_PAGE = re.compile(  # files, parts of pages, streams, and what only redirects or signs in
    r"/static/|/files/|/api/|/pictures/|/file\.|\.pdf$|/topics\.|\{document\}|\{version\}$|/events$|/news$"
    r"|/panel$|/earlier$|/look/|/logo|/leave$|^/(openapi\.json|docs.*|redoc|widget\.js)$|/link/|/documents/\{name\}$|^/console$"
    r"|^/console/guide$|/healthz|/readyz"
)
MOST = 6 * 1024 * 1024  # bytes of all pictures
_FIELD = re.compile(r"\{[^}]+\}")


def addresses() -> Iterator[str]:
    """Paths of the pages that are named, fields as anything."""
    for home, pages in AREAS.values():
        for path in pages.values():
            yield (home + path).partition("?")[0]


async def test_every_page_is_named(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with office(tmp_path, tmp_path_factory.mktemp("models")) as made:
        routes = {
            context.path
            for context in iter_route_contexts(made.house.app.routes)
            if context.path and "GET" in (context.methods or ())
        }
    # what a scene fills whole: the session, a contact and a campaign
    filled = {"{session}": "/committee/o/s", "{contact}": "/contacts/o/c", "{campaign}": "/outreach/o/c"}
    named = []
    for path in addresses():
        for field, whole in filled.items():
            path = path.replace(field, whole)
        named.append(_FIELD.sub("x", path))
    missing = [
        route
        for route in sorted(routes)
        if not NO_PAGE.search(route)
        and not any(re.fullmatch(_FIELD.sub("[^/]*", route), path) for path in named)
    ]
    assert missing == []


@pytest.mark.parametrize(("area", "name"), NAMES)
def test_a_page_has_its_pictures(area: str, name: str) -> None:
    for language, size, _ in VIEWS:
        assert (FOLDER / area / f"{name}-{language}-{size}.webp").exists(), (
            "run: python -m tools.page_pictures"
        )


def test_pictures_are_small_and_none_is_left_over() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.webp")}
    wanted = {f"{area}/{name}-{language}-{size}.webp" for area, name in NAMES for language, size, _ in VIEWS}
    assert sorted(there - wanted) == []
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.*")) < MOST
    assert set(LANGUAGES) == {language for language, _, _ in VIEWS}
