from tests.practice.fixtures import practice

__all__ = ["practice"]
