"""Operator commands; `tracker --help` lists them."""

from tracker.cli.commands import main

__all__ = ["main"]
