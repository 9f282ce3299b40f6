"""Nothing that identifies or was said by a person reaches the log."""

import json

import pytest
import structlog

from bot.serving.logs import configure


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "أمي مريضة"),
        ("phone", "+966501234567"),
        ("national_id", "1000000008"),
        ("error", "bad value 1000000008"),
        ("detail", "SA0380000000608010167519 was refused"),
        ("first_password", "geheim"),
    ],
)
def test_a_field_is_hidden(field: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", json=True)
    try:
        structlog.get_logger("t").info("something happened", **{field: value})
        written = json.loads(capsys.readouterr().err)
    finally:
        structlog.reset_defaults()
    assert written["event"] == "something happened"
    assert written[field] != value
    assert not {"1000000008", "SA0380000000608010167519"} & set(str(written[field]).split())
