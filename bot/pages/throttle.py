"""How often something may be done under one name. Pure: the time is an argument."""

from collections import OrderedDict
from dataclasses import dataclass

_REMEMBERED = 10_000  # buckets kept; the one unused for longest goes first


@dataclass(kw_only=True, slots=True)
class _Bucket:
    tokens: float
    at: float  # seconds, monotonic


class Throttle:
    """Token buckets, one a name."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        """Allow `burst` at once, refilled at `per_second`."""
        self._burst = float(burst)
        self._rate = per_second
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, name: str, *, at: float) -> float:
        """Count one use at `at` (monotonic seconds). Returns 0, or how long to wait if it is one too many."""
        bucket = self._buckets.pop(name, None) or _Bucket(tokens=self._burst, at=at)
        bucket.tokens = min(self._burst, bucket.tokens + (at - bucket.at) * self._rate)
        bucket.at = at
        self._buckets[name] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._rate
        bucket.tokens -= 1
        return 0.0
