"""What `wasl ask --explain` and `wasl check --confused` tell an author."""

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.ask import ask
from bot.cli.check import check
from bot.content import Library
from bot.content.cache import usual_folder
from tests.content.serving import SMALL, change

pytestmark = [pytest.mark.timeout(600)]
SEVERAL = "متى يجيني الرد على طلبي؟ وايش الأوراق المطلوبة مني؟ وهل بياناتي سرية عندكم؟"


@pytest.fixture
def installed(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.contents
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    (tmp_path / "models").symlink_to(usual_folder())


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(SMALL, tmp_path / "content"))
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    monkeypatch.setenv("WASL_KNOWLEDGE", str(root / "knowledge"))
    monkeypatch.setenv("WASL_FLOWS", str(root / "flows"))
    (tmp_path / "models").mkdir()
    return root


def run(command: object, *given: str) -> Result:
    program = typer.Typer()
    program.command()(command)  # type: ignore[type-var]
    return CliRunner().invoke(program, given)


@pytest.mark.usefixtures("installed")
def test_each_of_several_questions_is_explained() -> None:
    told = run(ask, SEVERAL, "--org", "aoun", "--json", "--explain")
    assert told.exit_code == 0, told.output
    lines = told.stderr.splitlines()
    assert [line for line in lines if line.startswith("question ")] == [
        f"question {n} of 3" for n in (1, 2, 3)
    ]
    decisions = [line.split(":")[0] for line in lines if line.startswith("decision ")]
    assert decisions == [
        f"decision   answer {topic}" for topic in ("review-time", "apply-documents", "privacy")
    ]
    assert "lexicon    يجيني → استلم  (registration)" in lines
    assert json.loads(told.stdout)["schema"] == 1  # stdout is for the JSON alone


@pytest.mark.usefixtures("installed")
def test_one_question_is_explained_with_its_spelling_and_lexicon() -> None:
    told = run(ask, "وش الاوراق المطلوبهه", "--org", "aoun", "--explain")
    assert told.exit_code == 0, told.output
    assert "question 1" not in told.stderr
    assert told.stderr.startswith("read as    وش الاوراق")
    assert "lexicon    وش → " in told.stderr
    assert "decision   answer apply-documents: " in told.stderr


@pytest.mark.usefixtures("small")
def test_topics_taken_for_one_another_are_listed() -> None:
    told = run(check, "--confused")
    assert told.exit_code == 0, told.output
    pairs = [line for line in told.stdout.splitlines() if " / " in line]
    assert pairs
    assert all(line.split()[0].isdecimal() for line in pairs)


def test_few_phrasings_name_the_way_to_see_what_they_are_taken_for(small: Path) -> None:
    assert "--confused" not in run(check).stderr
    change(small, "knowledge/common/review-time.yaml", "    - متى القرار\n", "")
    assert "wasl check --confused --org aoun" in run(check, "--lang", "en").stderr
