"""Every page that somebody opens, by name: for pictures of them and checks on them.

`tests/test_pages.py` compares it with the program's routes: a page that is new is to be named here.
"""

from collections.abc import Mapping

from bot.messages import Language

CONSOLE: Mapping[str, str] = {  # below /console, of staff
    "waiting": "/waiting",
    "mine": "/mine",
    "team": "/team",
    "snoozed": "/snoozed",
    "all": "/all",
    "search": "/all?q=طلبي",
    "chat": "/chat/{org}/{chat}",
    "merge": "/chat/{org}/{chat}/merge",
    "contacts": "/contacts",
    "contact": "{contact}",
    "cases": "/cases",
    "cases-calls": "/cases?view=calls",
    "case": "/cases/{org}/{case}",
    "grant": "/cases/{org}/{wish}",
    "dossier": "/cases/{org}/{case}/dossier",
    "paper": "/cases/{org}/{case}/paper",
    "committee": "/committee?org={org}",
    "session": "{session}",
    "minutes": "{session}/minutes",
    "calendar": "/calendar?org={org}&week={day}",
    "documents": "/documents?org={org}",
    "reports": "/reports?org={org}&named=hijri-month",
    "improvements": "/improvements?org={org}",
    "outreach": "/outreach?org={org}",
    "campaign-new": "/outreach/{org}/new",
    "campaign": "{campaign}",
    "channels": "/channels",
    "unanswered": "/unanswered?org={org}",
    "failures": "/failures",
    "roster": "/roster?org={org}",
    "colleagues": "/colleagues",
    "audit": "/audit?org={org}",
    "account": "/account",
    "second-step": "/account/second-step",
    "password": "/password",
    "guide-staff": "/guide/staff",
    "guide-authors": "/guide/authors",
}
AUTHORS: Mapping[str, str] = {  # below /console/authoring
    "topics": "?q=مدة",
    "topic": "/topic?file={topic}",
    "topic-own": "/own?org={org}&id=review-time",
    "topic-new": "/new",
    "topic-text": "/text?file={topic}",
    "flows": "/flows",
    "flow": "/flow?file={flow}",
    "notices": "/notices",
    "questions": "/questions",
    "use": "/use",
    "versions": "/versions",
    "version": "/versions/2?file={topic}",
    "sheet": "/sheet",
    "notes": "/notes",
}
PEOPLE: Mapping[str, str] = {  # of everybody, without signing in
    "front": "/",
    "chat-empty": "/{org}",
    "documents": "/{org}/documents",
    "channels": "/{org}/channels",
    "improvements": "/{org}/improvements",
    "changes": "/{org}/changes",
    "sign-in": "/console/sign-in",
}
AREAS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "people": ("", PEOPLE),
    "console": ("/console", CONSOLE),
    "authors": ("/console/authoring", AUTHORS),
}


NAMES = tuple((area, name) for area, (_, pages) in AREAS.items() for name in pages)
UNFOLD = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"


def address(area: str, name: str, fields: Mapping[str, str], language: Language) -> str:
    """Return the path of a page on a scene with these fields; staff have chosen their language before."""
    home, pages = AREAS[area]
    path = home + pages[name].format_map(fields)
    return path if area != "people" else f"{path}{'&' if '?' in path else '?'}lang={language}"
