from tests.worker.conftest import world

__all__ = ["world"]
