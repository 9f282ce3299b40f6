"""Persons: what is masked before it is kept, and how what is kept is shown, exported and erased."""
