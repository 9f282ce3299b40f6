"""How long a test waits for what must come: only a test that fails waits so long."""

PATIENCE = 60.0  # seconds: a busy machine is slow, not wrong
