"""Vigie's core: sources, reading, store, answers; no chat platform is known here."""

__version__ = "0.1.0"
