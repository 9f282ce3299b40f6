"""Chores for developers: what writes generated documentation."""
