"""Fixtures every test may ask for."""

from tests.append_only import swept_tables

__all__ = ["swept_tables"]
