"""What staff do not read in a chat: opinions of the service, a means to improve and not to punish."""

from bot.engine.content import Content
from bot.engine.effects import HandOff
from bot.engine.state import Run, State
from bot.engine.turn import Turn

HIDDEN = "🔒"  # stands for words that are not for who reads the chat
MARK = "private"  # in the trace of such a line of ours (`Line.private`): its message is for the person alone


def is_private(content: Content, run: Run | None) -> bool:
    """Whether a flow asks for what staff do not read."""
    flow = content.flows.get(run.flow) if run else None
    return flow is not None and flow.private


def hears(content: Content, before: State, turn: Turn) -> bool:
    """Whether a message of the person is such an answer, or begins the asking.

    What brings staff, such as words about danger, is for them.
    """
    if any(isinstance(effect, HandOff) for effect in turn.effects):
        return False
    return is_private(content, before.run) or is_private(content, turn.state.run)


def says(content: Content, before: State, turn: Turn) -> bool:
    """Whether what is said in reply tells how it was answered: not the first question of another flow."""
    after = turn.state.run
    return hears(content, before, turn) and (after is None or is_private(content, after))
