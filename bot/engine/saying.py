"""How the engine speaks: messages and buttons in the person's language."""

from dataclasses import replace

from bot.engine.effects import Say
from bot.engine.sources import citation
from bot.engine.turn import Moment, Turn
from bot.messages import Ask, Button, DeviceAction, Message, Secure, Source


def words(turn: Turn, moment: Moment, key: str, **fields: object) -> str:
    """Return interface wording; the organisation's names may stand in every text."""
    language, organisation = turn.state.language, moment.content.organisation
    names = {
        "name": organisation.name[language],
        "short_name": organisation.short_name[language],
        "people": organisation.people[language],
    }
    return moment.content.texts(language, f"engine.{key}", **{**names, **fields})


def say(
    turn: Turn,
    moment: Moment,
    text: str,
    *buttons: Button,
    source: Source | None = None,
    document: str | None = None,
    ask: Ask | None = None,
    device: DeviceAction | None = None,
    secure: Secure | None = None,
    takes_back: str = "",
    urgent: bool = False,
    unprompted: bool = False,
    outreach: bool = False,
    for_staff: bool = False,
    introduces: bool = False,
) -> Turn:
    """Return the turn with one more message.

    Nothing is said while staff hold the chat, except danger numbers and what belongs to a question that they
    asked, and nothing unprompted where somebody else may read the screen.
    """
    held = turn.state.owner == "staff" and not (urgent or for_staff)
    if held or (unprompted and turn.state.silent):
        return turn
    message = Message(
        text=text,
        language=turn.state.language,
        buttons=buttons,
        source=source,
        citation=citation(source, moment.content, turn.state.language) if source else "",
        document=document,
        ask=ask,
        device=device,
        secure=secure,
        takes_back=takes_back,
        urgent=urgent,
        unprompted=unprompted,
        outreach=outreach,
        for_staff=for_staff,
        introduces=introduces,
    )
    return turn.also(Say(message=message))


def tell(turn: Turn, moment: Moment, key: str, *buttons: Button, unprompted: bool = False) -> Turn:
    """Return the turn with one interface text said."""
    return say(turn, moment, words(turn, moment, key), *buttons, unprompted=unprompted)


def with_buttons(turn: Turn, *buttons: Button) -> Turn:
    """Return the turn with buttons under its last message, if that has none."""
    spoken = [index for index, effect in enumerate(turn.effects) if isinstance(effect, Say)]
    last = turn.effects[spoken[-1]] if spoken else None
    if not isinstance(last, Say) or last.message.buttons:
        return turn
    mended = Say(message=replace(last.message, buttons=buttons))
    before, after = turn.effects[: spoken[-1]], turn.effects[spoken[-1] + 1 :]
    return replace(turn, effects=(*before, mended, *after))


def do(turn: Turn, moment: Moment, command: str) -> Button:
    """Return the button of a command."""
    return Button(id=f"do:{command}", label=words(turn, moment, f"button.{command}"))


def menu_button(turn: Turn, moment: Moment) -> Button:
    """Return the way back to the menu."""
    return Button(id="menu", label=words(turn, moment, "button.menu"))


def person_button(turn: Turn, moment: Moment) -> Button:
    """Return the way to a person; to those who wait already, the way out of waiting."""
    if turn.state.owner == "waiting":
        return do(turn, moment, "withdraw")
    return Button(id="person", label=words(turn, moment, "button.person"))


def language_button(turn: Turn, moment: Moment) -> Button:
    """Return the switch to the other language, named in that language."""
    other = "en" if turn.state.language == "ar" else "ar"
    return Button(id=f"lang:{other}", label=words(turn, moment, f"button.lang-{other}"))


def flow_button(turn: Turn, moment: Moment, flow_id: str) -> Button | None:
    """Return the button that begins a flow; None if there is no such flow."""
    if (flow := moment.content.flows.get(flow_id)) is None:
        return None
    return Button(id=f"flow:{flow_id}", label=f"{flow.icon} {flow.title[turn.state.language]}".strip())


def topic_button(turn: Turn, moment: Moment, topic_id: str) -> Button | None:
    """Return the button that asks about a topic; None if there is no such topic."""
    if topic_id == "unclear-procedure":
        return person_button(turn, moment)
    if (topic := moment.content.topics.get(topic_id)) is None:
        return None
    title = topic.title[turn.state.language]
    return Button(id=f"topic:{topic_id}", label=words(turn, moment, "button.topic", title=title))


def present(*buttons: Button | None) -> tuple[Button, ...]:
    """Return the buttons that exist, each once."""
    return tuple({button.id: button for button in buttons if button}.values())
