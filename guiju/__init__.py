"""Guiju: procedures written once with their legal basis, then proven, enforced and checked."""

__version__ = "0.1.0"
