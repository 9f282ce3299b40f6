"""Messages of the association that the person did not ask for: agreeing, stopping, and one of them.

Who gets one, and when, is decided in `bot/outreach/`; here it is said, always with the way to stop it.
"""

from bot.engine.effects import KeepOffer, Reach
from bot.engine.saying import do, menu_button, say, tell, words
from bot.engine.turn import Moment, Turn
from bot.messages import Event


def ask_news(turn: Turn, moment: Moment) -> Turn:
    """Say what agreeing means, and how it stands now."""
    key = "news.ask.on" if turn.state.hears else "news.ask.off"
    change = do(turn, moment, "news-no") if turn.state.hears else do(turn, moment, "news-yes")
    return tell(turn, moment, key, change, menu_button(turn, moment))


def take_news(turn: Turn, moment: Moment) -> Turn:
    """Keep that the person agrees."""
    kept = turn.also(Reach(action="hear", way="yes", method=_method(moment))).but(hears=True)
    return tell(kept, moment, "news.yes", do(kept, moment, "news-no"), menu_button(kept, moment))


def stop_news(turn: Turn, moment: Moment) -> Turn:
    """Keep that the person does not want them; said also to who never agreed, so that they are sure."""
    kept = turn.also(Reach(action="hear", way="no", method=_method(moment))).but(hears=False)
    return tell(kept, moment, "news.no", menu_button(kept, moment))


def offered(turn: Turn, moment: Moment, _: Event) -> Turn:
    """Offer it to somebody content, whom `bot/outreach/offering.py` chose; not in the midst of something."""
    state = turn.state
    if state.run is not None or state.danger is not None or state.silent or state.hears:
        return turn
    if state.owner != "bot":
        return turn
    buttons = (do(turn, moment, "news-yes"), do(turn, moment, "news-never"))
    return tell(turn.also(KeepOffer()), moment, "news.offer", *buttons)


def decline_news(turn: Turn, moment: Moment) -> Turn:
    """Take a no to the offer as it is: it is never made again."""
    kept = turn.also(Reach(action="hear", way="no", method=_method(moment))).but(hears=False)
    return tell(kept, moment, "news.declined", menu_button(kept, moment))


def told(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say a message of a campaign, or show it to the member of staff who tries it."""
    trial, language = bool(event.fields.get("trial")), turn.state.language
    spoken = turn.but(language="en" if event.fields.get("language") == "en" else "ar")
    parts = [event.fields["text"], words(spoken, moment, "news.ending")]
    text = "\n\n".join([words(spoken, moment, "news.trial"), *parts] if trial else parts)
    buttons = (do(spoken, moment, "news-no"), menu_button(spoken, moment))
    said = say(spoken, moment, text, *buttons, unprompted=True, outreach=not trial)
    return said.but(language=language)


def _method(moment: Moment) -> str:
    pressed = moment.inbound is not None and moment.inbound.choice is not None
    return "button" if pressed else "words"
