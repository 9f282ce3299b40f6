"""The first words, the privacy notice, consent, language, and forgetting a device."""

from bot.engine.effects import ClearTimers, KeepConsent
from bot.engine.menu import menu_again, menu_buttons
from bot.engine.saying import do, present, say, topic_button, words
from bot.engine.state import State
from bot.engine.turn import Moment, Turn
from bot.engine.words import wishes_peace
from bot.messages import Language

CARRIERS = ("telegram", "whatsapp")  # channels whose messages pass through another company


def greet(turn: Turn, moment: Moment, *, menu: bool) -> Turn:
    """Say who speaks and what becomes of the person's words; with the menu if they have asked nothing yet."""
    welcome, peace = words(turn, moment, "greeting"), wishes_peace(moment.text)
    if peace:
        welcome = words(turn, moment, "peace") + f" {welcome}"
    greeted = say(turn.but(greeted=True), moment, welcome, introduces=not (menu or peace))
    buttons = menu_buttons(greeted, moment) if menu else ()
    offered = tuple(button.id for button in buttons)
    notice = _notice(greeted, moment)
    return say(greeted.but(offered=offered), moment, notice, *buttons, introduces=not menu)


def _notice(turn: Turn, moment: Moment) -> str:
    channel = moment.inbound.address.channel if moment.inbound else ""
    return words(turn, moment, f"notice.{channel}" if channel in CARRIERS else "notice.direct")


def needs_consent(turn: Turn, moment: Moment, flow: str) -> bool:
    """Tell whether a flow would keep who the person is and they have not agreed to the notice in force."""
    opens_case = moment.content.flows[flow].kind is not None
    return opens_case and turn.state.consent != moment.content.privacy_version


def ask_consent(turn: Turn, moment: Moment, flow: str | None = None) -> Turn:
    """Ask for agreement before a flow that opens a case, and remember which."""
    wanted = turn.but(pending="consent", wanted=flow or turn.state.wanted)
    buttons = present(
        do(turn, moment, "agree"), do(turn, moment, "decline"), topic_button(turn, moment, "privacy")
    )
    return say(wanted, moment, words(turn, moment, "consent"), *buttons)


def agree(turn: Turn, moment: Moment) -> Turn:
    """Keep that the person agreed."""
    version = moment.content.privacy_version
    return turn.also(KeepConsent(version=version, agreed=True)).but(consent=version)


def decline(turn: Turn, moment: Moment) -> Turn:
    """Keep that the person declined: questions and a person are still there for them."""
    version = moment.content.privacy_version
    declined = turn.also(KeepConsent(version=version, agreed=False)).but(wanted=None)
    return menu_again(declined, moment, "consent.declined")


def switch(turn: Turn, language: str) -> Turn:
    """Speak another language from now on."""
    chosen: Language = "en" if language == "en" else "ar"
    return turn.but(language=chosen, language_fixed=True)


def ask_forget(turn: Turn, moment: Moment) -> Turn:
    """Ask before the device forgets the conversation."""
    buttons = (do(turn, moment, "forget-yes"), do(turn, moment, "no"))
    return say(turn.but(pending="forget"), moment, words(turn, moment, "forget.ask"), *buttons)


def forget(turn: Turn, moment: Moment) -> Turn:
    """Let the device forget, and begin as with a stranger; who holds the chat stays."""
    old = turn.state
    fresh = State(
        language=old.language,
        language_fixed=old.language_fixed,
        owner=old.owner,
        silent=old.silent,
        hears=old.hears,
    )
    forgotten = say(turn.also(ClearTimers()), moment, words(turn, moment, "forget.done"), device="forget")
    return Turn(state=fresh, effects=forgotten.effects)
