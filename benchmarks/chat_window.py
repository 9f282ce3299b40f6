"""Weighs the chat window as a browser loads it, and times it on slow 3G: `python -m benchmarks.chat_window`.

Writes docs/figures/chat-window.json and .md. Needs Debian's chromium.
"""

import json
import statistics
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.browser.site import Site, running

FIGURES = Path(__file__).parents[1] / "docs" / "figures"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
ROUNDS = 5
WRITTEN = "<!-- written by `python -m benchmarks.chat_window`: do not edit -->"
WHAT = """JavaScript and CSS before the first message can be typed, gzip bytes.
The peers' files were weighed as released. They were not run, so what they ask of servers is not counted."""
SLOW = """Slow 3G as Chromium simulates it: 400 ms before each response, 50,000 bytes a second each way,
nothing cached; no TLS, and opening the connection is not slowed. The message is typed at once, and the test
house's engine only repeats what was said."""
# JavaScript and CSS, gzip bytes, of released npm packages, without their own requests to a server
PEERS = {
    "@chatscope/chat-ui-kit-react 2.1.1 (no transport)": 97_466,
    "deep-chat 2.4.2": 110_734,
    "@papercups-io/chat-widget 1.3.1 (launcher alone)": 130_899,
    "vue-advanced-chat 2.1.2": 159_559,
    "@typebot.io/js 0.10.7": 196_487,
    "react-chat-widget 3.1.4": 211_321,
    "rasa-webchat 1.0.1": 224_792,
    "@botpress/webchat 4.5.2": 232_232,
    "flowise-embed 3.1.6": 289_828,
    "@n8n/chat 1.37.0": 460_429,
    "botframework-webchat 4.18.1 (minimal)": 483_243,
}


def loaded(browser: Browser, address: str) -> dict[str, int]:
    """Return name → bytes as they come over the wire (headers left out) before a message can be typed."""
    page = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}).new_page()
    page.goto(address, wait_until="networkidle")
    entries: list[dict[str, Any]] = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(e => ({ name: e.name, bytes: e.encodedBodySize }))"
    )
    page.context.close()
    return {entry["name"].split("/")[-1].split("?")[0]: entry["bytes"] for entry in entries}


def first_message(browser: Browser, address: str) -> dict[str, float]:
    """Return seconds on slow 3G until one can type, and until the first answer is shown; nothing cached."""
    page = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    page.set_default_timeout(60_000)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("html.js #text")
    ready = time.perf_counter() - began
    answered = _say(page) - began
    page.context.close()
    return {"can type": ready, "first answer": answered}


def _say(page: Page) -> float:
    page.fill("#text", "مرحبا")
    page.press("#text", "Enter")
    page.wait_for_selector(".msg.bot:not(.welcome)")
    return time.perf_counter()


def measured(site: Site) -> dict[str, Any]:
    """Measure everything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        files = loaded(browser, f"{site.direct}/aoun")
        rounds = [first_message(browser, f"{site.direct}/aoun") for _ in range(ROUNDS)]
        browser.close()
    times = {name: round(statistics.median(each[name] for each in rounds), 2) for name in rounds[0]}
    return {"files": files, "seconds_slow_3g": times, "rounds": ROUNDS, "peers": PEERS}


def table(found: dict[str, Any]) -> str:
    """Return the figures as a page."""
    code = sum(size for name, size in found["files"].items() if name.endswith((".js", ".css")))
    rows = [("**Wasl**, with its transport", code), *sorted(PEERS.items(), key=lambda peer: peer[1])]
    lines = [f"| {name} | {size:,} | {size / code:.1f} |" for name, size in rows]
    files = ", ".join(f"{name} {size:,}" for name, size in found["files"].items())
    times = found["seconds_slow_3g"]
    head = ["# The chat window's weight", "", WRITTEN, "", WHAT, "", "| window | bytes | times ours |"]
    return "\n".join(
        [
            *head,
            "| --- | --: | --: |",
            *lines,
            "",
            f"Requests: {len(found['files'])} (bytes of each body: {files}).",
            "",
            f"{SLOW} Median of {found['rounds']}:",
            f"{times['can type']} s until one can type, {times['first answer']} s until the first answer.",
            "",
        ]
    )


def main() -> None:
    """Measure and write."""
    with running() as site:
        found = measured(site)
    (FIGURES / "chat-window.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (FIGURES / "chat-window.md").write_text(table(found), encoding="utf-8")


if __name__ == "__main__":
    main()
