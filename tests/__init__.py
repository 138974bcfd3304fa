"""The tests; `make.py` builds rows, each test changes only what matters to it."""
