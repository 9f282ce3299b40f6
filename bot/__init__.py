"""Wasl: a multi-channel assistant for people who depend on non-profit associations."""
