"""Every list, search and page of the console over a large installation: 100,000 cases, 1,000,000 messages.

The database is filled straight, then asked only through the console's own routes, signed in, in this process:
what is measured is all but the network. Each address is asked ROUNDS times; p95 is the second slowest of 20.
`cpu` is the time that this process worked, with SQLite and without a PostgreSQL server: it holds on a machine
that does other work, too. `load` is how many processes wanted a core in that minute.

    python -m benchmarks.large_store [--cases N] [--messages N] [--database URL]
"""

import argparse
import asyncio
import gc
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import URL, make_url

from benchmarks.large_rows import RARE, Row, Rows, Size
from benchmarks.large_work import Work
from bot import console
from bot.authors import open_authors
from bot.channels import web
from bot.content import Library, load
from bot.desk.accounts import Created, NewAccount, create
from bot.desk.passwords import hash_password
from bot.pages.routes import serve
from bot.settings import Settings
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store
from bot.store.tables import metadata
from bot.worker.service import Worker, new_id, utc_now
from tools.pages import NAMES, address

SEED = 20261121
FULL = Size(cases=100_000, messages=1_000_000)
ROUNDS = 20
FEW, SLOW = 5, 1000.0  # a page that takes so many milliseconds is asked so often only
TARGET = 300.0  # milliseconds
PASSWORD = "a long enough password"
PHONED = 5  # a chat of aoun that was a phone call
TOPIC, FLOW = "knowledge/common/review-time.yaml", "flows/support-request.yaml"
NOT_HERE = {  # need what no row of these is about: somebody who acts for another, a file changed on a page
    ("console", "grant"),
    ("authors", "version"),
}
POSTGRES = "WASL_BENCH_POSTGRES"  # URL of a server in which a schema may be made


def pages(rows: Rows) -> dict[str, str]:
    """Return what is asked, by name: every page that the program has, and the searches and filters."""
    today = datetime.now(UTC).date()
    year_ago = today - timedelta(days=365)
    chat = rows.chat(0)
    asked = {
        "search: a common word": "/console/all?q=%D8%B7%D9%84%D8%A8",
        "search: a rare word": f"/console/all?q={RARE}",
        "search: a common word in one association": "/console/all?org=aoun&q=%D8%B7%D9%84%D8%A8",
        "search: two words": "/console/all?q=%D8%B7%D9%84%D8%A8%20%D8%A7%D9%84%D9%87%D9%88%D9%8A%D8%A9",
        "search: nothing": "/console/all?q=%D9%82%D8%B1%D9%86%D8%A8%D9%8A%D8%B7",
        "search: a short word": "/console/all?q=%D8%A7%D9%85",
        "search: a name": "/console/all?q=%D9%86%D9%88%D8%B1%D8%A9",
        "search: a reference": f"/console/all?q={rows.reference(0)}",
        "search: a part of a reference": "/console/all?q=AOUN-2026",
        "all of one association": "/console/all?org=aoun",
        "all, by channel": "/console/all?channel=telegram",
        "a chat's panel": f"/console/chat/aoun/{chat}/panel",
        "cases, open": "/console/cases?view=open",
        "cases, late": "/console/cases?view=late",
        "cases, by name": "/console/cases?q=%D9%86%D9%88%D8%B1%D8%A9",
        "cases, by reference": f"/console/cases?q={rows.reference(0)}",
        "cases, older": "/console/cases?older=c0",
        "cases of a stage": "/console/cases?kind=support-request&stage=closed",
        "cases of one association": "/console/cases?org=aoun",
        "merge: a name": f"/console/chat/aoun/{chat}/merge?q=%D9%86%D9%88%D8%B1%D8%A9",
        "calendar of all": "/console/calendar",
        "unanswered of all": "/console/unanswered",
        "report of a year": f"/console/reports?first={year_ago}&last={today}",
        "report of a month": "/console/reports?named=last-month",
        "report of a year as a spreadsheet": f"/console/reports/file.xlsx?first={year_ago}&last={today}",
    }
    work = Work(rows)
    fields = {
        "org": "aoun", "chat": chat, "case": rows.reference(0), "day": f"{today}",
        "session": f"/committee/aoun/{work.session(0)}", "contact": f"/contacts/aoun/{rows.chat(PHONED)}",
        "campaign": f"/outreach/aoun/{work.campaign(0)}", "topic": TOPIC, "flow": FLOW,
    }  # fmt: skip
    named = {
        f"{area}: {name}": address(area, name, fields, "ar")
        for area, name in NAMES
        if (area, name) not in NOT_HERE
    }
    return named | asked


def fill(url: URL, rows: Rows) -> None:
    """Write all rows."""
    if url.get_backend_name() == "sqlite":
        _fill_sqlite(str(url.database), rows)
    else:
        _fill_postgres(url, rows)


def _tables(rows: Rows) -> Iterator[tuple[str, tuple[str, ...], Iterator[Row]]]:
    yield from rows.tables()
    yield from Work(rows).tables()


def _fill_sqlite(file: str, rows: Rows) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for table, columns, found in _tables(rows):
        marks = ", ".join("?" * len(columns))
        named = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', found)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _fill_postgres(url: URL, rows: Rows) -> None:
    import psycopg

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    filled: list[str] = []
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for table, columns, found in _tables(rows):
            filled.append(f'"{table}"')
            named = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN'.encode()) as copy:
                for row in found:
                    copy.write_row(row)
            if "id" in columns and metadata.tables[table].c.id.autoincrement is True:
                newest = f"(SELECT max(id) FROM {table})"  # the pages that are asked add rows of their own
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})".encode())
        connection.commit()
        connection.autocommit = True
        # As the server does by itself after a while; without names it would wait for everybody's tables.
        cursor.execute(f"VACUUM ANALYZE {', '.join(filled)}".encode())


async def measure(
    url: URL, size: Size, folder: Path, *, rounds: int = ROUNDS, only: str | None = None
) -> list[dict[str, Any]]:
    """Fill an empty database, ask every page, and return a row a page."""
    ring = KeyRing((new_key(),))
    store = open_store(url.render_as_string(hide_password=False), ring)
    text_times = url.get_backend_name() == "sqlite"
    rows = Rows(size, ring, seed=SEED, now=datetime.now(UTC), text_times=text_times)
    began = time.perf_counter()
    await asyncio.to_thread(fill, url, rows)
    print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
    settings = Settings()
    library = load(settings.knowledge, settings.flows, cache=settings.models)
    if not isinstance(library, Library):
        raise SystemExit("the content has mistakes: wasl check")
    contents = library.contents
    files = DiskFiles(folder / "files", ring)
    worker = Worker(
        store=store, files=files, contents=contents.__getitem__, organisations=lambda: tuple(contents)
    )
    needs = console.Needs(
        store=store, files=files, desk=worker.desk, accept=worker.accept, contents=contents.__getitem__,
        organisations=lambda: tuple(contents), content_status=lambda: _Status(), key=b"k" * 32,
        new_id=new_id, now=utc_now,
        authors=open_authors(
            knowledge=settings.knowledge, flows=settings.flows, models=settings.models,
            drafts=folder / "drafts", library=lambda: library, store=store, new_id=new_id,
        ),
    )  # fmt: skip
    application = FastAPI()
    serve(application, console.router(needs))
    serve(application, web.router(
            web.Needs(
                store=store, files=files, accept=worker.accept, contents=contents.__getitem__,
                organisations=lambda: tuple(contents), key=[b"k" * 32], new_id=new_id, now=utc_now,
            )
        )
    )  # fmt: skip
    try:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://wasl.test") as browser:
            await _sign_in(browser, needs)
            gc.collect()
            gc.freeze()  # what lasts is looked through no more, as in `wasl serve`
            return [
                await _asked(browser, name, address, url, size, rounds)
                for name, address in pages(rows).items()
                if only in (None, name)
            ]
    finally:
        await store.close()


class _Status:
    """Content that stands well."""

    version, loaded_at, problems = "bench", datetime.now(UTC), ()


async def _sign_in(browser: httpx.AsyncClient, needs: console.Needs) -> None:
    roles = dict.fromkeys(needs.organisations(), "administrator")
    new = NewAccount(id=new_id(), login="amal", name="Amal", roles=roles)  # type: ignore[arg-type]
    made = await create(needs.store, new, now=utc_now(), password=PASSWORD)
    if not isinstance(made, Created):
        raise TypeError(made)
    hashed, staff = hash_password(PASSWORD), made.staff.id
    await needs.store.write(lambda tx: tx.staff.set_password(staff, password_hash=hashed, must_change=False))
    fields = {"login": (None, "amal"), "password": (None, PASSWORD)}
    await browser.post("/console/sign-in", files=fields)


async def _asked(
    browser: httpx.AsyncClient, name: str, address: str, url: URL, size: Size, rounds: int
) -> dict[str, Any]:
    """Ask an address; its first answer, which compiles statements and templates, is not counted."""
    times: list[float] = []
    work: list[float] = []
    for number in range(rounds + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = await browser.get(address)
        spent = (time.perf_counter() - began) * 1000
        work += [(time.process_time() - worked) * 1000] if number else []
        if answer.status_code != httpx.codes.OK:
            raise SystemExit(f"{name}, {address}: {answer.status_code}")
        times += [spent] if number else []
        if number >= FEW and times[0] > SLOW:
            break
    times.sort()
    p95 = round(times[max(0, -(-len(times) * 19 // 20) - 1)], 1)
    row: dict[str, Any] = {
        "page": name,
        "database": url.get_backend_name(),
        "cases": size.cases,
        "messages": size.messages,
        "p50 ms": round(times[len(times) // 2], 1),
        "p95 ms": p95,
        "within 300 ms": "yes" if p95 <= TARGET else "NO",
        "cpu p50 ms": round(sorted(work)[len(work) // 2], 1),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(row, ensure_ascii=False), flush=True)
    return row


@contextmanager
def database(given: str | None, folder: Path) -> Iterator[URL]:
    """Give an empty database that is gone afterwards: SQLite, or a schema of a PostgreSQL server."""
    if given is None:
        yield make_url(f"sqlite:///{folder / 'large.db'}")
        return
    import psycopg

    url, schema = make_url(given), f"wasl_bench_{uuid4().hex}"
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {schema}".encode())
        try:
            yield url.update_query_dict({"options": f"-csearch_path={schema}"})
        finally:
            server.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def rows(size: Size = FULL, databases: Sequence[str | None] | None = None) -> list[dict[str, Any]]:
    """Measure on SQLite, and on the PostgreSQL server of WASL_BENCH_POSTGRES if there is one."""
    server = os.environ.get(POSTGRES)
    asked = databases if databases is not None else [None, *([server] if server else [])]
    found: list[dict[str, Any]] = []
    for each in asked:
        with tempfile.TemporaryDirectory() as folder, database(each, Path(folder)) as url:
            found += asyncio.run(measure(url, size, Path(folder)))
    return found


def main() -> None:
    """Measure one database and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=FULL.cases)
    parser.add_argument("--messages", type=int, default=FULL.messages)
    parser.add_argument("--database", help="URL of a PostgreSQL server; SQLite without")
    options = parser.parse_args()
    size = replace(FULL, cases=options.cases, messages=options.messages)
    rows(size, [options.database])


if __name__ == "__main__":
    main()
