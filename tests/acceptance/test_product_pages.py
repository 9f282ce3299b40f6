"""The product's own pages, as a process serves them: wired, packed, and streams that nothing holds back."""

import json
from collections.abc import Iterator
from itertools import islice

import httpx
import pytest

from bot.content import Library
from bot.content.cache import usual_folder
from tests.patience import PATIENCE
from tools.product import Person, Product, Researcher, product

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
MOST = 20  # events within which what a test waits for has come; the rest are beats
PACKED = {"accept-encoding": "gzip"}


@pytest.fixture(scope="module")
def running(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """`library` is asked for first, so that the models are fitted once for all."""
    assert library.contents
    with product(tmp_path_factory.mktemp("product") / "data", models=usual_folder()) as started:
        yield started


@pytest.fixture
def person(running: Product) -> Iterator[Person]:
    with httpx.Client(headers=PACKED, timeout=PATIENCE) as client:
        yield Person(address=running.address, organisation="aoun", client=client)


@pytest.fixture(scope="module")
def researcher(running: Product) -> Iterator[Researcher]:
    with httpx.Client(headers=PACKED, timeout=PATIENCE, follow_redirects=True) as client:
        staff = Researcher(address=running.address, client=client)
        staff.sign_in()
        yield staff


def events(response: httpx.Response) -> Iterator[tuple[str, str]]:
    """Yield events as they come: their names and data."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            yield name, line.removeprefix("data:").strip()


def test_a_page_comes_packed(person: Person) -> None:
    page = person.client.get(f"{person.address}/aoun")
    assert page.status_code == 200
    assert page.headers["content-encoding"] == "gzip"
    assert "جمعية عون" in page.text


def test_what_is_answered_while_a_chat_stream_is_open_comes_through_it(person: Person) -> None:
    person.say("السلام عليكم")
    with person.client.stream("GET", f"{person.url}/events", params={"after": person.seen}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers  # packed, an event would wait for the next ones
        coming = islice(events(stream), MOST)
        with httpx.Client(cookies=person.client.cookies, timeout=PATIENCE) as beside:
            posted = {"key": "while-open", "text": "كم تاخذ دراسة الطلب"}
            beside.post(f"{person.url}/messages", json=posted).raise_for_status()
        assert any("لا تقل عن أسبوعين" in json.loads(data).get("text", "") for _, data in coming)


def test_staff_hear_of_a_person_through_their_stream(person: Person, researcher: Researcher) -> None:
    desk = f"{researcher.address}/console"
    assert researcher.client.get(f"{desk}/waiting").headers["content-encoding"] == "gzip"
    with researcher.client.stream("GET", f"{desk}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        coming = (json.loads(data) for name, data in islice(events(stream), MOST) if name == "queue")
        before = next(coming)["waiting"]
        person.say("أبي أكلم موظف")
        assert any(counts["waiting"] > before for counts in coming)


def test_the_authors_room_is_wired_to_what_is_served(researcher: Researcher) -> None:
    room = f"{researcher.address}/console/authoring"
    assert "review-time" in researcher.client.get(room).text
    flow = researcher.client.get(f"{room}/flow", params={"file": "flows/support-request.yaml"})
    assert 'name="steps.0.text.ar"' in flow.text
    for page in ("new", "flows", "notices", "questions", "use", "versions", "sheet", "notes"):
        assert researcher.client.get(f"{room}/{page}").status_code == 200, page


def test_the_console_is_for_who_signed_in(running: Product) -> None:
    for page in ("waiting", "events", "authoring"):
        answer = httpx.get(f"{running.address}/console/{page}", timeout=PATIENCE)
        assert answer.status_code in (303, 401), page


@pytest.mark.parametrize("path", ["/nowhere", "/aoun/nowhere", "/console/cases/aoun/AOUN-2026-00099-1"])
def test_an_address_without_a_page_is_answered_by_one(researcher: Researcher, path: str) -> None:
    answer = researcher.client.get(f"{researcher.address}{path}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "لم نجد هذه الصفحة" in answer.text
