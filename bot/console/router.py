"""All routes of the console, wired."""

from fastapi import APIRouter

from bot.console import authoring
from bot.console.account import Account
from bot.console.audit import AuditPage
from bot.console.calendar import Calendar
from bot.console.cases import Cases
from bot.console.cases_committee import CommitteePages
from bot.console.cases_page import CasePage
from bot.console.channels import ChannelPages, public_channels
from bot.console.chat import Chat
from bot.console.colleagues import Colleagues
from bot.console.contacts import Contacts
from bot.console.drawing import Drawing, assets
from bot.console.duty import DutyPages
from bot.console.entrance import Entrance
from bot.console.grants import Grants
from bot.console.guide import Guide
from bot.console.improvements import Improvements, public_improvements
from bot.console.merging import Merging
from bot.console.needs import Needs
from bot.console.outreach import OutreachPages
from bot.console.oversight import Oversight
from bot.console.queue import Queue
from bot.console.reports import Reports
from bot.console.second_step import SecondStepPages
from bot.console.shelf import Shelf
from bot.console.stream import stream_router
from bot.console.visits import Visits
from bot.pages.routes import joined


def router(needs: Needs) -> APIRouter:
    """Return the routes, all under /console, and the console's assets."""
    files = assets()
    folder, authors_files = authoring.drawing_parts()
    visits, drawing = Visits(needs), Drawing(files, folder, authors_asset=authors_files)
    authors = () if needs.authors is None else (
        authoring.router(visits, drawing, needs.authors),
        authoring.public_router(visits, drawing),
    )  # fmt: skip
    chats = Chat(visits, drawing)
    page = CasePage(visits, drawing)
    return joined(
        files.router(),
        authors_files.router(),
        *authors,
        Entrance(visits, drawing).router(),
        Account(visits, drawing).router(),
        SecondStepPages(visits, drawing).router(),
        Colleagues(visits, drawing).router(),
        stream_router(visits, drawing),
        Merging(visits, drawing, chats).router(),
        chats.router(),
        DutyPages(visits, drawing).router(),
        Contacts(visits, drawing).router(),
        Cases(visits, drawing).router(),
        page.router(),
        Grants(visits, page).router(),
        CommitteePages(visits, drawing).router(),
        Shelf(visits, drawing).router(),
        Guide(visits, drawing).router(),
        ChannelPages(visits, drawing).router(),
        Improvements(visits, drawing).router(),
        Reports(visits, drawing).router(),
        Calendar(visits, drawing).router(),
        OutreachPages(visits, drawing).router(),
        Oversight(visits, drawing).router(),
        AuditPage(visits, drawing).router(),
        Queue(visits, drawing).router(),
        public_improvements(visits, drawing),  # after /console/improvements
        public_channels(visits, drawing),
    )
