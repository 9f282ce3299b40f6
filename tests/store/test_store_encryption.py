import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.ports.store import Transaction
from bot.store.errors import KeyFileFaulty, Unreadable
from bot.store.keys import KeyRing, new_key, open_key_file, rotate_key_file
from bot.store.opening import open_store
from tests.store.values import HERE, NOW, ORG, a_case, inbound, open_chat, saying

SECRETS = {
    "name": "نورة السالم",
    "phone": "+966500009876",
    "national_id": "1098765432",
    "iban": "SA4420000001234567891234",
}


def fill(tx: Transaction) -> str:
    chat = open_chat(tx)
    tx.conversations.keep_state(ORG, chat, state='{"typed":"1098765432"}', language="ar", topic=None)
    tx.inbox.accept(inbound("1", text="رقمي 1098765432"), conversation=chat)
    message = saying("رقمك 1098765432؟")
    line = tx.transcript.add(ORG, chat, direction="out", text="رقمك 1•••••••32؟", at=NOW, message=message)
    tx.outbox.queue(chat, address=HERE, message=message, line=line, staff=None, priority=1, not_before=NOW)
    case = replace(a_case(1, chat), answers=dict(SECRETS), pledge={"name": SECRETS["name"]})
    tx.cases.open(case)
    tx.cases.add_step(ORG, case.id, at=NOW, actor="staff", action="called", detail=dict(SECRETS))
    tx.staff.audit(ORG, actor="staff", action="reveal", subject=case.id, detail=dict(SECRETS), at=NOW)
    return tx.people.match_or_add(ORG, **SECRETS, language="ar", now=NOW)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_nothing_that_identifies_stands_in_the_database_file(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)
    person = await store.write(fill)
    found = await store.write(lambda tx: tx.people.get(ORG, person))
    raw = bytes_on_disk(tmp_path)
    await store.close()
    assert found is not None
    assert {name: getattr(found, name) for name in SECRETS} == SECRETS
    for secret in SECRETS.values():
        assert secret.encode() not in raw
        assert json.dumps(secret)[1:-1].encode() not in raw
    assert ORG.encode() in raw


async def test_a_value_moved_to_another_column_cannot_be_read(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)
    person = await store.write(fill)
    plain = create_engine(f"sqlite:///{tmp_path / 'wasl.db'}")
    with plain.begin() as connection:
        connection.execute(text("UPDATE persons SET name = national_id"))
    plain.dispose()
    with pytest.raises(Unreadable, match="changed"):
        await store.write(lambda tx: tx.people.get(ORG, person))
    await store.close()


async def test_rows_from_before_a_rotation_are_read_and_found(tmp_path: Path) -> None:
    path, url = tmp_path / "keys", f"sqlite:///{tmp_path / 'wasl.db'}"
    store = open_store(url, open_key_file(path))
    person = await store.write(fill)
    await store.close()
    rotated = rotate_key_file(path)
    store = open_store(url, open_key_file(path))
    again = await store.write(lambda tx: tx.people.match_or_add(ORG, **SECRETS, language="ar", now=NOW))
    await store.close()
    assert again == person
    assert len(rotated.keys) == 2


def test_the_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keys"
    first = open_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [key.secret for key in open_key_file(path).keys] == [key.secret for key in first.keys]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "not a key file"),
        ("[]", "not a key file"),
        ('{"schema": 1, "keys": []}', "holds no key"),
        ('{"schema": 1, "keys": [{"id": "00", "key": "AAAA"}]}', "wrong length"),
        ('{"schema": 1, "keys": [{"id": "00000000", "key": "!"}]}', "not a key file"),
    ],
)
def test_a_faulty_key_file_is_named(tmp_path: Path, body: str, reason: str) -> None:
    path = tmp_path / "keys"
    path.write_text(body)
    path.chmod(0o600)
    with pytest.raises(KeyFileFaulty, match=reason):
        open_key_file(path)


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    open_key_file(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileFaulty, match="chmod 600"):
        open_key_file(path)


def test_sealed_values_differ_and_notice_every_change(ring: KeyRing) -> None:
    one, two = ring.seal(b"1098765432", b"a"), ring.seal(b"1098765432", b"a")
    assert one != two
    assert ring.open(one, b"a") == ring.open(two, b"a") == b"1098765432"
    for position in range(len(one)):
        changed = bytearray(one)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            ring.open(bytes(changed), b"a")
    for other, context in ((KeyRing((new_key(),)), b"a"), (ring, b"b")):
        with pytest.raises(Unreadable):
            other.open(one, context)
    with pytest.raises(Unreadable):
        ring.open(b"", b"a")


def test_a_blind_index_is_equal_for_equal_values_of_one_column(ring: KeyRing) -> None:
    assert ring.blind("1098765432", "id") == ring.blind("1098765432", "id")
    others = {
        ring.blind("1098765433", "id"),
        ring.blind("1098765432", "phone"),
        KeyRing((new_key(),)).blind("1098765432", "id"),
    }
    assert ring.blind("1098765432", "id") not in others
