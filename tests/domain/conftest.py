"""What tests of actions share with those of pages: a world that is built once."""

from tests.web.conftest import built, world

__all__ = ["built", "world"]
