"""Plays the main job on the running product and writes docs/conversation.md from what the store then holds.

    python -m tools.record [--models FOLDER]

A question, an offer, a request with a photograph and a mistake corrected at the review, a hand-off, the
researcher's reply, and the close: every line of the page is read back with `wasl conversation show`.
"""

import argparse
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from httpx import Client

from tools.product import Person, Product, Researcher, product

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conversation.md"
ORGANISATION = "aoun"
VAGUE = ("أبغى أعدل", "متى تجي الباحثة", "الموضوع اللي عندكم", "شي عن طلبات الناس")
WHO = {
    "in": "**الشخص**",
    "out": "**وصل**",
    "staff": "**الباحث**",
    "system": "*النظام*",
    "note": "*ملاحظة داخلية*",
}
LEAD = """# A recorded conversation

Written by `python -m tools.record`: the product's own processes were started on an empty installation, a
person wrote on the chat page of one association, a researcher answered at the desk, and what follows was read
back from the store. A question, an offer, a request with a photograph and a mistake corrected at the review,
a hand-off, the researcher's reply and the close.
"""


def main() -> None:
    """Record and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, help="folder of fitted models to share")
    models = parser.parse_args().models
    with tempfile.TemporaryDirectory() as folder, product(Path(folder) / "data", models=models) as running:
        PAGE.write_text(page(record(running)), encoding="utf-8")


def record(running: Product) -> dict[str, Any]:
    """Play the main job and return the conversation as `wasl conversation show --json` tells it."""
    with Client(timeout=20) as here, Client(timeout=20, follow_redirects=True) as there:
        person = Person(address=running.address, organisation=ORGANISATION, client=here)
        researcher = Researcher(address=running.address, client=there)
        researcher.sign_in()
        ask(person)
        request(person)
        hand_over(person, researcher)
        shown: dict[str, Any] = running.command("conversation", "show", person.conversation, "--json")
    return shown


def ask(person: Person) -> None:
    """Ask a question, then something that may mean several things, and take what is offered first."""
    person.say("السلام عليكم ورحمة الله")
    person.say("متى يجيني خبر من اللجنة؟")
    for vague in VAGUE:
        topics = [id_ for id_ in buttons(person.say(vague)) if id_.startswith("topic:")]
        if len(topics) > 1:
            person.press(topics[0])
            return
    raise RuntimeError("nothing was vague enough for an offer")


def buttons(lines: list[dict[str, Any]]) -> list[str]:
    """Return the ids of the buttons of an offer; none if the lines answer."""
    offered = [line for line in lines if "هل تقصد" in line["text"]]
    return [button["id"] for line in offered for button in line["buttons"]]


def request(person: Person) -> None:
    """Fill in a support request, with a mistake mended at the review."""
    person.say("أبغى أقدم طلب دعم")
    acts: tuple[Callable[[], object], ...] = (
        lambda: person.press("flow:support-request"),
        lambda: person.press("do:agree"),
        lambda: person.press("pick:for_whom:self"),
        lambda: person.say("كرسي متحرك لوالدتي"),
        lambda: person.press("do:skip"),
        lambda: person.say("رمضان ١٤٤٦"),
        lambda: person.say("ينتظر أسابيع"),
        lambda: person.say("٥"),
        lambda: person.show("تقرير.png", photograph()),
        lambda: person.say("خلاص"),
        lambda: person.say("خميس مشيط"),
        lambda: person.say("نورة أحمد"),
        lambda: person.say("1000000009"),
        lambda: person.say("١٠٠٠٠٠٠٠٠٨"),
        lambda: person.say("0501234567"),
        lambda: person.press("do:skip"),
        lambda: person.press("edit:household"),
        lambda: person.say("6"),
        lambda: person.press("pick:review:send"),
        lambda: person.say("نورة أحمد"),
    )
    for act in acts:
        act()


def hand_over(person: Person, researcher: Researcher) -> None:
    """Ask for a person, be answered, and say goodbye."""
    person.say("أبغى أكلم الباحثة الاجتماعية")
    researcher.act(person, "claim")
    person.until(lambda lines: bool(lines))
    researcher.act(
        person, "reply", text="أهلًا بك، وصلنا طلبك وسنراجع ما أرفقته. هل والدتك معك في البيت الآن؟"
    )
    person.until(lambda lines: any(line["from"] == "staff" for line in lines))
    person.send_only("إي نعم معي، الله يجزاكم خير")
    researcher.act(person, "reply", text="حفظها الله. سنعاود التواصل معك هنا.", force="1")
    person.until(lambda lines: any(line["from"] == "staff" for line in lines))
    researcher.act(person, "close", reason="solved", force="1")
    person.until(lambda lines: any(line["from"] == "bot" for line in lines))


def photograph() -> bytes:
    """Return a small grey PNG picture."""
    width, height = 64, 48
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xb4" * width) * height)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def page(shown: dict[str, Any]) -> str:
    """Return the recorded conversation as a page."""
    said = [_line(line) for line in shown["lines"]]
    return "\n".join([LEAD, '<div dir="rtl">', "", *said, "</div>", ""])


def _line(line: dict[str, Any]) -> str:
    text = line["text"].replace("\n", "<br>\n")
    parts = [f"{WHO[line['direction']]}: {text}"]
    parts += [f"<br>📎 {file['name']} ({file['type']})" for file in line["attachments"]]
    if line["buttons"]:
        parts.append("<br>" + " ".join(f"`{button['label']}`" for button in line["buttons"]))
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
