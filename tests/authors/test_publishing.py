"""Publishing: all or nothing, each version kept, whoever comes second is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.authors.change import BadChange, Change, FileChange, digest_of, unpack
from bot.authors.history import history, notes
from bot.authors.publishing import (
    FILES,
    NotWritable,
    Overtaken,
    Published,
    PublishOutcome,
    Refused,
    Unchanged,
    Why,
)
from tests.authors.office import OWN, TOPIC, Office

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WHY = Why(actor="amal", why="clearer")


def change(desk: Office, *files: tuple[str, str | None]) -> Change:
    return Change(
        files=tuple(
            FileChange(file=file, text=text, base=digest_of(desk.authors.folders.text(file)))
            for file, text in files
        )
    )


async def publish(desk: Office, one: Change, why: Why = WHY) -> PublishOutcome:
    return await desk.authors.publisher.publish(one, why, desk.live.contents, now=NOW)


def longer(desk: Office) -> str:
    return desk.text(TOPIC).replace("en: How long a request takes", "en: How long it takes")


async def test_a_change_is_written_and_its_past_kept(desk: Office) -> None:
    before, after = desk.text(TOPIC), longer(desk)
    assert await publish(desk, change(desk, (TOPIC, after))) == Published(files=(TOPIC,))
    assert desk.text(TOPIC) == after
    past = await history(desk.house.store, desk.authors.folders, TOPIC)
    assert [(each.actor, each.text) for each in past.versions] == [("amal", after), (FILES, before)]
    assert not past.outside
    assert [path.suffix for path in desk.path(TOPIC).parent.iterdir() if path.suffix != ".yaml"] == []


async def test_what_is_written_by_hand_between_is_kept_too(desk: Office) -> None:
    await publish(desk, change(desk, (TOPIC, longer(desk))))
    by_hand = desk.text(TOPIC).replace("How long it takes", "By hand")
    desk.path(TOPIC).write_text(by_hand, "utf-8")
    assert (await history(desk.house.store, desk.authors.folders, TOPIC)).outside
    await publish(desk, change(desk, (TOPIC, by_hand.replace("By hand", "Again"))))
    past = await history(desk.house.store, desk.authors.folders, TOPIC)
    assert [each.actor for each in past.versions] == ["amal", FILES, "amal", FILES]


async def test_who_comes_second_changes_nothing(desk: Office) -> None:
    late = change(desk, (TOPIC, longer(desk).replace("takes", "lasts")))
    await publish(desk, change(desk, (TOPIC, longer(desk))))
    now = desk.text(TOPIC)
    assert await publish(desk, late) == Overtaken(files=(TOPIC,))
    assert desk.text(TOPIC) == now


async def test_nothing_new_is_no_version(desk: Office) -> None:
    assert await publish(desk, change(desk, (TOPIC, desk.text(TOPIC)))) == Unchanged()
    assert (await history(desk.house.store, desk.authors.folders, TOPIC)).versions == ()


async def test_what_check_refuses_is_refused(desk: Office) -> None:
    broken = desk.text(TOPIC).replace("section: procedure", "section: nowhere")
    outcome = await publish(desk, change(desk, (TOPIC, broken), (OWN, None)))
    assert isinstance(outcome, Refused)
    assert {each.rule for each in outcome.problems} == {"unknown-value"}
    assert desk.path(OWN).exists()


async def test_a_fault_elsewhere_that_content_is_served_with_does_not_stand_in_the_way(desk: Office) -> None:
    texts = desk.root / "knowledge" / "texts" / "engine.en.yaml"
    kept = [line for line in texts.read_text("utf-8").splitlines() if not line.startswith("engine.menu:")]
    texts.write_text("\n".join(kept), "utf-8")
    outcome = await publish(desk, change(desk, (TOPIC, longer(desk))))
    assert isinstance(outcome, Refused)  # the other language has the text: content would not load
    other = desk.root / "knowledge" / "texts" / "engine.ar.yaml"
    kept = [line for line in other.read_text("utf-8").splitlines() if not line.startswith("engine.menu:")]
    other.write_text("\n".join(kept), "utf-8")
    assert isinstance(await publish(desk, change(desk, (TOPIC, longer(desk)))), Published)


async def test_several_files_change_together_or_not_at_all(desk: Office) -> None:
    before, own = desk.text(TOPIC), desk.text(OWN)
    place = desk.path(OWN)
    place.unlink()
    place.mkdir()  # a file cannot take the place of a folder
    (place / "x").write_text("", "utf-8")
    both = change(desk, (TOPIC, longer(desk)), (OWN, own + "\n"))
    outcome = await publish(desk, both)
    assert isinstance(outcome, NotWritable | Refused)
    assert desk.text(TOPIC) == before
    assert (await history(desk.house.store, desk.authors.folders, TOPIC)).versions == ()


async def test_a_new_file_and_a_removed_one(desk: Office) -> None:
    file = OWN.replace("gap-age", "review-time")
    assert isinstance(await publish(desk, change(desk, (file, "id: review-time\n"))), Published)
    assert desk.text(file) == "id: review-time\n"
    assert isinstance(await publish(desk, change(desk, (file, None))), Published)
    assert not desk.path(file).exists()
    past = await history(desk.house.store, desk.authors.folders, file)
    assert [each.text for each in past.versions] == [None, "id: review-time\n"]


async def test_a_note_reaches_the_associations_that_it_concerns(desk: Office) -> None:
    why = replace(WHY, note={"ar": "تغير", "en": "Changed"})
    await publish(desk, change(desk, (OWN, desk.text(OWN) + "# more\n")), why)
    assert [each.note for each in await notes(desk.house.store, "aoun")] == [why.note]
    assert await notes(desk.house.store, "banan") == []


def test_a_change_is_packed_and_unpacked(desk: Office) -> None:
    one = change(desk, (TOPIC, "نص"), (OWN, None))
    assert unpack(one.pack()) == one


@pytest.mark.parametrize("packed", ["", "x", "eJw=", "!!!"])
def test_a_packed_change_that_is_none_is_refused(packed: str) -> None:
    with pytest.raises(BadChange):
        unpack(packed)


@pytest.mark.parametrize("file", ["knowledge/menu.yaml", "flows/../keys.yaml", "knowledge/common/A b.yaml"])
def test_a_change_of_another_file_is_refused(file: str) -> None:
    packed = Change(files=(FileChange(file=file, text="", base=""),)).pack()
    with pytest.raises(BadChange):
        unpack(packed)
