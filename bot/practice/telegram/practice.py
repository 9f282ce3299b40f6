"""Playing the people: what users and staff do in Telegram, and what they see."""

from bot.practice.telegram.company import Company
from bot.practice.telegram.individuals import Individuals
from bot.practice.telegram.limits import Rates
from bot.practice.telegram.watching import Watching
from bot.practice.telegram.world import Fault, FaultKind, User


class Practice(Individuals, Company, Watching):
    """Acts for people in one `World`. Every act is safe from any thread; numbers are Telegram's ids."""

    def add_bot(self, token: str, *, username: str = "", name: str = "Wasl") -> int:
        """Make a bot known and return its id."""
        with self.world.lock:
            return self.world.add_bot(token, username=username, name=name).id

    def add_user(
        self, user: int, *, name: str = "", language: str = "ar", username: str | None = None
    ) -> int:
        """Make a user known and return their id. Users also appear when they first act."""
        with self.world.lock:
            known = User(
                id=user, first_name=name or f"User {user}", language_code=language, username=username
            )
            self.world.users[user] = known
        return user

    def limits(self, rates: Rates | None) -> None:
        """Hold every bot to these rates from now on, or to none."""
        self.world.set_rates(rates)

    def fail(
        self, kind: FaultKind, *, method: str = "*", times: int = 1,
        seconds: int = 1, token: str | None = None,
    ) -> None:  # fmt: skip
        """Let the next calls fail: connection lost before or after the deed, or no answer, 400, 502, 429."""
        with self.world.lock:
            self.world.faults.append(
                Fault(method=method, kind=kind, left=times, seconds=seconds, token=token)
            )

    def repeat(self, token: str, *, last: int, backwards: bool = False) -> None:
        """Deliver the last updates once more, in order or backwards."""
        with self.world.lock:
            bot = self._bot(token)
            again = list(bot.archive)[-last:]
            waiting = {update["update_id"] for update in bot.waiting}
            fresh = [update for update in again if update["update_id"] not in waiting]
            bot.waiting.extendleft(fresh if backwards else reversed(fresh))
            self.world.wake()
