"""What managers see: opinions without names, nothing of small groups, words for everything."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.messages import LANGUAGES, Address, Language
from bot.ports.records import Question
from bot.ports.store import Transaction
from bot.reports.charts import chart
from bot.reports.hiding import without_names
from bot.reports.managers import report
from bot.reports.period import read_period
from bot.reports.small_groups import Place, too_few_across
from bot.reports.tables import HIDDEN, Report, Table, too_few
from bot.reports.wording import Wording
from tests.worker.world import ORG, World, content

FEE: Mapping[Language, str] = {"ar": "رسوم الطلب", "en": "A fee"}


async def made(world: World, language: Language = "ar") -> Report:
    word = Wording(texts=content().texts, language=language, contents={ORG: content()})
    period = read_period(today=world.clock().date())
    return await report(world.store.read, word, (ORG,), period, now=world.clock())


def table(made: Report, name: str) -> Table:
    return next(each for each in made.tables if each.id == name)


async def answered(world: World, stars: list[int], *, channel: str = "web", words: str = "") -> None:
    def work(tx: Transaction) -> None:
        for number, count in enumerate(stars):
            place = Address(organisation=ORG, channel=channel, user=f"{channel}{number}")
            row = tx.conversations.open(place, language="ar", now=world.clock())
            tx.surveys.plan(row, about="chat", topic="review-time", now=world.clock())
            [survey] = tx.surveys.due(now=world.clock(), limit=9)
            tx.surveys.set_status(ORG, survey.id, "asked", at=world.clock())
            tx.surveys.answer(
                ORG, survey.id, stars=count, reasons=["wait"] if count < 4 else [], words=words,
                status="answered", at=world.clock() + timedelta(minutes=1),
            )  # fmt: skip

    await world.write(work)


async def test_satisfaction_is_the_share_of_four_and_five_stars(world: World) -> None:
    await answered(world, [5, 4, 3, 1, 5])
    told = await made(world)
    assert table(told, "satisfaction").rows == (("جمعية الاختبار", 5, 5, 60),)
    assert table(told, "satisfaction-channel").rows[0][2:] == (5, 60)
    assert table(told, "reasons").rows == (("جمعية الاختبار", "⏳ طول الانتظار", 2),)
    assert [row[2:] for row in table(told, "trend").rows] == [(5, 60)]
    for by in ("channel", "topic"):
        assert [row[3:] for row in table(told, f"trend-{by}").rows] == [(5, 60)]


async def test_of_fewer_than_five_nothing_is_shown(world: World) -> None:
    await answered(world, [1, 1, 1, 2], words="سيئ جدًا")
    told = await made(world)
    assert table(told, "satisfaction").rows == (("جمعية الاختبار", 4, HIDDEN, HIDDEN),)
    assert table(told, "satisfaction-channel").rows[0][2:] == (HIDDEN, HIDDEN)
    assert (table(told, "words").rows, table(told, "reasons").rows) == ((), ())
    assert "سيئ" not in str(told)


async def test_a_small_group_cannot_be_had_by_subtraction(world: World) -> None:
    await answered(world, [5] * 7)
    await answered(world, [1] * 2, channel="telegram")
    told = await made(world)
    assert table(told, "satisfaction").rows[0][2:] == (9, 78)
    assert [row[2:] for row in table(told, "satisfaction-channel").rows] == [(HIDDEN, HIDDEN)] * 2


async def test_a_trend_is_told_apart_by_channel_and_hides_the_small(world: World) -> None:
    await answered(world, [5] * 6)
    world.clock.pass_(days=8)
    await answered(world, [1] * 7)
    await answered(world, [5] * 20, channel="telegram")
    await answered(world, [2] * 6, channel="phone")
    world.clock.pass_(days=8)
    await answered(world, [4] * 5, channel="telegram")
    told = await made(world)
    assert [row[2:] for row in table(told, "trend").rows] == [(6, 100), (33, 61), (5, 100)]
    weeks = [[row[1], *row[3:]] for row in table(told, "trend-channel").rows]
    assert [row[1:] for row in weeks] == [[6, 0], [20, 100], [5, 100], [6, 100], [7, 0]]
    await answered(world, [1] * 2)
    hidden = table(await made(world), "trend-channel").rows
    # two on the website: hidden with the other of their week and a week of theirs, which is alone in its week
    assert {row[3] for row in hidden} == {HIDDEN}
    assert table(await made(world), "trend").rows[-1][2:] == (7, 71)


def test_small_groups_are_hidden_along_and_across() -> None:
    dice = random.Random(6)
    for _ in range(400):
        sizes: dict[Place, int] = {
            (part, group): dice.choice((0, 1, 3, 5, 6, 12, 40))
            for part in range(4)
            for group in ("a", "b", "c")
        }
        hidden = too_few_across(sizes)
        for axis in (0, 1):
            for line in {str(place[axis]) for place in sizes}:
                own = [sizes[place] for place in hidden if str(place[axis]) == line]
                assert not own or hidden == {p for p in sizes if sizes[p]} or (len(own) > 1 and sum(own) >= 5)
        assert {place for place, size in sizes.items() if 0 < size < 5} <= hidden
    assert too_few_across({(0, "a"): 9, (1, "a"): 8}) == set()
    assert too_few_across({(0, "a"): 9, (0, "b"): 7}, groups=["a"]) == {(0, "a"), (0, "b")}
    assert too_few_across({(0, "a"): 3, (1, "a"): 8}, parts=[0, 1]) == {(0, "a"), (1, "a")}


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([9, 8], set()), ([9, 2, 8], {1, 2}), ([3, 4, 9], {0, 1}), ([2], {0}), ([0, 6], set()),
        ([1, 1, 9, 6], {0, 1, 3}),
    ],
)  # fmt: skip
def test_too_few(sizes: list[int], hidden: set[int]) -> None:
    assert too_few(sizes) == hidden


async def test_words_come_without_the_names_of_staff(world: World) -> None:
    await world.staff("huda")
    await answered(world, [2] * 5, words="Huda did not call, وهدى لم تتصل")
    [first, *_] = table(await made(world), "words").rows
    assert first[2] == "••• did not call, وهدى لم تتصل"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("سارة تأخرت", "••• تأخرت"), ("تكلمت مع وسارة", "تكلمت مع و•••"), ("السارة", "السارة"),
        ("مسرور جدا", "مسرور جدا"), ("sara العتيبي", "sara •••"), ("عبد الله", "عبد الله"),
    ],
)  # fmt: skip
def test_names_are_covered_and_other_words_stay(text: str, told: str) -> None:
    assert without_names(text, ["سارة العتيبي", "عبد الغني"]) == told
    assert without_names(text, []) == text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_has_words_and_every_row_its_columns(world: World, language: Language) -> None:
    await world.hear("متى الرد؟")
    await world.hear(choice="person")
    await answered(world, [5, 1, 3, 4, 2], words="كلمة")
    told = await made(world, language)
    assert len({each.id for each in told.tables}) == len(told.tables)
    for each in told.tables:
        assert each.title
        assert all(len(row) == len(each.head) for row in each.rows), each.id
        assert "<svg" in chart(each, right_to_left=True) or each.chart is None or not each.rows or not any(
            isinstance(row[each.value], int) and row[each.value] for row in each.rows
        )  # fmt: skip
    filled = {each.id for each in told.tables if each.rows}
    assert chart(table(told, "trend-channel"), right_to_left=True).count("<polyline") == 1
    assert {"contacts", "bot", "handoffs", "satisfaction", "trend", "words"} <= filled


async def test_wrong_beliefs_that_were_corrected_are_counted(world: World) -> None:
    belief = replace(content().topics["review-time"], id="fee", kind="misconception", title=FEE)
    known = replace(content(), topics={**content().topics, "fee": belief})
    asked = [("answer", "fee"), ("answer", "fee"), ("offer", "fee"), ("answer", "review-time")]

    def work(tx: Transaction) -> None:
        chat = tx.conversations.open(
            Address(organisation=ORG, channel="web", user="u"), language="ar", now=now
        )
        for decision, topic in asked:
            tx.people.keep_question(
                Question(
                    organisation=ORG, conversation=chat.id, inbound=f"in-{decision}-{topic}", text="x",
                    decision=decision, topic=topic, offers=("fee",), language="ar", at=now,
                )
            )  # fmt: skip

    now = world.clock()
    await world.write(work)
    word = Wording(texts=known.texts, language="ar", contents={ORG: known})
    told = await report(world.store.read, word, (ORG,), read_period(today=now.date()), now=now)
    assert table(told, "misconceptions").rows == (("رسوم الطلب", 2),)


def test_a_chart_says_nothing_that_a_browser_would_run() -> None:
    rows: tuple[tuple[Any, ...], ...] = (('<script>alert("x")</script>', 3), ("&", 1))
    drawn = chart(Table(id="x", title='"><b>', head=("a", "b"), rows=rows, chart="bars"), right_to_left=True)
    assert "<script>" not in drawn
    assert '"><b>' not in drawn
    assert drawn.count("<rect") == 2 * 2  # for a desk, and for a phone
