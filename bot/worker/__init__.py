"""The worker: takes arrivals in, runs one turn at a time per conversation, sends, wakes, alerts."""
