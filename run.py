"""Runs the operator commands from a checkout: `python run.py serve`."""

import sys

from tracker.cli import main

if __name__ == "__main__":
    sys.exit(main())
