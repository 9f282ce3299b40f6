"""A file that an author broke while the product runs: who is told, where, and how often."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.content import Library
from bot.content.cache import usual_folder
from bot.demo.product import environment
from bot.practice.telegram import Practice, started
from tests.acceptance.test_telegram import wait
from tests.content.serving import change
from tools.product import Product, Researcher, product

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[2]
DESK, GROUP = "1000009:practice-desk", -1001000000009
FILE = "knowledge/common/review-time.yaml"
PAGES = ("/waiting", "/cases", "/authoring", "/account", "/failures")
BANNER, REFUSED, MENDED = 'id="content-broken"', "التغيير الأخير في المحتوى لم يُعمل به", "زالت أخطاء المحتوى"


def test_a_broken_file_is_told_to_administrators_and_the_group(library: Library, tmp_path: Path) -> None:
    assert library.contents
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    with (
        started(any_token=True) as practice,
        product(tmp_path / "data", models=usual_folder(), more=_settings(practice, tmp_path)) as running,
        _signed_in(running) as admin,
        _signed_in(running, _researcher(running)) as researcher,
    ):
        assert [BANNER in _page(admin, page) for page in PAGES] == [False] * len(PAGES)
        change(tmp_path, FILE, "\nanswer:", "\nanswre:")
        assert wait(lambda: _told(practice, REFUSED) == 1)
        assert [BANNER in _page(admin, page) for page in PAGES] == [True] * len(PAGES)
        assert "review-time.yaml" in _page(admin, "/failures")
        assert BANNER not in _page(researcher, "/waiting")
        change(tmp_path, FILE, "\nanswre:", "\nanswer:")
        assert wait(lambda: _told(practice, MENDED) == 1)
        assert BANNER not in _page(admin, "/waiting")
        assert _told(practice, REFUSED) == 1


def _settings(practice: Practice, folder: Path) -> dict[str, str]:
    practice.add_bot(DESK, username="wasl_desk_bot")
    practice.add_group(GROUP, title="الموظفون", forum=True, members=(501,))
    practice.add_to_group(DESK, GROUP, by=501)
    return {
        "WASL_KNOWLEDGE": str(folder / "knowledge"),
        "WASL_TELEGRAM_API": practice.base,
        "WASL_TELEGRAM_DESK_TOKEN": DESK,
        "WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP),
    }


def _told(practice: Practice, words: str) -> int:
    return sum(words in one.get("text", "") for one in practice.seen_in_group(DESK, GROUP))


def _researcher(running: Product) -> str:
    """Make the account of a researcher; return their first password."""
    made = subprocess.run(
        [sys.executable, "-m", "bot", "staff", "add", "sara", "--name", "سارة", "--org", "aoun"],
        env=environment(running.data),
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@contextmanager
def _signed_in(running: Product, first: str | None = None) -> Iterator[Researcher]:
    """Sign the administrator in, or the researcher with their first password."""
    with httpx.Client(follow_redirects=True) as client:
        one = Researcher(address=running.address, client=client)
        (replace(one, login="sara", first=first) if first else one).sign_in()
        yield one


def _page(staff: Researcher, path: str) -> str:
    return staff.client.get(f"{staff.address}/console{path}").raise_for_status().text
