"""How much one visitor and one network address may send."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Sizes and rates."""

    text: int = 4000  # characters of one message
    body: int = 64 * 1024  # bytes of a posted message without files
    file: int = 15 * 1024 * 1024  # bytes of one file
    burst: int = 30  # messages of one visitor at once …
    per_second: float = 1.0  # … and steadily
    address_burst: int = 600  # the same for one network address, which many people may share
    address_per_second: float = 60.0
    link_burst: int = 120  # the same for pages behind one-time links …
    link_per_second: float = 2.0
