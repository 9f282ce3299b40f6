"""A member of staff at the console: the pages are read and their forms sent, as a browser does."""

import html
import re
from collections.abc import Iterable
from uuid import uuid4

import httpx

from bot.demo.people import photograph
from bot.demo.steps import NotSeenError


class Office:
    """Somebody signed in at the console."""

    def __init__(self, address: str, client: httpx.Client) -> None:
        """Take a client that follows redirects and keeps cookies."""
        self._home = f"{address}/console"
        self._client = client

    def enter(self, login: str, password: str) -> None:
        """Sign in. Raises NotSeenError if the door stays shut."""
        there = self._send(f"{self._home}/sign-in", {"login": login, "password": password})
        if "/sign-in" in str(there.url):
            raise NotSeenError(f"{login} cannot sign in")

    def page(self, address: str) -> str:
        """Return a page of the console as text."""
        return html.unescape(self._client.get(self._home + address).raise_for_status().text)

    def file(self, address: str) -> bytes:
        """Return a file that the console hands out."""
        return self._client.get(self._home + address).raise_for_status().content

    def post(self, address: str, page: str, *more: tuple[str, str], **fields: str) -> str:
        """Send a form of a page; return the address one is sent to. Raises NotSeenError if it is refused."""
        given = {"csrf": self.token(page), "key": uuid4().hex, **fields}
        answer = self._send(self._home + address, given, more)
        return str(answer.url).removeprefix(self._home)

    def attach(self, page: str, file: bytes) -> None:
        """Add a scanned paper in the person's place."""
        fields = {"csrf": self.token(page), "key": uuid4().hex}
        scan = {"file": ("paper.png", file)}
        self._client.post(self._home + page, data=fields, files=scan).raise_for_status()

    def make(self, organisation: str, reference: str, step: str, **fields: str) -> None:
        """Make a step of a case on its page."""
        page = f"/cases/{organisation}/{reference}"
        self.post(f"{page}/steps/{step}", page, **fields)

    def token(self, page: str) -> str:
        """Return what the forms of a page must carry. Raises NotSeenError if it has none."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.page(page))
        if found is None:
            raise NotSeenError(f"{page} has no form")
        return found[1]

    def _send(
        self, address: str, fields: dict[str, str], more: Iterable[tuple[str, str]] = ()
    ) -> httpx.Response:
        form = [(name, (None, value)) for name, value in (*fields.items(), *more)]
        answer = self._client.post(address, files=form)
        if answer.is_error:
            raise NotSeenError(f"{address}: {answer.status_code} {_trouble(answer.text)}")
        return answer


class Caller:
    """A person on the phone: a member of staff presses and types for them, and reads out what comes."""

    def __init__(self, office: Office, organisation: str, *, words: str, name: str, phone: str) -> None:
        """Log the call."""
        self._office = office
        given = {"org": organisation, "channel": "phone", "language": "ar"}
        self._page = office.post("/contacts", "/contacts", words=words, name=name, phone=phone, **given)

    def does(self, act: str) -> None:
        """`photo`: a paper they bring; `=words` they say, or the beginning of a button's id."""
        if act == "photo":
            self._office.attach(self._page, photograph())
        elif act.startswith("="):
            self._office.post(self._page, self._page, text=act[1:])
        else:
            self._office.post(self._page, self._page, choice=self._button(act))

    def sees(self, what: str) -> None:
        """Look for words or a button on the page. Raises NotSeenError."""
        if what not in self._office.page(self._page):
            raise NotSeenError(f"not on the page: {what}")

    def _button(self, begins: str) -> str:
        there = re.findall(r'name="choice" value="([^"]+)"', self._office.page(self._page))
        found = next((one for one in there if one.startswith(begins)), None)
        if found is None:
            raise NotSeenError(f"no button {begins}")
        return str(found)


def _trouble(page: str) -> str:
    found = re.search(r'role="alert"[^>]*>([^<]+)<', page)
    return html.unescape(found[1]).strip() if found else ""
