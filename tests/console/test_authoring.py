"""The authors' pages over HTTP: from the list to the files and back."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.authors.office import FLOW, OWN, TOPIC, Office, fields, office, parts

ROOM = "/console/authoring"
PAGES = ("", "/new", "/flows", "/notices", "/questions", "/use", "/versions", "/sheet", "/notes")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
async def desk(tmp_path: Path, cache: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, cache) as opened:
        yield opened


# ---- who may enter ----


@pytest.mark.parametrize(("role", "status"), [("author", 200), ("administrator", 200), ("supervisor", 403)])
async def test_only_those_who_look_after_the_content_enter(desk: Office, role: str, status: int) -> None:
    async with desk.signed_in("one", role) as browser:
        for page in PAGES:
            assert (await browser.get(ROOM + page)).status_code == status, page


async def test_an_author_reads_no_conversation(desk: Office) -> None:
    async with desk.signed_in("one", "author") as browser:
        assert '<li class="row' not in (await browser.get("/console/all")).text
        assert (await browser.get("/console/failures")).status_code == 403


async def test_one_associations_administrator_reads_the_common_and_writes_their_own(
    desk: Office,
) -> None:
    async with desk.signed_in("noura", "administrator", "aoun") as browser:
        page = await browser.get(f"{ROOM}/topic?file={TOPIC}")
        assert page.status_code == 200
        assert "fieldset disabled" in page.text
        assert (await browser.get(f"{ROOM}/text?file={TOPIC}")).status_code == 403
        assert (await browser.get(f"{ROOM}/text?file={OWN}")).status_code == 200
        other = OWN.replace("aoun", "banan")
        assert (await browser.get(f"{ROOM}/text?file={other}")).status_code == 403


@pytest.mark.parametrize(
    "file", ["knowledge/lexicon.yaml", "../keys.json", "knowledge/common/../lexicon.yaml", "/etc/passwd"]
)
async def test_other_files_are_not_reached(desk: Office, file: str) -> None:
    async with desk.signed_in() as browser:
        for page in ("topic", "text", "versions", "flow"):
            assert (await browser.get(f"{ROOM}/{page}", params={"file": file})).status_code == 404


# ---- from the form to the file ----


async def test_a_topic_is_changed_reviewed_and_published(desk: Office) -> None:
    before = desk.text(TOPIC)
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/topic?file={TOPIC}")).text, f"{ROOM}/topic")
        answer = form["answer_ar"][0].replace("أسبوعين", "أسبوعين من اكتمال الأوراق")
        review = await browser.post(f"{ROOM}/topic", files=parts(form, answer_ar=answer))
        assert review.status_code == 200
        assert "<ins" in review.text
        assert desk.text(TOPIC) == before
        publishing = fields(review.text, f"{ROOM}/publish")
        missing = await browser.post(f"{ROOM}/publish", files=parts(publishing, why=" "))
        assert (missing.status_code, desk.text(TOPIC)) == (400, before)
        done = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="More exact"))
        assert done.status_code == 303
        listed = (await browser.get(done.headers["location"])).text
        assert "More exact" in listed
        assert "Amal" in listed
    assert desk.text(TOPIC) == before.replace(
        "بعد مدة لا تقل عن أسبوعين.", "بعد مدة لا تقل عن أسبوعين من اكتمال الأوراق."
    )
    assert desk.live.look()
    assert "اكتمال" in desk.live("aoun").topics["review-time"].answer["ar"]


async def test_a_form_that_is_posted_as_it_was_drawn_changes_nothing(desk: Office) -> None:
    async with desk.signed_in() as browser:
        for file in (TOPIC, OWN, "knowledge/gaps/gap-age.yaml", "knowledge/common/contact-details.yaml"):
            form = fields((await browser.get(f"{ROOM}/topic?file={file}")).text, f"{ROOM}/topic")
            review = await browser.post(f"{ROOM}/topic", files=parts(form))
            assert "No difference" in review.text, file


async def test_what_breaks_the_content_is_refused(desk: Office) -> None:
    before = desk.text(TOPIC)
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/topic?file={TOPIC}")).text, f"{ROOM}/topic")
        review = await browser.post(f"{ROOM}/topic", files=parts(form, answer_en=""))
        assert "“answer” has no “en”" in review.text
        publishing = fields(review.text, f"{ROOM}/publish")
        refused = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="try"))
        assert refused.status_code == 409
    assert desk.text(TOPIC) == before


async def test_the_second_of_two_is_told_and_loses_nothing(desk: Office) -> None:
    async with desk.signed_in("amal") as amal, desk.signed_in("badr") as badr:
        first = fields((await amal.get(f"{ROOM}/topic?file={TOPIC}")).text, f"{ROOM}/topic")
        page = (await badr.get(f"{ROOM}/topic?file={TOPIC}")).text
        assert "Amal has this file open" in page
        second = fields(page, f"{ROOM}/topic")
        review = await amal.post(f"{ROOM}/topic", files=parts(first, title_en="How long"))
        await amal.post(f"{ROOM}/publish", files=parts(fields(review.text, f"{ROOM}/publish"), why="shorter"))
        late = await badr.post(f"{ROOM}/topic", files=parts(second, title_en="Waiting time"))
        assert "Somebody changed this file" in late.text
        publishing = fields(late.text, f"{ROOM}/publish")
        assert (await badr.post(f"{ROOM}/publish", files=parts(publishing, why="mine"))).status_code == 409
        assert "en: How long}" in desk.text(TOPIC)
        rebased = await badr.post(f"{ROOM}/rebase", files=parts(fields(late.text, f"{ROOM}/rebase")))
        publishing = fields(rebased.text, f"{ROOM}/publish")
        assert (await badr.post(f"{ROOM}/publish", files=parts(publishing, why="mine"))).status_code == 303
    assert "en: Waiting time}" in desk.text(TOPIC)


async def test_a_version_is_brought_back(desk: Office) -> None:
    before = desk.text(TOPIC)
    async with desk.signed_in() as browser:
        await publish_text(desk, browser, before.replace("en: How long a request takes", "en: How long"))
        versions = (await browser.get(f"{ROOM}/versions?file={TOPIC}")).text
        found = fields((await browser.get(f"{ROOM}/versions/1?file={TOPIC}")).text, f"{ROOM}/versions/1/back")
        review = await browser.post(f"{ROOM}/versions/1/back", files=parts(found))
        publishing = fields(review.text, f"{ROOM}/publish")
        assert publishing["why"] == ["Back to version 1"]
        assert (await browser.post(f"{ROOM}/publish", files=parts(publishing))).status_code == 303
        assert "Changed outside these pages" in versions
    assert desk.text(TOPIC) == before


async def test_a_version_without_its_file_is_a_page(desk: Office) -> None:
    async with desk.signed_in("amal") as browser, desk.signed_in("noura", "administrator", "aoun") as noura:
        await publish_text(
            desk, browser, desk.text(TOPIC).replace("en: How long a request", "en: How long one")
        )
        found = await browser.get(f"{ROOM}/versions/2")
        assert (found.status_code, TOPIC in found.text) == (200, True)
        gone = await browser.get(f"{ROOM}/versions/99")
        assert gone.status_code == 404
        assert gone.headers["content-type"].startswith("text/html")
        others = await noura.get(f"{ROOM}/versions/2")  # of files that are not theirs to write
        assert others.status_code == 404
        assert "There is no such version" in others.text


async def test_a_file_written_by_hand_appears_at_once(desk: Office) -> None:
    path = desk.path(TOPIC)
    async with desk.signed_in() as browser:
        path.write_text(
            desk.text(TOPIC).replace("en: How long a request takes", "en: Written by hand"), "utf-8"
        )
        assert "Written by hand" in (await browser.get(ROOM)).text
        path.write_text("id: [", "utf-8")
        page = (await browser.get(ROOM)).text
        assert "Files that cannot be read" in page
        shown = await browser.get(f"{ROOM}/topic?file={TOPIC}")
        assert "id: [" in shown.text


async def publish_text(
    desk: Office, browser: httpx.AsyncClient, text: str, file: str = TOPIC, **more: str
) -> None:
    form = fields((await browser.get(f"{ROOM}/text?file={file}")).text, f"{ROOM}/text")
    review = await browser.post(f"{ROOM}/text", files=parts(form, text=text))
    publishing = fields(review.text, f"{ROOM}/publish")
    done = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="changed", **more))
    assert done.status_code == 303, done.text
    assert desk.text(TOPIC) == text


# ---- trying ----


async def test_the_tests_and_a_talk_run_on_the_draft_alone(desk: Office) -> None:
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/topic?file={TOPIC}")).text, f"{ROOM}/topic")
        review = await browser.post(f"{ROOM}/topic", files=parts(form, answer_ar="جواب المسودة وحدها."))
        ran = await browser.post(f"{ROOM}/tests", files=parts(fields(review.text, f"{ROOM}/tests")))
        assert "1 of 3 do not pass" in ran.text  # the small content has one that fails in force as well
        assert "because of this change" not in ran.text
        talk = fields(review.text, f"{ROOM}/try")
        said = await browser.post(f"{ROOM}/try", files=parts(talk, text="متى يصلني الرد على طلبي؟"))
        assert "جواب المسودة وحدها." in said.text
        again = await browser.post(
            f"{ROOM}/try", files=parts(fields(said.text, f"{ROOM}/try"), choice="menu")
        )
        assert again.text.count('class="me"') == 2
    assert "المسودة" not in desk.text(TOPIC)
    assert "المسودة" not in desk.live("aoun").topics["review-time"].answer["ar"]
    assert await desk.house.store.read.recent(["aoun", "banan"]) == []


async def test_a_test_that_a_change_breaks_is_marked(desk: Office) -> None:
    """The draft takes a test from another topic; the test that fails in force as well is not marked."""
    taken = ["انتظر لين تردون", "كم انتظر لين تكلموني", "انتظركم لين تردون", "لين متى انتظر تردون علي"]
    async with desk.signed_in() as browser:
        file = "knowledge/common/contact-details.yaml"
        form = fields((await browser.get(f"{ROOM}/topic?file={file}")).text, f"{ROOM}/topic")
        asked = "\n".join([*form["ask_ar"][0].splitlines(), *taken])
        review = await browser.post(f"{ROOM}/topic", files=parts(form, ask_ar=asked))
        ran = await browser.post(f"{ROOM}/tests", files=parts(fields(review.text, f"{ROOM}/tests")))
    failed = [each for each in re.findall(r"<li>.*?</li>", ran.text, re.DOTALL) if "expected<" in each]
    marked = [each for each in failed if "because of this change" in each]
    assert len(failed) == len(marked) + 1
    assert "كم انتظر لين تردون</q>" in marked[0]
    assert 'expected</span> <bdi class="code">review-time</bdi>' in marked[0]
    assert 'understood</span> <bdi class="code">contact-details</bdi>' in marked[0]


# ---- flows, notes ----


async def test_a_flows_words_are_changed(desk: Office) -> None:
    before = desk.text(FLOW)
    async with desk.signed_in() as browser:
        page = (await browser.get(f"{ROOM}/flow?file={FLOW}")).text
        assert "need: food" in page
        form = fields(page, f"{ROOM}/flow")
        asked = {"steps.0.ask.en": "What is it you need?"}
        review = await browser.post(f"{ROOM}/flow", files=parts(form, **asked))
        publishing = fields(review.text, f"{ROOM}/publish")
        done = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="kinder"))
        assert done.status_code == 303
    assert desk.text(FLOW) == before.replace("What do you need?", '"What is it you need?"')


async def test_a_flows_steps_are_put_in_order_and_added(desk: Office) -> None:
    before = desk.text(FLOW)
    said = {"steps.2.ask.en": "Which mobile?"}  # typed, and then a button pressed: it is not lost
    step = {
        "new-type": "choice", "new-id": "home", "new-behind": "1", "new-ask_ar": "هل لك بيت؟",
        "new-ask_en": "A home", "new-options": "own: نعم | Yes\nrent: إيجار | Rented",
    }  # fmt: skip
    async with desk.signed_in() as browser:

        async def press(page: httpx.Response, **given: str) -> httpx.Response:
            return await browser.post(f"{ROOM}/flow", files=parts(fields(page.text, f"{ROOM}/flow"), **given))

        page = await browser.get(f"{ROOM}/flow?file={FLOW}")
        assert "No difference" in (await press(page)).text
        page = await press(page, do="add", **{**step, "new-options": "own نعم"}, **said)
        assert page.status_code == 400
        assert "Each line: id: Arabic | English</span>" in page.text
        page = await press(page, **{**step, "new-ask_en": ""})  # to the review with half a step
        assert page.status_code == 400
        assert "Write it in this language too." in page.text
        page = await press(page, do="add", **step)
        assert page.status_code == 200
        assert "is not published yet" in page.text
        assert fields(page.text, f"{ROOM}/flow")["new-id"] == [""]
        page = await press(page, do="up:2", **{"skip.2": "1"})
        assert desk.text(FLOW) == before
        assert (await press(page, do="up:9")).status_code == 400
        review = await press(page)
        again = await browser.post(f"{ROOM}/flow/edit", files=parts(fields(review.text, f"{ROOM}/flow/edit")))
        assert fields(again.text, f"{ROOM}/flow")["steps.3.ask.en"] == ["Which mobile?"]
        as_text = await press(again, do="text")
        assert "- id: home" in as_text.text
        publishing = fields((await press(again)).text, f"{ROOM}/publish")
        done = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="asked first"))
        assert done.status_code == 303
    home = """\
  - id: home
    type: choice
    ask:
      ar: هل لك بيت؟
      en: A home
    options:
      - {value: own, label: {ar: نعم, en: Yes}}
      - {value: rent, label: {ar: إيجار, en: Rented}}
    optional: yes
"""
    worded = before.replace("What is your mobile number?", '"Which mobile?"')
    assert desk.text(FLOW) == worded.replace("steps:\n", "steps:\n" + home)
    assert desk.live.look()
    assert desk.live("aoun").flows["support-request"].steps[0].id == "home"


async def test_a_removed_step_that_others_name_is_refused(desk: Office) -> None:
    before = desk.text(FLOW)
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/flow?file={FLOW}")).text, f"{ROOM}/flow")
        page = await browser.post(f"{ROOM}/flow", files=parts(form, do="remove:3"))
        review = await browser.post(f"{ROOM}/flow", files=parts(fields(page.text, f"{ROOM}/flow")))
        assert "phone" in review.text
        publishing = fields(review.text, f"{ROOM}/publish")
        assert (await browser.post(f"{ROOM}/publish", files=parts(publishing, why="x"))).status_code == 409
    assert desk.text(FLOW) == before


async def test_steps_in_one_line_are_left_to_the_text(desk: Office) -> None:
    text = desk.text(FLOW)
    short = text[: text.index("steps:")] + (
        "steps: [{id: need, type: text, ask: {ar: ماذا؟, en: What}}, {id: send, type: submit}]\n"
    )
    desk.path(FLOW).write_text(short, "utf-8")
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/flow?file={FLOW}")).text, f"{ROOM}/flow")
        page = await browser.post(
            f"{ROOM}/flow", files=parts(form, do="up:2", **{"steps.0.ask.en": "What now"})
        )
        assert page.status_code == 400
        assert "only its text can change" in page.text
        assert fields(page.text, f"{ROOM}/flow")["steps.0.ask.en"] == ["What now"]
        assert "What now" in (await browser.post(f"{ROOM}/flow", files=parts(form, do="text", **{
            "steps.0.ask.en": "What now"}))).text  # fmt: skip


async def test_who_opens_a_flow_hears_of_a_colleague_at_it(desk: Office) -> None:
    async with desk.signed_in("amal") as amal, desk.signed_in("badr") as badr:
        await amal.get(f"{ROOM}/flow?file={FLOW}")
        assert "Amal has this file open" in (await badr.get(f"{ROOM}/flow?file={FLOW}")).text


async def test_a_note_is_circulated(desk: Office) -> None:
    async with desk.signed_in() as browser:
        text = desk.text(TOPIC).replace("en: How long a request takes", "en: How long")
        await publish_text(desk, browser, text, note_ar="صار الجواب أوضح.", note_en="The answer is clearer.")
        assert "The answer is clearer." in (await browser.get(f"{ROOM}/notes")).text
    async with desk.stranger() as anybody:
        shown = await anybody.get("/banan/changes?lang=en")
        assert "The answer is clearer." in shown.text
        assert "script-src 'self'" in shown.headers["content-security-policy"]
        assert (await anybody.get("/nobody/changes")).status_code == 404


async def test_a_note_in_one_language_is_refused(desk: Office) -> None:
    async with desk.signed_in() as browser:
        form = fields((await browser.get(f"{ROOM}/topic?file={TOPIC}")).text, f"{ROOM}/topic")
        review = await browser.post(f"{ROOM}/topic", files=parts(form, title_en="Other"))
        publishing = fields(review.text, f"{ROOM}/publish")
        refused = await browser.post(f"{ROOM}/publish", files=parts(publishing, why="x", note_ar="بيان"))
        assert refused.status_code == 400


# ---- what people ask ----


async def test_a_group_of_questions_fills_the_form_of_a_topic(desk: Office) -> None:
    async with desk.signed_in() as browser:
        csrf = fields((await browser.get(f"{ROOM}/new")).text, f"{ROOM}/topic")["csrf"]
        said = {"csrf": csrf, "say": ["سؤال جديد تماما", "متى يجي الرد"], "language": ["ar"]}
        known = await browser.post(f"{ROOM}/topic/begin", files=parts(said, file=TOPIC))
        form = fields(known.text, f"{ROOM}/topic")
        assert "سؤال جديد تماما" in form["ask_ar"][0].splitlines()
        new = await browser.post(f"{ROOM}/topic/begin", files=parts(said, kind="gap", org="-"))
        form = fields(new.text, f"{ROOM}/topic")
        assert (form["kind"], form["ask_ar"]) == (["gap"], ["سؤال جديد تماما\nمتى يجي الرد"])


async def test_posts_without_our_token_are_refused(desk: Office) -> None:
    async with desk.signed_in() as browser:
        pages = ("topic", "text", "publish", "rebase", "tests", "try", "flow", "flow/edit")
        for page in (*pages, "sheet", "sheet/review"):
            refused = await browser.post(f"{ROOM}/{page}", files={"csrf": (None, "x")})
            assert refused.status_code == 403, page


# ---- notices of cases ----


async def test_every_notice_is_shown_filled_in_both_languages_locked_and_opened(
    tmp_path: Path, cache: Path
) -> None:
    lives = Path(__file__).parents[2] / "knowledge" / "cases"
    async with office(tmp_path, cache, cases=lives) as desk, desk.signed_in() as browser:
        page = (await browser.get(f"{ROOM}/notices?org=aoun&kind=support-request&reason=قلة+الموارد")).text
    assert "🔔 لديك تحديث." in page
    assert "السبب: قلة الموارد" in page
    assert "Why: قلة الموارد" in page
    assert "What you can still do:" in page
    assert "{reason}" in page  # the field's name stands beside it, never inside a notice
    assert not [text for text in page.split('<p dir="auto">')[1:] if "{" in text.split("</p>")[0]]
    for step in ("accept", "refuse", "return", "arrange"):
        assert f'id="{step}"' in page
