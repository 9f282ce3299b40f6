"""What people type, as every database, file and page can keep it."""


def typed(text: str) -> str:
    """Return a text without NUL and halves of surrogate pairs, lines ended by one sign, edges trimmed."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\0", "").strip()
