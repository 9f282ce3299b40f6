"""Documents for everybody: a list, and an address for each."""

import httpx
import pytest

from bot.ports.store.shelf import Audience, ShelfVersion
from bot.worker.service import utc_now
from tests.channels.web.house import House

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
ADDRESS = "/aoun/documents/request-form"


async def shelve(
    home: House, data: bytes = PDF, audience: Audience = "public", document: str = "request-form"
) -> None:
    file = await home.needs.files.put(data, name="x.html")
    version = ShelfVersion(
        id=0, organisation="aoun", document=document, title={"ar": "نموذج الطلب", "en": "Request form"},
        audience=audience, file=file, actor="amal", note="", at=utc_now(),
    )  # fmt: skip
    await home.store.write(lambda tx: tx.shelf.add(version))


@pytest.mark.parametrize(
    ("data", "kind", "way", "ending", "sandboxed"),
    [
        (PDF, "application/pdf", "inline", "pdf", False),
        (b"<script>alert(1)</script>", "text/plain; charset=utf-8", "inline", "txt", True),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "image/png", "inline", "png", True),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "application/octet-stream",
            "attachment",
            "bin",
            True,
        ),
    ],
)
async def test_its_type_is_that_of_its_content_and_nothing_in_it_runs(
    home: House, visitor: httpx.AsyncClient, data: bytes, kind: str, way: str, ending: str, sandboxed: bool
) -> None:
    await shelve(home, data)
    found = await visitor.get(f"{ADDRESS}?lang=en")
    assert (found.status_code, found.content) == (200, data)
    headers = found.headers
    assert headers["content-type"] == kind
    assert headers["content-disposition"] == f"{way}; filename*=UTF-8''Request%20form.{ending}"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert ("sandbox" in headers["content-security-policy"]) is sandboxed
    assert "script-src" not in headers["content-security-policy"]


async def test_what_did_not_change_is_not_sent_again(home: House, visitor: httpx.AsyncClient) -> None:
    await shelve(home)
    mark = (await visitor.get(ADDRESS)).headers["etag"]
    again = await visitor.get(ADDRESS, headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    await shelve(home, PDF + b"\n")
    assert (await visitor.get(ADDRESS, headers={"If-None-Match": mark})).status_code == 200


@pytest.mark.parametrize("audience", ["staff", "withdrawn"])
async def test_what_is_not_for_everybody_says_so_kindly(
    home: House, visitor: httpx.AsyncClient, audience: Audience
) -> None:
    await shelve(home)
    await shelve(home, audience=audience)
    await shelve(home, document="bylaws")
    found = await visitor.get(ADDRESS)
    assert found.status_code == 404
    assert "هذه الوثيقة غير متاحة الآن" in found.text
    assert "/aoun/documents/bylaws" in found.text
    assert ADDRESS not in found.text


async def test_the_chat_leads_to_the_list_only_where_there_is_something(
    home: House, visitor: httpx.AsyncClient
) -> None:
    assert "/aoun/documents" not in (await visitor.get("/aoun")).text
    await shelve(home, audience="staff")
    assert "/aoun/documents" not in (await visitor.get("/aoun")).text
    await shelve(home)
    assert "/aoun/documents?lang=ar" in (await visitor.get("/aoun")).text
    assert "/banan/documents" not in (await visitor.get("/banan")).text
    page = await visitor.get("/aoun/documents?lang=en")
    assert "Request form" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_other_organisations_have_their_own(home: House, visitor: httpx.AsyncClient) -> None:
    await shelve(home)
    assert (await visitor.get("/banan/documents/request-form")).status_code == 404
    assert (await visitor.get("/nowhere/documents")).status_code == 404
