"""The report for managers: every figure of a span of days, on a page."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.console.drawing import Drawing
from bot.console.printing import XLSX, download, print_out
from bot.console.visits import HOME, Visit, Visits
from bot.papers.reports import as_xlsx, printed_report
from bot.ports.store import Transaction
from bot.reports.charts import chart
from bot.reports.managers import report
from bot.reports.period import NAMED, NotAPeriod, read_period
from bot.reports.tables import Report
from bot.reports.wording import Wording


class Reports:
    """Pages for supervisors and administrators."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/reports", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/file.{ending}", self.file, methods=["GET"])
        return routes

    async def show(
        self, request: Request, org: str = "", named: str = "", first: str = "", last: str = ""
    ) -> Response:
        """Show the report of a span of days: named, or two days in either calendar."""
        visit = await self._visits.read(request)
        allowed = self._allowed(visit)
        fields = {"org": org, "named": named or NAMED[0], "first": first, "last": last}
        words = wording(visit, allowed).say
        try:
            made = await self._report(visit, org, named, first, last)
        except NotAPeriod:
            return self._page(request, visit, fields, None, words("no-period"), 400)
        return self._page(request, visit, fields, made, "", 200)

    async def file(
        self,
        request: Request,
        ending: str,
        org: str = "",
        named: str = "",
        first: str = "",
        last: str = "",
    ) -> Response:
        """Hand out the same report as a spreadsheet or for print. 404 for another kind of file."""
        visit = await self._visits.read(request)
        words = wording(visit, self._allowed(visit)).say
        try:
            made = await self._report(visit, org, named, first, last)
        except NotAPeriod:
            raise HTTPException(400, words("no-period")) from None
        if ending in ("xlsx", "pdf"):
            await self._note(visit, self._chosen(visit, org), ending)
        name = f"wasl-report-{self._needs.now():%Y-%m-%d}.{ending}"
        if ending == "xlsx":
            data = await run_in_threadpool(as_xlsx, made, language=visit.language)
            return download(data, name, XLSX)
        if ending == "pdf":
            return await print_out(printed_report(made, visit.language, words), name, visit)
        raise HTTPException(404)

    def _page(
        self,
        request: Request,
        visit: Visit,
        fields: dict[str, str],
        made: Report | None,
        trouble: str,
        status: int,
    ) -> Response:
        word, rtl = wording(visit, self._allowed(visit)), visit.language == "ar"
        drawn = {
            table.id: Markup(chart(table, right_to_left=rtl))  # noqa: S704 - escaped where it is made
            for table in (made.tables if made else ())
        }
        return self._drawing.page(
            request, visit, "reports.html", status,
            made=made, charts=drawn, words=word.say, names=NAMED, trouble=trouble,
            allowed=self._allowed(visit), **fields,
        )  # fmt: skip

    async def _report(self, visit: Visit, org: str, named: str, first: str, last: str) -> Report:
        chosen, now = self._chosen(visit, org), self._needs.now()
        today = now.astimezone(ZoneInfo(visit.content(chosen[0]).timezone)).date()
        period = read_period(today=today, named=named, first=first, last=last)
        return await report(self._needs.store.read, wording(visit, chosen), chosen, period, now=now)

    async def _note(self, visit: Visit, chosen: tuple[str, ...], ending: str) -> None:
        """Keep who took a report out of the house."""

        def work(tx: Transaction) -> None:
            for one in chosen:
                self._needs.desk(tx, visit.staff, one).audit("report-taken", one, {"file": ending})

        await self._needs.store.write(work)

    def _chosen(self, visit: Visit, org: str) -> tuple[str, ...]:
        allowed = self._allowed(visit)
        return tuple(one for one in allowed if org in ("", one)) or allowed

    def _allowed(self, visit: Visit) -> tuple[str, ...]:
        allowed = visit.organisations("manage")
        if not allowed:
            raise HTTPException(403)
        return allowed


def wording(visit: Visit, organisations: tuple[str, ...]) -> Wording:
    """Return the words of a report for a visitor."""
    contents = {one: visit.content(one) for one in organisations}
    return Wording(texts=visit.texts, language=visit.language, contents=contents)
